// A list over the composer's box that a sign opens ("/" or "@" where a word starts): typing narrows it, arrows move,
// Enter or Tab takes, Escape leaves. The focus stays in the box; the list is the server's, fetched when it opens.
"use strict";
window.deskSuggest = ({ text, box, sign, active, address, take }) => {
  const list = box.querySelector("[role=listbox]");
  const find = box.querySelector("input");
  const form = text.form;
  let loaded = "";
  let typed = false; // opened by the sign, not by the button
  let waved = -1; // where a sign stands that somebody left with Escape

  const isOpen = () => !box.hidden;
  const options = () => [...list.querySelectorAll("[role=option]:not([hidden])")];
  const current = () => list.querySelector('[aria-selected="true"]:not([hidden])');
  const word = () => {
    if (text.selectionStart !== text.selectionEnd) return null;
    const found = new RegExp(`(?:^|\\s)(${sign}([\\p{L}\\d._-]*))$`, "u").exec(text.value.slice(0, text.selectionStart));
    return found && { start: text.selectionStart - found[1].length, end: text.selectionStart, term: found[2] };
  };
  const mark = (option) => {
    const before = list.querySelector('[aria-selected="true"]');
    if (before) before.setAttribute("aria-selected", "false");
    const field = typed ? text : find;
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  };
  const narrow = (term) => {
    const wanted = term.toLocaleLowerCase();
    for (const option of list.querySelectorAll("[role=option]")) {
      option.hidden = !option.dataset.find.toLocaleLowerCase().includes(wanted);
    }
    const none = box.querySelector(".sug-none");
    const shown = options();
    if (none) none.hidden = shown.length > 0;
    mark(shown.find((option) => wanted && option.dataset.first.startsWith(wanted)) || shown[0]);
  };
  const term = () => (typed ? (word() || { term: "" }).term : find.value.trim());
  const close = () => {
    if (!isOpen()) return;
    box.hidden = true;
    mark(null);
    text.removeAttribute("aria-controls");
  };
  const open = async (byTyping) => {
    const from = address();
    typed = byTyping;
    box.hidden = false;
    if (find) find.parentElement.hidden = byTyping;
    text.setAttribute("aria-controls", list.id);
    if (loaded !== from) {
      list.replaceChildren();
      for (const line of box.querySelectorAll(".sug-none, .sug-foot")) line.remove();
      loaded = from;
      await htmx.ajax("GET", from, { target: list, swap: "innerHTML" });
      if (!list.childElementCount) loaded = ""; // the desk could not be reached: asked again next time
      list.after(...list.querySelectorAll(".sug-none, .sug-foot")); // a listbox holds options and nothing else
    }
    if (find && !byTyping) {
      find.value = "";
      find.focus();
    }
    if (isOpen()) narrow(term());
  };
  const choose = (option) => {
    const place = (typed && word()) || { start: text.selectionStart, end: text.selectionEnd };
    close();
    text.focus();
    take(option, place);
  };
  const leave = () => {
    waved = typed && word() ? word().start : -1;
    close();
    text.focus();
  };

  text.addEventListener("input", () => {
    const found = active() ? word() : null;
    if (!found) waved = -1;
    if (!found || found.start === waved) {
      if (typed) close();
    } else if (isOpen()) narrow(found.term);
    else open(true);
  });
  if (find) find.addEventListener("input", () => narrow(find.value.trim()));
  // Caught on the way down: outside the list Enter and Escape mean other things here.
  addEventListener("keydown", (event) => {
    if (!isOpen() || event.isComposing || (event.target !== text && event.target !== find)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const on = current();
    if (step) {
      const all = options();
      mark(all[(all.indexOf(on) + step + all.length) % all.length]);
    } else if (event.key === "Escape") leave();
    else if ((event.key === "Enter" || event.key === "Tab") && on && !event.ctrlKey && !event.metaKey) choose(on);
    else if (event.key === "Enter" && event.target === find) close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  list.addEventListener("mousedown", (event) => event.target.closest("[role=option]") && event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const other = event.target.closest("[data-href]"); // one of its languages, or itself
    if (other) option.dataset.href = other.dataset.href;
    choose(option);
  });
  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !box.contains(event.target) && event.target !== text && !event.target.closest("#canned-button")) close();
  });
  form.addEventListener("change", (event) => event.target.name === "channel" && close());
  return { open, close, isOpen };
};
