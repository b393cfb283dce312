// Checkout: prices follow address and choices by themselves, and the order is placed once however often the button is pressed.
const form = document.querySelector("[data-checkout]");
const follows = ["place", "place_code", "postal_code", "address_id", "shipping_method", "short_stock"];
/** What the server decides anew; the rest stays as it is typed. */
const parts = [".checkout-bill", ".checkout-side", "[aria-labelledby=part-shipping]", "[aria-labelledby=part-payment]"];
let placing = false;
let asked = null;

if (form) {
  requireWhatIsNeeded();
  form.addEventListener("change", (event) => {
    requireWhatIsNeeded();
    if (follows.includes(event.target.name)) update();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value !== "place") return;
    if (placing) return event.preventDefault();
    placing = true;
    asked?.abort();
    event.submitter.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    placing = false;
    form.querySelector("[data-once]")?.removeAttribute("aria-busy");
  });
}

/** Without scripts the server says what is missing; with them the browser does, before anything is sent. */
function requireWhatIsNeeded() {
  const book = form.querySelector("[name=address_id]:checked");
  const typed = !book || book.value === "new";
  const sent = typed && !form.querySelector("[data-pickup]:checked");
  for (const [name, needed] of Object.entries({ name: typed, phone: typed, address: sent, place: sent, postal_code: sent })) {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.required = needed;
  }
}

async function update() {
  asked?.abort();
  asked = new AbortController();
  const data = new URLSearchParams(new FormData(form));
  data.set("action", "refresh");
  try {
    // Not form.action: that is the buttons of that name.
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { Accept: "text/html" }, signal: asked.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-checkout]");
    if (!fresh || placing) return;
    const focused = document.activeElement;
    for (const part of parts) swap(part, fresh);
    // The key knows which prices the page shows.
    form.elements.namedItem("idempotency_key").value = fresh.elements.namedItem("idempotency_key").value;
    askWhichPlace(fresh);
    requireWhatIsNeeded();
    if (!focused.isConnected && focused.name) form.querySelector(`[name="${focused.name}"][value="${CSS.escape(focused.value)}"]`)?.focus({ preventScroll: true });
  } catch { /* aborted, or offline: the button below still does it */ }
}

function swap(selector, fresh) {
  const now = form.querySelector(selector);
  const next = fresh.querySelector(selector);
  if (!now || !next) return;
  if (now.open) next.open = true;
  for (const input of now.querySelectorAll("input:not([type=hidden])")) keep(input, next);
  now.replaceWith(next);
}

/** What was typed and chosen while the answer was on its way. */
function keep(input, next) {
  const chosen = input.type === "radio" || input.type === "checkbox";
  if (input.type === "radio" && !input.checked) return;
  const same = next.querySelector(`[name="${input.name}"]${chosen ? `[value="${CSS.escape(input.value)}"]` : ""}`);
  if (!same || same.disabled) return;
  if (chosen) same.checked = input.checked;
  else same.value = input.value;
}

/** A text that means several places is asked back right under the field. */
function askWhichPlace(fresh) {
  const field = form.querySelector("[data-place]");
  const choices = fresh.querySelector(".place-choices");
  field?.querySelector(".place-choices")?.remove();
  if (!field || !choices) return;
  field.querySelector("input[type=hidden][name=place_code]")?.remove();
  field.append(choices);
}
