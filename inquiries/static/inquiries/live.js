// The queue stays fresh by itself while nobody is in it. With the pointer or the focus in the list nothing moves:
// new rows wait behind "2 new". The words of time ("closes in 48 min") are the server's, redrawn each minute.
"use strict";
(() => {
  const MINUTE = 4; // polls of 15 seconds
  let polls = 0;

  const busy = () => {
    const list = document.getElementById("list");
    return !list || list.matches(":hover") || list.contains(document.activeElement) ||
      document.querySelector("#picked input:checked, details[open], dialog[open]");
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "news" && document.hidden) event.preventDefault();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "news") return;
    const link = document.querySelector("#news [data-refresh]");
    polls += 1;
    if (!link || busy() || (link.dataset.refresh === "0" && polls < MINUTE)) return;
    polls = 0;
    link.click();
  });
})();
