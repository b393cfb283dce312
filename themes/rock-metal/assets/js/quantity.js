// Minus and plus around a number field.
function refresh(box) {
  const input = box.querySelector("input");
  for (const button of box.querySelectorAll("[data-step]")) {
    const next = Number(input.value) + Number(button.dataset.step);
    button.hidden = false;
    button.disabled = next < Number(input.min) || next > Number(input.max);
  }
}

function refreshAll() {
  document.querySelectorAll("[data-quantity]").forEach(refresh);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-step]");
  if (!button) return;
  const box = button.closest("[data-quantity]");
  const input = box.querySelector("input");
  input.value = Number(input.value) + Number(button.dataset.step);
  refresh(box);
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("input", (event) => {
  const box = event.target.closest?.("[data-quantity]");
  if (box) refresh(box);
});

refreshAll();
document.addEventListener("shop:changed", refreshAll);
