// The keyboard of the desk. Single keys are off inside fields, and while a dialog or a menu is open.
// A page marks what keys reach: [data-key="e"] is clicked (a details' summary is opened), .hub-row is walked by j and k.
"use strict";
(() => {
  const typing = (el) => el.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll(".hub-row")];
  const cursor = () => document.querySelector(".hub-row.is-cursor");

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

  function open() {
    (cursor()?.querySelector("a") || document.getElementById("first"))?.click();
  }

  function search() {
    const box = document.querySelector("[data-search]") || document.querySelector("[data-jump]");
    box?.focus();
    box?.select();
  }

  function clear() {
    document.querySelectorAll(".hub-row input:checked").forEach((box) => box.click());
    document.activeElement?.blur();
  }

  // The bar of actions shows once a row is picked: a key for one of them picks the row that the cursor is on.
  function press(target) {
    if (!target.offsetParent) cursor()?.querySelector("input[type=checkbox]")?.click();
    if (!target.offsetParent) return;
    if (target.matches("summary")) target.parentElement.open = !target.parentElement.open;
    else target.click();
    const first = target.parentElement.open && target.parentElement.querySelector("button, a, input");
    if (first) first.focus();
  }

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    o: open,
    x: () => cursor()?.querySelector("input[type=checkbox]")?.click(),
    "/": search,
    "?": () => document.getElementById("keys")?.showModal(),
    Escape: clear,
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      document.querySelector("[data-jump]")?.focus();
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
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "Enter" && event.target === document.body) open(); // a focused link opens by itself
    const marked = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    const run = KEYS[event.key] || (marked && (() => press(marked)));
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

  // One menu at a time; a click elsewhere closes it.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.hub-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  });
})();
