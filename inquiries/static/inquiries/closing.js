// "e" opens the status menu (inquiry.js); one more key there closes the inquiry: w, 1 to 9, d, s, c. Stands before the
// page's other keys, since "c" means something else outside the menu. A key pressed before the outcomes have come waits.
"use strict";
(() => {
  const menu = () => document.getElementById("status-menu");
  let early = "";
  const isOpen = () => menu()?.matches(":popover-open");
  const press = (key) => {
    const button = menu().querySelector(`[data-outcome="${key}"]`);
    if (button) button.click();
    return Boolean(button);
  };
  addEventListener("keydown", (event) => {
    if (!isOpen() || document.body.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const theirs = /^[aeh]$/; // of the menus themselves (inquiry.js): this one closes, or another opens
    if (!/^[1-9a-z]$/.test(key) || theirs.test(key) || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!press(key) && !menu().querySelector("[data-outcome]")) early = key;
  }, true);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "lost-list" || !early) return;
    press(early);
    early = "";
  });
  // Escape takes it back, also where the menu is opened again before the outcomes are there.
  document.addEventListener("beforetoggle", (event) => {
    if (event.target.id === "status-menu") early = "";
  }, true);
})();
