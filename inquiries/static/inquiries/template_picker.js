// The template picker's comforts: no send while a blank is empty, Ctrl Enter, find in the list, back to the box, by
// itself once the customer's answer has opened the window (unless a template is being filled in: then by a button).
// Values, preview and every refusal are the server's; without this file the form still works.
"use strict";
(() => {
  const picker = () => document.querySelector("form#template-picker");
  const seen = (form) => form && form.offsetParent !== null;
  const check = () => {
    const form = picker();
    const send = form && form.querySelector(".hub-btn--main");
    if (send) send.disabled = !form.checkValidity();
  };
  const close = () => {
    const box = document.createElement("div");
    box.id = "template-picker";
    box.hidden = true;
    document.getElementById("template-picker").replaceWith(box);
  };
  const reopened = () => {
    const bars = document.getElementById("comp-bars");
    if (!bars || bars.querySelector(".hub-bar--shut")) return;
    const back = document.querySelector("#template-picker [data-back]");
    if (back) back.hidden = false;
    else if (document.querySelector("#template-picker.hub-tplform:not(form)")) close();
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest && event.target.closest("#template-picker");
    if (!form) return;
    if (!event.target.matches("[data-find]")) {
      check();
      return;
    }
    const wanted = event.target.value.trim().toLowerCase();
    form.querySelectorAll(".hub-tpl__item").forEach((item) => {
      item.hidden = !item.textContent.toLowerCase().includes(wanted);
    });
  });
  // On a phone what was chosen stands below the list: it is brought into sight, with the button that sends it.
  const show = (event) => {
    const form = picker();
    const chosen = event.target.matches("#template-side, #template-picker [name=template]");
    if (chosen && seen(form) && form.getBoundingClientRect().bottom > innerHeight) form.scrollIntoView({ block: "end" });
  };
  document.addEventListener("click", show);
  document.body.addEventListener("htmx:afterSettle", show);
  document.body.addEventListener("htmx:afterSettle", check);
  document.body.addEventListener("htmx:afterSettle", reopened);
  document.body.addEventListener("htmx:afterRequest", check); // htmx gives a button back as it was

  // Caught on the way down: beside the picker the composer's own box has nothing to send.
  addEventListener("keydown", (event) => {
    const form = picker();
    if (event.key !== "Enter" || !seen(form) || !event.target.closest("#template-picker, #composer")) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      const send = form.querySelector(".hub-btn--main");
      if (send && !send.disabled) form.requestSubmit(send);
      else form.reportValidity();
    } else if (event.target.matches("#template-picker input")) {
      event.preventDefault(); // a template is not sent by the way
    }
  }, true);

  addEventListener("click", (event) => {
    if (!event.target.closest("[data-back]") || !picker()) return;
    event.preventDefault();
    close();
    const text = document.getElementById("reply-text");
    if (text) text.focus();
  });
  const failed = (words) => (event) => {
    if (event.target === picker()) document.getElementById("template-error").replaceChildren(troubleBar(words));
  };
  document.body.addEventListener("htmx:sendError", failed(gettext("The desk cannot be reached. Nothing was sent; try again in a moment.")));
})();
