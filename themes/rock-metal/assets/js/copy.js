// Copy buttons: account numbers and amounts, exactly.
const doneMs = 1800;

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const label = button.querySelector("span");
  const usual = label.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    label.textContent = button.dataset.textDone;
    document.dispatchEvent(new CustomEvent("shop:toast", { detail: { title: button.dataset.textDone, text: button.dataset.copy } }));
    setTimeout(() => { label.textContent = usual; }, doneMs);
  });
}
