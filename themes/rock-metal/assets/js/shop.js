// What every page needs: the light switch, messages from other scripts, forms that must not be sent twice.
const root = document.documentElement;
const toggle = document.querySelector("[data-mode-toggle]");

function labelToggle() {
  const dark = root.dataset.bsTheme === "dark";
  toggle.setAttribute("aria-label", dark ? toggle.dataset.labelLight : toggle.dataset.labelDark);
}

if (toggle) {
  toggle.hidden = false;
  labelToggle();
  toggle.addEventListener("click", () => {
    const mode = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = mode;
    try { localStorage.setItem("mode", mode); } catch { /* not remembered, still switched */ }
    labelToggle();
  });
}

// Another tab switched the lights.
addEventListener("storage", (event) => {
  if (event.key !== "mode" || !["light", "dark"].includes(event.newValue)) return;
  root.dataset.bsTheme = event.newValue;
  if (toggle) labelToggle();
});

// Other scripts say things with: document.dispatchEvent(new CustomEvent("shop:toast", {detail: {text, title, picture, link, bad}})).
const toasts = document.querySelector("[data-toasts]");
const toastTimeMs = 5000;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

document.addEventListener("shop:toast", ({ detail }) => {
  const card = element("div", `toast-card${detail.bad ? " is-bad" : ""}`);
  if (detail.picture) {
    const picture = element("img");
    Object.assign(picture, { src: detail.picture, alt: "", width: 52, height: 65 });
    card.append(picture);
  }
  const text = element("p", "toast-text");
  if (detail.title) text.append(element("strong", "", detail.title));
  text.append(detail.text);
  card.append(text);
  if (detail.link) {
    const link = element("a", "btn btn-primary", detail.link.text);
    link.href = detail.link.url;
    card.append(link);
  }
  toasts.replaceChildren(card);
  setTimeout(() => { if (!card.matches(":hover, :focus-within")) card.remove(); }, toastTimeMs);
});
