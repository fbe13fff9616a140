// Unfold's pages have no main landmark, by which screen readers go straight to the content.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const main = document.getElementById("main");
  if (main) main.setAttribute("role", "main");
});
