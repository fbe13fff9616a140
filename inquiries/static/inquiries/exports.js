// The columns of an export: all or none of them by one click. Without this file each is ticked by itself.
"use strict";
(() => {
  const tools = document.querySelector(".exp-all");
  if (!tools) return;
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tick]");
    if (!button) return;
    const all = button.dataset.tick === "all";
    document.querySelectorAll(".exp-columns [type=checkbox]").forEach((box) => { box.checked = all; });
  });
})();
