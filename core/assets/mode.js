// Puts the person's own choice of light or dark in place before the first paint; a plain script in the head for that reason.
(function () {
  let chosen = null;
  try { chosen = localStorage.getItem("admin-mode"); } catch { /* storage may be closed: the system decides */ }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.mode = chosen;
})();
