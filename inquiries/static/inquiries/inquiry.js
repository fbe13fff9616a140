// The inquiry page: the end of the conversation in sight, quotes that light their words, fields edited in place, keys.
"use strict";
(() => {
  const thread = document.getElementById("thread");
  if (!thread) return;
  const scroller = thread.parentElement;
  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
  const toEnd = () => { scroller.scrollTop = scroller.scrollHeight; };

  // The conversation starts at its end and stays there while somebody reads the end; nobody is pulled away from above.
  const place = location.hash && document.getElementById(location.hash.slice(1));
  let followed = !place || !thread.contains(place);
  if (followed) toEnd();
  const newer = document.getElementById("newer"); // says to whoever is above that something has come below
  newer.addEventListener("click", toEnd);
  let top = scroller.scrollTop;
  scroller.addEventListener("scroll", () => {
    // Only who scrolls up leaves the end: a picture that arrives late moves it away without anybody's doing.
    if (atEnd()) followed = true;
    else if (scroller.scrollTop < top) followed = false;
    if (followed) newer.hidden = true;
    top = scroller.scrollTop;
  }, { passive: true });
  // The conversation grows, and its frame shrinks: on a phone by a question above it, everywhere by a longer answer.
  const sizes = new ResizeObserver(() => followed && toEnd());
  sizes.observe(thread);
  sizes.observe(scroller);
  new MutationObserver((changes) => {
    // New is what was put at the end. A bubble drawn anew (a tick) is put before the one that it replaces.
    const added = changes.filter((change) => change.nextSibling === null).flatMap((change) => [...change.addedNodes]);
    const said = added.filter((node) => node.nodeType === 1 && node.matches("article, aside"));
    if (followed || said.some((node) => node.dataset.own)) toEnd();
    else if (said.length) newer.hidden = false;
  }).observe(thread, { childList: true });

  // A quote in the card lights its words in the conversation, also where overlapping marks cut them in pieces.
  const light = (name) => {
    document.querySelectorAll(".is-lit").forEach((node) => node.classList.remove("is-lit"));
    document.querySelectorAll("#trip [aria-current]").forEach((node) => node.removeAttribute("aria-current"));
    const marks = document.querySelectorAll(`mark#${CSS.escape(name)}, [data-ev~="${CSS.escape(name)}"]`);
    marks.forEach((mark) => mark.classList.add("is-lit"));
    document.querySelectorAll(`#trip a[href="#${CSS.escape(name)}"]`).forEach((node) => node.setAttribute("aria-current", "true"));
    if (marks.length) {
      const fold = marks[0].closest("details"); // words from before an edit, or of a deleted message
      if (fold) fold.open = true;
      marks[0].scrollIntoView({ block: "center" });
    }
    return marks.length > 0;
  };
  addEventListener("click", (event) => {
    const quote = event.target.closest('#trip a[href^="#ev-"]');
    if (!quote) return;
    event.preventDefault();
    if (document.getElementById("trip").matches(":target")) location.hash = "talk"; // the phone shows one zone at a time
    const name = quote.getAttribute("href").slice(1);
    // An older message is not on the page yet; the page that reaches back to it shows it.
    if (!light(name)) location.href = `${location.pathname}?to=${name.split("-")[1]}#${name}`;
  });
  if (location.hash.startsWith("#ev-")) light(location.hash.slice(1));

  // A quote leads to its message. The server's address reaches back for it; once it is on the page, that is the way.
  addEventListener("click", (event) => {
    const jump = event.target.closest("#thread a.hub-quote, #thread a[data-jump]");
    const name = jump && new URL(jump.href).hash.slice(1);
    if (!name || !document.getElementById(name)) return;
    event.preventDefault();
    if (location.hash === `#${name}`) document.getElementById(name).scrollIntoView({ block: "center" });
    else location.hash = name;
  });

  // Fields in place: Escape gives up, leaving the field saves what was changed.
  const cancel = (form) => {
    form.dataset.left = "yes";
    form.querySelector("[data-cancel]").click();
  };
  addEventListener("keydown", (event) => {
    const form = event.target.closest && event.target.closest("form.hub-edit");
    if (form && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      cancel(form);
    }
  }, true);
  addEventListener("focusout", (event) => {
    const form = event.target.closest && event.target.closest("form.hub-edit");
    if (!form || form.dataset.left || form.contains(event.relatedTarget) || !document.hasFocus()) return;
    const field = form.elements.value;
    if (field.value === field.dataset.refused) return; // it would only be refused again; the reason stands below
    if (field.value === field.dataset.was) cancel(form);
    else form.requestSubmit();
  });
  addEventListener("submit", (event) => {
    if (event.target.matches && event.target.matches("form.hub-edit")) event.target.dataset.left = "yes";
  }, true);
  // Settled: before that htmx does not know the form, and what leaves it would go as a page of its own.
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const field = event.target.querySelector && event.target.querySelector(".hub-edit [name=value]");
    if (field) {
      field.focus();
      if (field.select) field.select();
    }
  });

  // The trip card is drawn anew when an engine or a colleague changed it, but never under somebody's hands.
  let stale = false;
  const refresh = () => {
    const card = document.getElementById("trip-card");
    if (stale && card && !card.querySelector("form.hub-edit")) {
      stale = false;
      htmx.trigger(card, "refresh");
    }
  };
  document.body.addEventListener("trip-changed", () => { stale = true; refresh(); });
  document.body.addEventListener("htmx:afterSettle", refresh);

  // Who looks through trips on a phone stays among trips: a redirect keeps what stands behind "#".
  document.addEventListener("click", (event) => {
    const step = event.target.closest && event.target.closest(".hub-head a[href*='/next/'], .hub-head a[href*='/previous/']");
    if (step && location.hash === "#trip") step.hash = "trip";
  });

  const seen = (selector, place = document) => [...place.querySelectorAll(selector)].filter((node) => node.offsetParent);

  // Where one writes: the box, or what stands in its place while WhatsApp takes templates alone. What is typed after "r"
  // is never taken for keys: without a field the channel has the focus, until the templates have come.
  let awaited = false;
  const write = () => {
    awaited = seen("div#template-picker.hub-tplform").length > 0;
    const fields = ["#composer textarea", "#template-picker [data-find]", "#template-picker [name=template]:checked",
      "#template-picker [name=template]:enabled", "#composer [name=channel]:checked"];
    fields.flatMap((selector) => seen(selector))[0]?.focus();
  };
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const still = document.activeElement === document.body || document.activeElement.name === "channel";
    if (awaited && still && event.target.id === "template-picker") write();
  });
  if (location.hash === "#reply-text") {
    write();
    addEventListener("load", () => document.activeElement === document.body && write()); // a hidden box lets go of it
  }

  // Single keys, off in fields and with any modifier. In an open menu those of menus alone, and the arrows.
  const ITEMS = "a, button, input:not([type=hidden])";
  let at = 0; // of the items of the open menu
  const open = (id) => {
    const menu = document.getElementById(id);
    if (!menu) return;
    document.querySelector(`[popovertarget="${id}"]`).click(); // its button also fetches what the menu needs
    at = 0;
    if (menu.matches(":popover-open")) seen(ITEMS, menu)[at]?.focus();
  };
  const walk = (menu, key) => {
    const items = seen(ITEMS, menu);
    at = (items.indexOf(document.activeElement) + (key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
    items[at]?.focus();
  };
  // The rest of a menu comes when it is open, in the place of an item that may have had the focus.
  document.body.addEventListener("htmx:afterSettle", () => {
    const menu = document.activeElement === document.body && document.querySelector(".hub-pop:popover-open");
    if (menu) seen(ITEMS, menu)[at]?.focus();
  });
  const menus = { a: () => open("assign-menu"), h: () => open("snooze-menu"), e: () => open("status-menu") };
  // A key with nothing to do says so: silence would be taken for done.
  const press = (target, words) => (target ? target.click() : deskSay(words));
  const keys = {
    ...menus,
    r: write,
    y: () => press(document.querySelector("[data-accept]"), gettext("No change to accept here.")),
    // A reply that has not gone out yet, else what was said at the top: the inquiry before was closed.
    z: () => press(
      [...document.querySelectorAll("[data-undo]")].pop() || document.querySelector('#said [data-key="z"]'),
      gettext("Nothing to undo here. A reply can be taken back for a few seconds after Send."),
    ),
    q: () => press(document.querySelector("[data-ask]"), gettext("Nothing to ask for here.")),
    c: () => press(document.querySelector("[data-confirm]"), gettext("Nothing to confirm here.")),
    j: () => document.getElementById("next-inquiry").click(),
    k: () => document.getElementById("previous-inquiry").click(),
  };
  // Caught on the way down: j and k belong to rows on every other page (keys.js).
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
    const menu = document.querySelector(".hub-pop:popover-open, details.hub-menu[open]:focus-within");
    const single = document.body.dataset.keys !== "off" && event.key.toLowerCase();
    const act = menu && /^Arrow(Up|Down)$/.test(event.key) ? () => walk(menu, event.key) : (menu ? menus : keys)[single];
    if (menu && event.key.length === 1 && event.key !== " ") event.stopPropagation();
    if (act) {
      event.preventDefault();
      act();
    }
  }, true);

  // A page that nobody sees asks for nothing; it asks at once when somebody comes back.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "poll" && document.hidden) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => document.hidden || htmx.trigger(document.body, "thread-changed"));
  // So does one that the browser shows as it was left: without it what has just been sent is missing (see live.js).
  addEventListener("pageshow", (event) => {
    const [arrival] = performance.getEntriesByType("navigation");
    if (event.persisted || arrival?.type === "back_forward") setTimeout(() => htmx.trigger(document.body, "thread-changed"));
  });
})();
