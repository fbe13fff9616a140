// What a machine wrote comes into the composer only by a click, or where nothing is typed; one click takes it back.
// Translations and transcripts open in their place. Without this file the links lead to pages that do the same.
"use strict";
(() => {
  const form = document.getElementById("composer");
  const text = form && form.elements.text;
  const channel = () => (form.querySelector("[name=channel]:checked") || {}).value;
  const strip = () => document.getElementById("assist");
  const offer = () => form && form.querySelector("#assist[data-offer]");
  let before = null; // what stood in the composer, and what it asked for
  let put = "";

  // In another field by the time that the words have come: they go on there.
  const elsewhere = () => document.activeElement !== text && document.activeElement.matches("input, textarea, select");
  const untouched = () => before !== null && text.value === put;

  const clear = () => {
    before = null;
    const empty = document.createElement("div");
    empty.id = "assist";
    if (strip()) strip().replaceWith(empty);
  };
  const fill = (words, asked) => {
    text.value = words;
    form.elements.asked.value = asked;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    if (elsewhere()) return;
    text.focus();
    text.setSelectionRange(words.length, words.length);
  };
  const use = () => {
    const bar = offer();
    // Another draft in the place of one that nobody has touched: what stood there before both comes back.
    before = untouched() ? before : { words: text.value, asked: form.elements.asked.value };
    put = bar.querySelector("[data-text]").textContent;
    bar.classList.add("is-used");
    bar.querySelector("[data-use]").hidden = true;
    bar.querySelector("[data-back]").hidden = false;
    fill(put, bar.dataset.offer === "draft" ? bar.dataset.fields : before.asked);
  };
  const back = () => {
    const bar = offer();
    bar.classList.remove("is-used");
    bar.querySelector("[data-use]").hidden = false;
    bar.querySelector("[data-back]").hidden = true;
    const was = before;
    before = null;
    fill(was.words, was.asked);
  };

  if (form) {
    // Whoever asked for a draft and has typed nothing meanwhile has it at once.
    document.body.addEventListener("htmx:afterSettle", () => {
      const bar = offer();
      if (!bar || bar.dataset.seen) return;
      bar.dataset.seen = "yes";
      if (bar.dataset.offer === "draft" && channel() !== "note" && (!text.value.trim() || untouched())) use();
    });
    form.addEventListener("click", (event) => {
      const part = event.target.closest("#assist [data-use], #assist [data-back], #assist [data-dismiss]");
      if (!part) return;
      event.preventDefault();
      if (part.hasAttribute("data-use")) use();
      else if (part.hasAttribute("data-back")) back();
      else {
        clear();
        text.focus();
      }
    });
    // Once it is edited it is the agent's own.
    text.addEventListener("input", () => {
      if (before === null || untouched()) return;
      before = null;
      if (offer()) clear();
    });
    // Words for the customer never go into a note (drafts.js), nor do they come back there.
    form.addEventListener("change", (event) => event.target.name === "channel" && event.target.value === "note" && clear());
    document.body.addEventListener("reply-sent", clear);
  }

  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("[data-assist]");
    const place = link && (link.closest(".hub-under, .hub-sum") || (link.closest("#composer") && strip()));
    if (place) {
      event.preventDefault();
      const values = { csrfmiddlewaretoken: token() };
      if (link.closest("#composer")) Object.assign(values, { channel: channel(), text: text.value });
      const address = link.getAttribute("href") || link.getAttribute("formaction");
      htmx.ajax("POST", address, { target: place, swap: "outerHTML", values });
      return;
    }
    const fold = event.target.closest("[data-fold]");
    const words = fold && fold.closest(".hub-under").querySelector("[data-text]");
    if (!words) return;
    words.hidden = !words.hidden;
    fold.textContent = words.hidden ? gettext("Show") : gettext("Hide");
  });

  // A bubble that was drawn anew lost what stood under it.
  for (const name of ["htmx:afterSwap", "htmx:oobAfterSwap"]) {
    document.body.addEventListener(name, (event) => {
      const fresh = event.detail.elt || event.target;
      if (/^m-\d+$/.test(fresh.id || "") && fresh.querySelector(".hub-under")) htmx.trigger(document.body, "assists-gone");
    });
  }

  // The summary opens in its panel as soon as it is asked for.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const panel = document.getElementById(event.target.dataset.opens || "");
    if (!panel) return;
    document.querySelectorAll(".hub-pop:popover-open").forEach((open) => open.hidePopover());
    panel.showPopover();
  });
})();
