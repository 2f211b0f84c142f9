// Holds pages to the HTML standard: paths on standard input, one a line; what is wrong on standard output.
// It is run where the packages of package.json are installed.
import { createInterface } from "node:readline";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

const rules = { root: true, extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"] };
const validator = new HtmlValidate(new FileSystemConfigLoader(rules));

for await (const path of createInterface({ input: process.stdin })) {
  const { results } = await validator.validateFile(path);
  for (const { messages } of results)
    for (const { ruleId, message, line, column } of messages)
      console.log(`${path}:${line}:${column}: ${ruleId}: ${message}`);
}
