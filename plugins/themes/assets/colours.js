// Joins each colour's text field with the picker beside it. Without scripts the picker only shows the saved colour.
const sixDigits = (text) => {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text);
  if (short) return "#" + short.slice(1).map((digit) => digit + digit).join("");
  return /^#[0-9a-f]{6}$/i.test(text) ? text : null;
};

for (const picker of document.querySelectorAll("[data-colour-of]")) {
  const field = document.getElementById(picker.dataset.colourOf);
  if (!field || field.disabled) continue;
  picker.disabled = false;
  picker.addEventListener("input", () => {
    field.value = picker.value.toUpperCase();
  });
  field.addEventListener("input", () => {
    const colour = sixDigits(field.value.trim());
    if (colour) picker.value = colour;
  });
}
