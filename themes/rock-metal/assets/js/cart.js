// The cart without reloads. Adding asks for JSON; changing a line posts the same form and takes the new cart out of the answered page.
const badge = document.querySelector("[data-cart-count]");

function toast(detail) {
  document.dispatchEvent(new CustomEvent("shop:toast", { detail }));
}

function setCount(count) {
  if (!badge) return;
  badge.textContent = count;
  badge.hidden = Number(count) === 0;
}

function pluck(button) {
  if (!button) return;
  button.classList.remove("is-plucked");
  void button.offsetWidth;
  button.classList.add("is-plucked");
  setTimeout(() => button.classList.remove("is-plucked"), 600);
}

async function add(form, button) {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" } });
  const kind = answer.headers.get("content-type") ?? "";
  if (!kind.includes("json")) throw new Error("not the answer we know");
  const cart = await answer.json();
  if (!answer.ok) return toast({ text: cart.detail ?? cart.title, bad: true });
  pluck(button);
  setCount(cart.count);
  toast({ title: cart.message, text: cart.line.name, picture: cart.line.picture_src, link: { text: document.querySelector("[data-cart-link]")?.textContent.trim().split(/\s/)[0] ?? "→", url: cart.cart_url } });
}

async function change(form) {
  const area = document.querySelector("[data-cart]");
  area.setAttribute("aria-busy", "true");
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-cart]");
  if (!fresh) throw new Error("no cart in the answer");
  const focus = document.activeElement?.id;
  area.replaceWith(fresh);
  const bar = document.querySelector("[data-bottom-bar]");
  const freshBar = page.querySelector("[data-bottom-bar]");
  if (bar && freshBar) bar.replaceWith(freshBar);
  else bar?.remove();
  setCount(page.querySelector("[data-cart-count]")?.textContent ?? 0);
  // A plain "up to date" needs no words when the new sum is in sight; a quantity that was refused or cut does.
  for (const said of page.querySelectorAll(".flashes .notice:not(.notice-success)")) toast({ text: said.textContent.trim(), bad: !said.matches(".notice-info") });
  document.dispatchEvent(new CustomEvent("shop:changed"));
  if (focus) document.getElementById(focus)?.focus();
  else document.querySelector("[data-cart] h1")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const adding = form.matches("[data-add-to-cart]");
  if (!adding && !form.matches("[data-cart-form]")) return;
  event.preventDefault();
  const button = event.submitter;
  button?.setAttribute("aria-busy", "true");
  const work = adding ? add(form, button) : change(form);
  work.catch(() => form.submit()).finally(() => button?.removeAttribute("aria-busy"));
});

const settleMs = 450;
let settling = 0;
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-cart-auto]");
  if (!form || !event.target.checkValidity()) return;
  clearTimeout(settling);
  settling = setTimeout(() => form.requestSubmit(), settleMs);
});

function hidePlainButtons() {
  for (const button of document.querySelectorAll("[data-cart] [data-no-script]")) button.hidden = true;
}
hidePlainButtons();
document.addEventListener("shop:changed", hidePlainButtons);

// The buy box: choosing a variant with its own address shows that variant's page, so that price, stock and pictures agree.
document.addEventListener("change", (event) => {
  const url = event.target.dataset?.variantUrl;
  if (url) location.replace(url);
});
