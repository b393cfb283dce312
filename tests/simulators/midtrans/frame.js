// In the hosted page, when it is shown in the window of snap.js: a cross to close it, and the way back tells the shop's page instead of
// opening the shop inside the window.
if (window.parent !== window) {
  document.documentElement.classList.add("in-window");
  const tell = (message) => window.parent.postMessage(message, "*"); // nothing in it is a secret
  const cross = Object.assign(document.createElement("button"), { type: "button", id: "close", textContent: "×" });
  cross.setAttribute("aria-label", "Close");
  cross.addEventListener("click", () => tell({ closed: true }));
  document.body.prepend(cross);
  const back = document.getElementById("back");
  back?.addEventListener("click", (event) => {
    event.preventDefault();
    tell({ result: Object.fromEntries(new URL(back.href).searchParams) });
  });
}
