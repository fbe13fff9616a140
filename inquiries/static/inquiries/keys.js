// The keyboard of the desk. Single keys are off inside fields, in a dialog or an open menu, and for who has turned
// them off (body[data-keys=off]); what needs Ctrl, Enter and Escape works for all.
// A page marks what keys reach: [data-key="s e"] is clicked by either (a details' summary is opened), .hub-row is walked
// by j and k. The dialog of keys is written from the page when it opens, so it lists what works on it and nothing else.
"use strict";
(() => {
  const FIELDS = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
  const typing = (el) => el.closest(`${FIELDS}, :is(#composer, #template-picker, .hub-panel) input`);
  const off = () => document.body.dataset.keys === "off";
  const rows = () => [...document.querySelectorAll(".hub-row")];
  const cursor = () => document.querySelector(".hub-row.is-cursor");
  const box = () => cursor()?.querySelector("input[type=checkbox]");

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(cursor());
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    cursor()?.classList.remove("is-cursor");
    next.classList.add("is-cursor");
    next.querySelector("a").focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function first() {
    return cursor()?.querySelector("a") || document.getElementById("first");
  }

  function reply() {
    const link = first();
    if (link) location.href = `${link.href}#reply-text`;
  }

  function search() {
    const field = document.querySelector("[data-search]") || document.querySelector("[data-jump]");
    field?.focus();
    field?.select();
  }

  // Where the side is narrow or folded away it has no field: the list of all has one.
  const SEARCH = "#search";
  function everywhere() {
    const field = document.querySelector("[data-jump]");
    if (field?.offsetParent) field.focus();
    else if (field) location.href = field.form.action + SEARCH;
  }
  if (location.hash === SEARCH) search();

  function clear() {
    document.querySelectorAll(".hub-list [type=checkbox]:checked").forEach((picked) => picked.click());
    document.activeElement?.blur();
  }

  // The bar of actions shows once a row is picked: a key for one of them picks the row that the cursor is on.
  function press(target) {
    if (!target.offsetParent) box()?.click();
    if (!target.offsetParent) return;
    target.click(); // which also closes another menu
    const inside = target.parentElement.open && target.parentElement.querySelector("button, a, input");
    if (inside) inside.focus();
  }

  // Who presses it believes that there is something: silence would be taken for done.
  const nothing = () => deskSay(gettext("Nothing to undo here."));

  // By key: what it does, and in words; a page without rows has no use for those that walk them.
  const HERE = {
    j: { run: () => move(1), says: gettext("next row"), rows: true },
    k: { run: () => move(-1), says: gettext("previous row"), rows: true },
    o: { run: () => first()?.click(), says: gettext("open it, or the first"), rows: true },
    r: { run: reply, says: gettext("open it to reply"), rows: true },
    x: { run: () => box()?.click(), says: gettext("pick it"), rows: true },
    "/": { run: search, says: gettext("search this list") },
    "?": { run: () => help(), says: gettext("these keys") },
  };
  const ALWAYS = [
    ["Enter", gettext("open the row, or the first")], ["Ctrl K", gettext("search everything")],
    ["Esc", gettext("clear, close, leave a field")],
  ];

  // Those of an inquiry's page (inquiry.js, composer.js, closing.js), whose head and card come and go in parts.
  const INQUIRY = [
    ["j", gettext("next inquiry")], ["k", gettext("previous inquiry")], ["r", gettext("reply")],
    ["y", gettext("accept the first change")], ["c", gettext("confirm all values")],
    ["q", gettext("ask for what is missing")], ["d", gettext("draft a reply")], ["a", gettext("assign")],
    ["h", gettext("snooze, or be reminded")],
    ["e", gettext("status; then w won, 1 to 9 lost and why, d duplicate, s spam, c closed")],
    ["z", gettext("undo a reply, or closing the one before")], ["Ctrl ↵", gettext("send")], ["Esc", gettext("leave the field")],
    ["Ctrl K", gettext("search everything")],
  ];

  function line(keys, words) {
    const row = document.createElement("div");
    const names = row.appendChild(document.createElement("dt"));
    for (const key of keys) names.appendChild(document.createElement("kbd")).textContent = key;
    row.appendChild(document.createElement("dd")).textContent = words;
    return row;
  }

  // The words on a button, without its icon and the key that it shows.
  const label = (target) => [...target.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent).join(" ").trim().toLowerCase();

  function help() {
    const dialog = document.getElementById("keys");
    const list = dialog?.querySelector("[data-keys]");
    if (list?.dataset.keys === "inquiry") {
      list.replaceChildren(...INQUIRY.filter(([key]) => !off() || key.length > 1).map(([key, says]) => line([key], says)));
    } else if (list) {
      const single = Object.entries(HERE).filter(([, key]) => !key.rows || rows().length).map(([key, { says }]) => line([key], says));
      const marked = [...document.querySelectorAll("[data-key]")].map((target) =>
        line(target.dataset.key.split(" "), target.dataset.says || target.getAttribute("aria-label") || label(target)));
      list.replaceChildren(...(off() ? [] : [...single, ...marked]), ...ALWAYS.map(([key, says]) => line([key], says)));
    }
    dialog?.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      everywhere();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const menu = document.querySelector("details.hub-menu[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key; // buttons show them as capitals
    // In an open menu only the keys of menus: its own closes it, another's goes over to that one.
    if (menu?.contains(event.target) && !document.querySelector(`summary[data-key~="${CSS.escape(key)}"]`)) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "Escape") return clear();
    if (event.key === "Enter" && event.target === document.body) return first()?.click(); // a focused link opens by itself
    if (off()) return;
    const marked = /^[a-z]$/.test(key) && document.querySelector(`[data-key~="${key}"]`);
    const run = HERE[key]?.run || (marked && (() => press(marked))) || (key === "z" && document.getElementById("list") && nothing);
    if (!run) return;
    event.preventDefault();
    run();
  });

  // A row that gets the focus by Tab or by a click is where j and k go on from.
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest(".hub-row");
    if (!row || row.classList.contains("is-cursor")) return;
    cursor()?.classList.remove("is-cursor");
    row.classList.add("is-cursor");
  });

  // A menu that asks for words has the cursor in its field: else what is typed would be keys.
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.hub-menu[open]")) event.target.querySelector("input.hub-field:not([type])")?.focus();
  }, true);
  // The panel of filters, too: of a page of its own, or fetched into this one.
  const panel = () => typing(document.activeElement) || document.querySelector(".hub-panel.is-open :is(input:not([type=hidden]), select)")?.focus();
  if (new URLSearchParams(location.search).get("filter") === "open") panel();
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target.id === "panel") panel(); });

  // One menu at a time; a click elsewhere closes it.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.hub-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const opener = event.target.closest("[data-dialog]");
    if (opener?.dataset.dialog === "keys") help();
    else if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  });
})();
