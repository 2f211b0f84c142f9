// Reads visits from standard input, a JSON object a line, and answers each with a line: what the page said,
// what it asked for, and what each step gave. It is run where the packages of package.json are installed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await puppeteer.launch({
  args: chromium.args,
  executablePath: await chromium.executablePath(),
  headless: "shell",
});

const steps = {
  press: (page, key) => page.keyboard.press(key),
  type: (page, words) => page.keyboard.type(words),
  click: (page, selector) => page.click(selector),
  select: (page, [selector, value]) => page.select(selector, value),
  see: (page, expression) => page.evaluate(expression),
  shot: (page, [path, fullPage]) => page.screenshot({ path, fullPage }).then(() => null),
  pdf: (page, path) => page.pdf({ path, format: "A4", printBackground: true }).then(() => null),
  axe: async (page) => {
    await page.evaluate(axe);
    const { violations } = await page.evaluate("axe.run()");
    return violations.map((one) => `${one.id}: ${one.nodes[0].html}`);
  },
};

async function visit({ url, width = 1280, height = 900, scale = 1, features = {}, todo = [] }) {
  const page = await browser.newPage();
  const said = [];
  const asked = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("dialog", (dialog) => { said.push(dialog.message()); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url().split("#")[0] !== url.split("#")[0]) asked.push(request.url()); });
  await page.setViewport({ width, height, deviceScaleFactor: scale });
  const session = await page.createCDPSession();
  const wanted = Object.entries(features).map(([name, value]) => ({ name, value }));
  await session.send("Emulation.setEmulatedMedia", { features: wanted });
  try {
    await page.goto(url);
    const gave = [];
    for (const [step, value] of todo) gave.push((await steps[step](page, value)) ?? null);
    return { said, asked, gave };
  } finally {
    await page.close();
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await visit(JSON.parse(line)).catch((error) => ({ failed: String(error) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
