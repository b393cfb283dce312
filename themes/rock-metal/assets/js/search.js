// Suggestions under the search field: a combobox over /search/suggest. Without scripts the form simply searches.
const form = document.querySelector("[data-search]");
const input = form?.querySelector("input[name=q]");
const waitMs = 160;
const shortest = 2;
let list = null;
let timer = 0;
let asked = null;
let active = -1;

function close() {
  list?.remove();
  list = null;
  active = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function option(index, item) {
  const link = document.createElement("a");
  link.className = "suggest-item";
  link.href = item.url;
  link.tabIndex = -1;
  if (item.picture_src) {
    const picture = document.createElement("img");
    Object.assign(picture, { src: item.picture_src, alt: "", width: 44, height: 55 });
    link.append(picture);
  }
  const name = document.createElement("span");
  name.className = "suggest-name";
  name.textContent = item.name;
  link.append(name);
  if (item.price_text) {
    const price = document.createElement("span");
    price.className = "suggest-price";
    price.textContent = item.price_text;
    link.append(price);
  }
  link.id = `suggest-${index}`;
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  return link;
}

function show({ items, more_url: moreUrl, total }) {
  close();
  if (!items.length) return;
  list = document.createElement("div");
  list.className = "suggest";
  list.id = "suggest-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  list.append(...items.map((item, index) => option(index, item)));
  if (moreUrl && total > items.length) {
    const all = option(items.length, { url: moreUrl, name: `${form.dataset.textAll} (${total})` });
    all.classList.add("suggest-all");
    list.append(all);
  }
  form.append(list);
  input.setAttribute("aria-expanded", "true");
}

function move(step) {
  const options = [...list.children];
  active = (active + step + options.length + 1) % (options.length + 1);
  options.forEach((entry, index) => entry.setAttribute("aria-selected", String(index === active)));
  if (active === options.length) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", options[active].id);
  options[active].scrollIntoView({ block: "nearest" });
}

async function suggest() {
  const query = input.value.trim();
  asked?.abort();
  if (query.length < shortest) return close();
  asked = new AbortController();
  try {
    const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(query)}`, { signal: asked.signal, headers: { Accept: "application/json" } });
    if (answer.ok) show(await answer.json());
  } catch { /* aborted or offline: the form still works */ }
}

function onKey(event) {
  if (!list) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (active < 0) active = event.key === "ArrowDown" ? -1 : 0;
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    close();
  } else if (event.key === "Enter" && active >= 0 && active < list.children.length) {
    event.preventDefault();
    list.children[active].click();
  }
}

if (input) {
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", "suggest-list");
  input.setAttribute("aria-autocomplete", "list");
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(suggest, waitMs); });
  input.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
}
