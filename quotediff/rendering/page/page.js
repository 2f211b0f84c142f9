// Comfort only: without scripts every finding, link and fold of the page works.
"use strict";
(() => {
  const page = document.querySelector(".quotediff");
  const all = (selector, within = page) => [...within.querySelectorAll(selector)];
  const cards = all(".card[id]");
  for (const controls of all(".controls")) controls.hidden = controls.matches(".filters") && !cards.length;
  for (const counts of all(".head .counts")) counts.hidden = cards.length > 0;

  const bar = page.querySelector(".filters");
  const measure = () => page.style.setProperty("--bar", `${bar?.offsetHeight ?? 0}px`);
  window.addEventListener("resize", measure);
  measure();

  const count = page.querySelector("[data-count]");
  const value = (name) => page.querySelector(`[data-filter="${name}"]`)?.value ?? "";
  const same = (one, other) => one.toLowerCase() === other.toLowerCase();
  const search = page.querySelector("[data-search]");

  const filter = () => {
    const levels = new Set(all("[data-show]").filter((box) => box.checked).map((box) => box.dataset.show));
    const words = (search?.value ?? "").toLowerCase();
    let shown = 0;
    for (const card of cards) {
      const fits =
        levels.has(card.dataset.severity) &&
        (!value("family") || card.dataset.family === value("family")) &&
        (!value("speaker") || [card.dataset.speaker, card.dataset.speakerNew].some((name) => same(name, value("speaker")))) &&
        (card.closest(".row") ?? card).textContent.toLowerCase().includes(words);
      card.hidden = !fits;
      shown += fits;
    }
    for (const link of all(".worst a")) {
      link.closest("li").hidden = document.getElementById(link.getAttribute("href").slice(1)).hidden;
    }
    for (const fold of all(".more")) {
      const left = all("li", fold).filter((item) => !item.hidden).length;
      fold.querySelector("summary").textContent = `${left} more finding${left === 1 ? "" : "s"}`;
      fold.hidden = !left;
      if (shown < cards.length) fold.open = true;
    }
    if (count) count.textContent = `${shown} of ${cards.length} shown`;
  };
  for (const input of all(".filters [data-show], .filters [data-filter]")) input.addEventListener("change", filter);
  search?.addEventListener("input", filter);

  for (const select of all(".article [data-filter]")) {
    select.addEventListener("change", () => {
      const article = select.closest(".article");
      for (const row of all("tr[data-speaker]", article)) row.hidden = select.value !== "" && row.dataset.speaker !== select.value;
      for (const words of all(".block [data-speaker]", article)) words.classList.toggle("at", select.value !== "" && words.dataset.speaker === select.value);
    });
  }

  const folds = page.querySelector("[data-unchanged]");
  const unfold = () => { for (const fold of all(".unchanged")) fold.open = folds.checked; };
  folds?.addEventListener("change", unfold);

  const reveal = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  let at = -1;
  const go = (card) => {
    at = cards.indexOf(card);
    for (const marked of all(".at")) marked.classList.remove("at");
    card.classList.add("at");
    for (const words of all(`.block a[href="#${CSS.escape(card.id)}"]`)) words.classList.add("at");
    card.hidden = false;
    reveal(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "center" });
    history.replaceState(null, "", `#${card.id}`);
  };
  const step = (by) => {
    const shown = cards.filter((card) => !card.hidden);
    if (!shown.length) return;
    const here = shown.indexOf(cards[at]);
    go(shown[here < 0 ? (by > 0 ? 0 : shown.length - 1) : (here + by + shown.length) % shown.length]);
  };
  for (const button of all("[data-step]")) button.addEventListener("click", () => step(Number(button.dataset.step)));
  page.addEventListener("click", (event) => {
    const target = document.getElementById(event.target.closest('a[href^="#"]')?.getAttribute("href").slice(1) ?? "");
    if (!target) return;
    reveal(target);
    if (!cards.includes(target)) return;
    event.preventDefault();
    go(target);
  });

  const help = page.querySelector(".help");
  page.querySelector("[data-help]")?.addEventListener("click", () => help.showModal());
  const severity = (number) => { const box = all("[data-show]")[number]; if (box) { box.checked = !box.checked; filter(); } };
  const keys = {
    n: () => step(1), j: () => step(1), p: () => step(-1), k: () => step(-1),
    1: () => severity(0), 2: () => severity(1), 3: () => severity(2),
    u: () => { if (folds) { folds.checked = !folds.checked; unfold(); } },
    "/": () => search?.focus(), "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target === search) {
      if (event.key === "Escape" || event.key === "Enter") search.blur();
      if (event.key === "Enter") step(1);
      return;
    }
    if (event.target.closest("input, select, textarea") && event.target.type !== "checkbox") return;
    const key = keys[event.key];
    if (key) { event.preventDefault(); key(); }
  });

  for (const table of all("table[data-sort]")) {
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const falling = head.getAttribute("aria-sort") !== "descending";
        for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", falling ? "descending" : "ascending");
        const text = (row) => row.children[column].textContent;
        const rows = all("tbody tr", table);
        rows.sort((a, b) => text(a).localeCompare(text(b), "en", { numeric: true }) * (falling ? -1 : 1));
        table.tBodies[0].append(...rows);
      });
    });
  }

  const follow = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    reveal(target);
    if (cards.includes(target)) go(target);
  };
  window.addEventListener("hashchange", follow);
  window.addEventListener("beforeprint", () => { for (const fold of all(".more")) fold.open = true; });
  follow();
})();
