// Sets light or dark before the first paint. A plain script in the head: anything later would flash the wrong room.
(function () {
  const root = document.documentElement;
  let chosen = null;
  try { chosen = localStorage.getItem("mode"); } catch { /* storage may be closed; the default stands */ }
  if (!chosen && root.dataset.mode === "system") chosen = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
  if (chosen === "light" || chosen === "dark") root.dataset.bsTheme = chosen;
})();
