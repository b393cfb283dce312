// Thumbnails scroll the strip of pictures without jumping the page, and follow it when a finger moves it.
const strip = document.querySelector("[data-gallery-strip]");
const thumbs = [...document.querySelectorAll("[data-gallery-thumb]")];
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function mark(index) {
  thumbs.forEach((thumb, at) => thumb.classList.toggle("is-current", at === index));
}

thumbs.forEach((thumb, index) => thumb.addEventListener("click", (event) => {
  event.preventDefault();
  strip.scrollTo({ left: index * strip.clientWidth, behavior: calm.matches ? "auto" : "smooth" });
}));

if (strip && thumbs.length) {
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) mark([...strip.children].indexOf(entry.target));
  }, { root: strip, threshold: 0.6 });
  [...strip.children].forEach((shot) => watch.observe(shot));
}
