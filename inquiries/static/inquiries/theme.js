// The theme a person chose, set before the first paint; without a choice the system decides (hub.css, light-dark()).
// Unfold keeps its own choice under the same key of localStorage, so that desk and admin change together.
"use strict";
(() => {
  const KEY = "adminTheme";
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY) || "null");
    } catch {
      return null;
    }
  };
  const paint = (theme) => {
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  paint(read());
  addEventListener("storage", (event) => event.key === KEY && paint(read()));
  addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const dark = getComputedStyle(document.documentElement).colorScheme === "dark" ||
      (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
    const theme = dark ? "light" : "dark";
    localStorage.setItem(KEY, JSON.stringify(theme));
    paint(theme);
  });
})();
