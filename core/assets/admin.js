// Makes the admin quicker; every page works without it. Light and dark, rows that lead somewhere, tables as cards on small screens,
// the palette (Ctrl+K), the mobile menu that closes itself.

const root = document.documentElement;

function shownMode() {
  return root.dataset.mode || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function startModeToggle() {
  const button = document.querySelector("[data-mode-toggle]");
  if (!button) return;
  const show = () => { root.dataset.shown = shownMode(); };
  show();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.mode = shownMode() === "dark" ? "light" : "dark";
    try { localStorage.setItem("admin-mode", root.dataset.mode); } catch { /* then it lasts for this page */ }
    show();
  });
}

// A row with exactly one link and nothing to fill in leads where the link leads.
function startRowLinks() {
  for (const row of document.querySelectorAll(".content .table tbody tr")) {
    const links = row.querySelectorAll("a[href]");
    if (links.length !== 1 || row.querySelector("form, input, button, select")) continue;
    row.dataset.goes = "";
    row.addEventListener("click", (event) => {
      if (event.defaultPrevented || event.target.closest("a") || String(getSelection())) return;
      if (event.ctrlKey || event.metaKey) open(links[0].href, "_blank", "noopener");
      else links[0].click();
    });
  }
}

// Names every cell by its column and shows rows as cards wherever the table is wider than its place. The roles keep it a table for
// screen readers, whatever its display.
function nameCells(table, heads) {
  const title = heads.findIndex((head) => head);
  table.setAttribute("role", "table");
  for (const part of table.querySelectorAll(":scope > thead, :scope > tbody")) part.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    const inHead = row.parentElement.tagName === "THEAD";
    row.setAttribute("role", "row");
    [...row.cells].forEach((cell, at) => {
      cell.setAttribute("role", inHead ? "columnheader" : cell.tagName === "TH" ? "rowheader" : "cell");
      if (inHead) return;
      const entry = cell.querySelector(":scope > input:not([type=hidden]), :scope > select");
      cell.classList.toggle("is-title", at === title && !entry);
      if (heads[at] && (at > title || entry)) cell.dataset.label = heads[at];
      cell.classList.toggle("is-blank", !cell.textContent.trim() && !cell.querySelector("img, input, select, button, svg"));
    });
  }
}

function startCards() {
  const narrow = matchMedia("(max-width: 640px)");
  const scrolling = []; // sums and lists without heads stay tables; where they scroll, the keyboard must reach them
  const tables = [...document.querySelectorAll(".content .table")].filter((table) => {
    const heads = [...table.querySelectorAll(":scope > thead th")].map((cell) => cell.textContent.trim());
    const cards = !table.tFoot && heads.length > 0 && !table.classList.contains("grid-check");
    if (!cards && !table.closest(".table-scroll")) scrolling.push(table);
    else table.dataset.ready = "";
    if (cards) nameCells(table, heads);
    return cards;
  });
  const fit = () => {
    for (const table of tables) table.classList.remove("as-cards");
    const wide = tables.map((table) => {
      const style = getComputedStyle(table.parentElement);
      const place = table.parentElement.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      return narrow.matches || table.offsetWidth > place + 1;
    });
    tables.forEach((table, at) => table.classList.toggle("as-cards", wide[at]));
    for (const table of scrolling) table.tabIndex = table.scrollWidth > table.clientWidth ? 0 : -1;
  };
  let asked = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(fit);
  });
  fit();
}

/** A box above a list (data-tick-all="name") that ticks every box of that name at once. */
function startTickAll() {
  for (const place of document.querySelectorAll("[data-tick-all]")) {
    const all = place.querySelector("input");
    const boxes = [...place.closest("table").querySelectorAll(`tbody input[type=checkbox][name="${place.dataset.tickAll}"]`)];
    place.hidden = boxes.length === 0;
    const look = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
    for (const box of boxes) box.addEventListener("change", look);
    look();
  }
}

/** Settings that matter only with others set so (data-when="mode=live|test&express=true"): hidden until then. */
function startConditions() {
  for (const form of document.querySelectorAll("form:has([data-when])")) {
    const value = (name) => {
      const field = form.elements[name];
      return field?.type === "checkbox" ? String(field.checked) : field?.value ?? "";
    };
    const look = () => {
      for (const setting of form.querySelectorAll("[data-when]")) {
        const conditions = setting.dataset.when.split("&").map((one) => one.split("="));
        setting.hidden = !conditions.every(([name, wanted]) => wanted.split("|").includes(value(name)));
        if (!("required" in setting.dataset)) continue;
        for (const field of setting.querySelectorAll("input:not([type=checkbox]), select, textarea")) field.required = !setting.hidden;
      }
    };
    form.addEventListener("input", look);
    look();
  }
}

function startMenu() {
  const menu = document.querySelector(".top-menu");
  if (!menu) return;
  document.addEventListener("click", (event) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

function startPalette() {
  const dialog = document.querySelector("[data-palette]");
  const opener = document.querySelector("[data-palette-open]");
  if (!dialog || !opener) return;
  const input = dialog.querySelector("[data-palette-input]");
  const items = [...dialog.querySelectorAll("[data-palette-list] > li")];
  const nothing = dialog.querySelector("[data-palette-none]");
  let chosen = 0;

  const shown = () => items.filter((item) => !item.hidden);
  const choose = (at) => {
    const list = shown();
    chosen = list.length ? (at + list.length) % list.length : 0;
    items.forEach((item) => item.firstElementChild.classList.toggle("is-chosen", item === list[chosen]));
    list[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) {
      const text = `${item.textContent} ${item.dataset.keywords ?? ""}`.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    }
    nothing.hidden = shown().length > 0;
    choose(0);
  };
  const show = () => {
    input.value = "";
    dialog.showModal();
    filter();
    input.focus();
  };

  opener.hidden = false;
  opener.addEventListener("click", show);
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter") shown()[chosen]?.firstElementChild.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else show();
  });
}

// Marks every box of a column or row of a grid at once.
function startCheckAll() {
  for (const all of document.querySelectorAll("[data-check-all]")) {
    const boxes = [...document.querySelectorAll(`input[name^="${all.dataset.checkAll}"]:not(:disabled)`)];
    const show = () => {
      const on = boxes.filter((box) => box.checked).length;
      all.checked = on === boxes.length;
      all.indeterminate = on > 0 && on < boxes.length;
    };
    all.hidden = false;
    all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
    for (const box of boxes) box.addEventListener("change", show);
    show();
  }
}

startModeToggle();
startRowLinks();
startTickAll();
startCards();
startConditions();
startMenu();
startPalette();
startCheckAll();
