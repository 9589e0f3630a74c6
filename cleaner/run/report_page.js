"use strict";

// Sorting: a click on a heading sorts by it, another one turns the order round.
for (const table of document.querySelectorAll("table.sortable")) {
  const headings = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const value = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent;
  headings.forEach((heading, column) => {
    const button = heading.querySelector("button");
    if (!button) return;
    button.addEventListener("click", () => {
      const isNumber = heading.dataset.kind === "number";
      const was = heading.getAttribute("aria-sort");
      const descending = was ? was === "ascending" : isNumber;
      const order = descending ? -1 : 1;
      const rows = [...body.rows];
      rows.sort((a, b) => {
        const x = value(a, column), y = value(b, column);
        return order * (isNumber ? x - y : x < y ? -1 : x > y ? 1 : 0);
      });
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      body.append(...rows);
    });
  });
}

// The filter shows rules whose id or purpose holds what is typed, in the table and below it.
const search = document.querySelector("#search");
if (search) {
  search.closest(".search").hidden = false;
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const item of document.querySelectorAll("[data-words]")) {
      item.hidden = !item.dataset.words.includes(wanted);
    }
  });
}

// A link to a rule opens its samples.
const open = () => {
  const name = decodeURIComponent(location.hash.slice(1));
  const target = name && document.getElementById(name);
  if (target instanceof HTMLDetailsElement) {
    target.hidden = false;
    target.open = true;
    target.scrollIntoView();
  }
};
window.addEventListener("hashchange", open);
open();
