// The payment window of Midtrans over the order's page. Links to the payment page open the window instead; after the checkout it opens by
// itself, once. Whatever it tells leads to the return page, where the shop asks Midtrans: what a browser says decides nothing. When the
// window cannot be had, the customer goes to the payment page.
const waitMaxMs = 5000;
const place = document.querySelector("[data-midtrans-window]");
const { script: address, clientKey, token, page, back, textOpening, textAway } = place.dataset;
const links = [...document.links].filter((link) => link.href === new URL(page, location.href).href);
let isOpen = false;

function busy(text) {
  place.textContent = text;
  for (const link of links) link.setAttribute("aria-busy", String(text !== ""));
}

/** window.snap, or a rejection when it does not come in time. */
function snap() {
  if (window.snap) return Promise.resolve(window.snap);
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("too late")), waitMaxMs);
    const script = Object.assign(document.createElement("script"), { src: address });
    script.dataset.clientKey = clientKey;
    script.addEventListener("load", () => (clearTimeout(late), window.snap ? resolve(window.snap) : reject(new Error("no window"))));
    script.addEventListener("error", () => (clearTimeout(late), reject(new Error("not loaded"))));
    document.head.append(script);
  });
}

const toShop = () => location.assign(back);

async function open() {
  if (isOpen) return;
  isOpen = true;
  busy(textOpening);
  try {
    const ready = await snap();
    ready.pay(token, { onSuccess: toShop, onPending: toShop, onError: toShop, onClose: toShop });
    busy("");
  } catch {
    busy(textAway);
    location.assign(page);
  }
}

for (const link of links)
  link.addEventListener("click", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open();
  });

// Came back by the browser's button: the page is as it was left.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  isOpen = false;
  busy("");
});

const here = new URL(location.href);
if (here.searchParams.has("pay")) {
  here.searchParams.delete("pay");
  history.replaceState(history.state, "", here); // loading the page again must not open the window again
  open();
}
