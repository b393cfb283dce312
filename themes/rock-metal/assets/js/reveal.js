// An eye on password fields. The icons come from the sprite that the page already uses.
const sprite = document.querySelector("use")?.getAttribute("href")?.split("#")[0];

function drawing(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

for (const box of document.querySelectorAll("[data-reveal]")) {
  const input = box.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal-button";
  const draw = () => {
    const shown = input.type === "text";
    button.setAttribute("aria-label", shown ? box.dataset.textHide : box.dataset.textShow);
    button.replaceChildren(drawing(shown ? "eye-slash" : "eye"));
  };
  button.addEventListener("click", () => { input.type = input.type === "text" ? "password" : "text"; draw(); });
  draw();
  box.append(button);
}
