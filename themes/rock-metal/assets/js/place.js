// The address field finds kelurahan, kecamatan and kota as one types: a combobox over data-place. Without scripts the form
// asks back with a short list.
const waitMs = 160;
const shortest = 3;

for (const field of document.querySelectorAll("[data-place]")) enhance(field);

function enhance(field) {
  const input = field.querySelector("input[name=place]");
  const form = input.form;
  let list = null;
  let timer = 0;
  let asked = null;
  let active = -1;

  const listId = `${input.id}-list`;
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" })) input.setAttribute(name, value);

  function close() {
    list?.remove();
    list = null;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    input.value = place.label;
    setCode(place.code);
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function setCode(code) {
    field.querySelector(".place-choices")?.remove();
    let hidden = field.querySelector("input[type=hidden][name=place_code]");
    if (!hidden) {
      hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "place_code" });
      field.append(hidden);
    }
    hidden.value = code;
  }

  function show({ places, postal_code: postalCode }) {
    close();
    const postal = form.elements.namedItem("postal_code");
    if (postalCode && postal && !postal.value) postal.value = postalCode;
    list = document.createElement("div");
    list.className = "suggest";
    list.id = listId;
    if (places.length) {
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", input.labels[0].textContent);
      list.append(...places.map((place, index) => option(place, index)));
    } else {
      list.setAttribute("role", "status");
      list.append(Object.assign(document.createElement("p"), { className: "suggest-none", textContent: field.dataset.textNone }));
    }
    input.closest(".field").append(list);
    input.setAttribute("aria-expanded", String(places.length > 0));
  }

  function option(place, index) {
    const entry = document.createElement("div");
    entry.className = "suggest-item";
    entry.id = `${listId}-${index}`;
    entry.setAttribute("role", "option");
    entry.setAttribute("aria-selected", "false");
    entry.textContent = place.label;
    // Before the field loses the focus and closes the list.
    entry.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(place); });
    entry.choose = () => choose(place);
    return entry;
  }

  function move(step) {
    const options = [...list.querySelectorAll("[role=option]")];
    if (!options.length) return;
    active = (active + step + options.length) % options.length;
    options.forEach((entry, index) => entry.setAttribute("aria-selected", String(index === active)));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }

  async function suggest() {
    const query = input.value.trim();
    asked?.abort();
    if (query.length < shortest) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.place}?q=${encodeURIComponent(query)}`, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch { /* aborted or offline: the form asks back by itself */ }
  }

  input.addEventListener("input", () => { setCode(""); clearTimeout(timer); timer = setTimeout(suggest, waitMs); });
  input.addEventListener("blur", () => { clearTimeout(timer); asked?.abort(); close(); });
  input.addEventListener("keydown", (event) => {
    if (!list) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (active < 0 && event.key === "ArrowUp") active = 0;
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      list.children[active].choose();
    }
  });
}
