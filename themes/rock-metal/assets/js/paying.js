// While a payment is awaited: the time that is left, and the page anew once the shop knows more.
const tickMs = 1000;
const watchMs = 8000;
const watchedMaxMs = 2 * 3_600_000;

const two = (number) => String(number).padStart(2, "0");

function clock(seconds) {
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function countDown(place) {
  const until = Date.parse(place.dataset.until);
  const show = () => {
    const seconds = Math.floor((until - Date.now()) / 1000);
    place.textContent = seconds > 0 ? `${clock(seconds)} ${place.dataset.textLeft}` : place.dataset.textOver;
    if (seconds <= 0) clearInterval(timer);
  };
  const timer = setInterval(show, tickMs);
  show();
  place.hidden = false;
}

async function stateNow() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return undefined;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-watch]")?.dataset.watch ?? "";
}

function watch(place) {
  const since = Date.now();
  const timer = setInterval(async () => {
    if (Date.now() - since > watchedMaxMs) return clearInterval(timer);
    if (document.hidden) return undefined;
    const state = await stateNow().catch(() => undefined);
    if (state !== undefined && state !== place.dataset.watch) location.reload();
    return undefined;
  }, watchMs);
}

for (const place of document.querySelectorAll("[data-until]")) countDown(place);
for (const place of document.querySelectorAll("[data-watch]")) watch(place);
