// "@" in a note offers colleagues; the user name goes in, which is nobody else's. Who is named first gets the inquiry.
"use strict";
(() => {
  const form = document.getElementById("composer");
  const box = document.getElementById("mentions");
  if (!form || !box) return;
  const text = form.elements.text;
  deskSuggest({
    text,
    box,
    sign: "@",
    active: () => (form.querySelector("[name=channel]:checked") || {}).value === "note",
    address: () => box.dataset.href,
    take: (option, place) => {
      text.setRangeText(`@${option.dataset.name} `, place.start, place.end, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
})();
