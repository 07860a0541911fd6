"use strict";
// Search and filter. Without this script the page shows everything, and has no form.
(() => {
  const form = document.getElementById("filter");
  const words = document.getElementById("words");
  const wrong = document.getElementById("wrong");
  const shown = document.getElementById("shown");
  const rows = new Map([...document.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
  let operations = null;

  const out = (element, isOut) => element.toggleAttribute("data-out", isOut);

  // What is searched is read once, at the first question: a page of ten thousand findings opens first.
  const read = () =>
    [...document.querySelectorAll("article.operation")].map((element) => ({
      element,
      name: element.querySelector("h3").textContent.toLowerCase(),
      findings: [...element.querySelectorAll("li.finding")].map((finding) => ({
        element: finding,
        grade: finding.dataset.grade,
        text: finding.textContent.toLowerCase(),
      })),
    }));

  const apply = () => {
    operations ??= read();
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const grades = new Set([...form.querySelectorAll("[name=grade]:checked")].map((box) => box.value));
    let operationsLeft = 0;
    let findingsLeft = 0;
    for (const one of operations) {
      const rest = wanted.filter((word) => !one.name.includes(word));
      let left = 0;
      for (const finding of one.findings) {
        const isIn = grades.has(finding.grade) && rest.every((word) => finding.text.includes(word));
        out(finding.element, !isIn);
        left += isIn;
      }
      const isIn = left > 0 || (rest.length === 0 && !wrong.checked);
      out(one.element, !isIn);
      out(rows.get(one.element.id), !isIn);
      operationsLeft += isIn;
      findingsLeft += left;
    }
    shown.textContent = `${operationsLeft} operations, ${findingsLeft} kinds of finding shown`;
  };

  let waiting = 0;
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;

  // Who follows a link to an operation that is folded wants to read it.
  const unfold = () => {
    const target = document.getElementById(location.hash.slice(1));
    const details = target?.querySelector("details");
    if (details) details.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();

  // On paper nothing can be unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });
})();
