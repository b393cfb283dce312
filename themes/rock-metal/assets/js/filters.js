// Filters: empty fields stay out of the address; when wide, a change applies at once; the drawer closes on Escape and holds the page still.
const box = document.querySelector("[data-filters]");
const form = document.querySelector("[data-filter-form]");
const wide = matchMedia("(min-width: 992px)");

form?.addEventListener("submit", () => {
  for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => {
  for (const field of form?.elements ?? []) field.disabled = false;
});
form?.addEventListener("change", () => { if (wide.matches) form.requestSubmit(); });

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !box?.open || wide.matches) return;
  box.open = false;
  box.querySelector("summary").focus();
});

function settle() {
  if (box && wide.matches) box.open = true;
}
wide.addEventListener("change", settle);
settle();
