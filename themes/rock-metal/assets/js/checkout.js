// Checkout: shipping follows the address by itself, and the order is placed once however often the button is pressed.
const form = document.querySelector("[data-checkout]");
const follows = ["province", "city", "district", "shipping_method"];
let placing = false;

form?.addEventListener("change", (event) => {
  if (event.target.tagName === "SELECT" || event.target.name === "shipping_method") {
    if (follows.includes(event.target.name)) update(event.target.id || null);
  }
});

async function update(focusId) {
  const data = new URLSearchParams(new FormData(form));
  data.set("action", "refresh");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-checkout]");
    if (!fresh) return;
    for (const part of [".checkout-side", "[aria-labelledby=part-shipping]"]) swap(part, fresh);
    for (const id of ["city", "district"]) swapField(id, fresh);
    if (focusId) document.getElementById(focusId)?.focus();
  } catch { /* offline: the button below still does it */ }
}

function swap(selector, fresh) {
  const next = fresh.querySelector(selector);
  if (next) form.querySelector(selector)?.replaceWith(next);
}

function swapField(id, fresh) {
  const now = document.getElementById(id);
  const next = fresh.querySelector(`#${id}`);
  if (now && next && next.tagName === "SELECT") now.closest(".field").replaceWith(next.closest(".field"));
}

form?.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "place") return;
  if (placing) return event.preventDefault();
  placing = true;
  event.submitter.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  placing = false;
  form?.querySelector("[data-once]")?.removeAttribute("aria-busy");
});
