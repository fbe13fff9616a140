// A chat's small acts: a reaction, a quote above the answer, and that somebody is writing. Without this file the links
// lead to pages that do the same; that somebody writes is then not told.
"use strict";
(() => {
  const thread = document.getElementById("thread");
  const form = document.getElementById("composer");
  if (!thread || !form) return;
  const text = form.elements.text;
  const OFTEN = 21_000; // milliseconds; Meta shows it for 25 seconds, and the server lets one through in 20
  const channel = () => (form.querySelector("[name=channel]:checked") || {}).value;
  const LONG = 450; // milliseconds; browsers mark words a little later
  const box = () => document.getElementById("emoji");

  // Reactions: the choice opens over the line below the bubble, and closes when somebody turns elsewhere.
  const shut = (back) => {
    const open = box();
    if (!open) return;
    const link = open.closest(".hub-msg").querySelector(".hub-do");
    open.remove();
    if (back && link) link.focus();
  };
  // In a field by the time that the answer has come: the next letters are for that.
  const writing = () => document.activeElement.matches("input, textarea, select");
  const react = (link) => {
    const bubble = link.closest(".hub-msg").querySelector(".hub-bubble");
    shut(false);
    htmx.ajax("GET", link.getAttribute("href"), { target: bubble, swap: "beforeend" });
  };
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const asked = event.detail.requestConfig;
    if (!asked || !asked.path.endsWith("/react/")) return;
    if (asked.verb === "get") {
      const first = box() && (box().querySelector("[aria-pressed=true]") || box().querySelector("button"));
      if (first && !writing()) {
        box().scrollIntoView({ block: "nearest" });
        first.focus({ preventScroll: true });
      }
      return;
    }
    // The bubble is a new one: whoever came by keyboard goes on from it.
    const link = document.querySelector(`.hub-do[href="${asked.path}"]`);
    if (link && !writing()) link.focus({ preventScroll: true });
  });
  // A message on its way asks for itself: not while somebody chooses a reaction to it.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const open = box();
    if (open && event.detail.elt === open.closest(".hub-msg")) event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    const open = box();
    if (!open || !open.contains(event.target)) return;
    const buttons = [...open.querySelectorAll("button")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length].focus();
    else if (event.key === "Escape") shut(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  for (const kind of ["pointerdown", "focusin"]) {
    document.addEventListener(kind, (event) => box() && !box().contains(event.target) && shut(false));
  }
  // A long press does it too; a thumb that moves only scrolls. Words can still be marked and copied.
  let pressed = 0;
  let held = false;
  const release = () => clearTimeout(pressed);
  thread.addEventListener("pointerdown", (event) => {
    release();
    if (event.pointerType !== "touch" || event.target.closest("a, button, img, video, audio")) return;
    const bubble = event.target.closest(".hub-bubble");
    const link = bubble && bubble.parentElement.querySelector('.hub-do[href$="/react/"]');
    if (link) pressed = setTimeout(() => { held = true; react(link); }, LONG);
  });
  // The click that a browser makes of the end of a press would turn the focus elsewhere, and so close the choice.
  thread.addEventListener("touchend", (event) => {
    if (held) event.preventDefault();
    held = false;
  }, { passive: false });
  for (const kind of ["pointerup", "pointercancel", "pointermove"]) {
    thread.addEventListener(kind, (event) => {
      if (kind !== "pointermove" || Math.hypot(event.movementX, event.movementY) > 4) release();
    });
  }

  // A quote: its strip comes from the server, as it would on a page without scripts.
  const quote = (link) => {
    const address = form.getAttribute("action").replace(/reply\/$/, "quote/");
    htmx.ajax("GET", address + link.search, { target: "#comp-quote", swap: "outerHTML" });
    const chat = form.querySelector('[name=channel][value="whatsapp"]');
    if (chat && !chat.checked) chat.click();
    text.focus();
  };
  const unquote = () => {
    const strip = document.getElementById("comp-quote");
    strip.replaceChildren();
    strip.removeAttribute("class");
  };
  addEventListener("click", (event) => {
    const link = event.target.closest("a.hub-do, a[data-unquote]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.hasAttribute("data-unquote")) {
      unquote();
      text.focus();
    } else if (link.search) quote(link);
    else react(link);
  });
  document.body.addEventListener("reply-sent", (event) => event.detail.channel === "whatsapp" && unquote());

  // Told at the first letters and now and then after them; nobody minds if it does not get through.
  let told = -OFTEN;
  text.addEventListener("input", () => {
    if (!form.dataset.writing || channel() !== "whatsapp" || !text.value.trim()) return;
    if (performance.now() - told < OFTEN) return;
    told = performance.now();
    const body = new URLSearchParams({ channel: "whatsapp" });
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    fetch(form.dataset.writing, { method: "POST", body, headers }).catch(() => {});
  });
})();
