// The editor of saved replies: a blank goes in where the cursor last was. Without this file blanks are typed.
"use strict";
(() => {
  const blanks = document.getElementById("blanks");
  const form = document.getElementById("editor");
  if (!blanks || !form) return;
  let last = form.querySelector("textarea");
  form.addEventListener("focusin", (event) => { if (event.target.matches("textarea")) last = event.target; });
  blanks.addEventListener("click", (event) => {
    const button = event.target.closest("[data-blank]");
    if (!button || !last) return;
    last.setRangeText(`{${button.dataset.blank}}`, last.selectionStart, last.selectionEnd, "end");
    last.focus();
  });
})();
