// What htmx could not do is said where every action is answered (#said), and never swallowed. What stands there when
// the next request succeeds, after a line that was down, goes away by itself.
"use strict";
// Words of all scripts are looked up in the catalogue that stands before this file where the desk is read in another
// language (desk.html). In English there is none: no page carries a table, and the words are those in the scripts.
globalThis.gettext ??= (words) => words;
globalThis.interpolate ??= (words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
(() => {
  const WORDS = {
    403: gettext("You may not do that, or this page is too old. Reload it and try again."),
    404: gettext("It is not there any more. Reload the page."),
    413: gettext("That is too large."),
  };
  const OLD = gettext("The desk cannot be reached. What you see may be old; it tries again by itself.");
  const LOST = gettext("The desk cannot be reached, and what you just did was not kept. Do it again in a moment.");
  const tellThemselves = "#composer, #template-picker"; // what was typed there is kept, and they say so
  const unasked = ".hub-tpl__vars, #comp-rcpt, [hx-trigger~=load]"; // goes by itself: nobody did anything
  let down = false; // old: until anything succeeds
  let lost = false; // not kept: until something that was done succeeds
  let failed = 0; // when, for an answer that was asked for before proves nothing
  const asked = new WeakMap(); // when each request set out

  let line = null; // ours; what else stands there is the server's

  function say(text, tone = "now") {
    const told = document.createElement("p");
    told.className = "hub-told";
    told.dataset.tone = tone;
    told.textContent = text;
    document.getElementById("said")?.replaceChildren(told);
    return told;
  }

  // A word about a key or an act that need not be answered: it goes by itself, and covers no word about a line that is
  // down.
  const QUIET = 6000; // milliseconds
  globalThis.deskSay = (text) => {
    if (line?.isConnected) return;
    const told = say(text, "mute");
    setTimeout(() => told.remove(), QUIET);
  };
  const acted = (event) => event.detail.requestConfig?.verb !== "get" && !event.target.matches?.(unasked);

  // A bar on the edge of a form, beside what was typed.
  globalThis.troubleBar = (words) => {
    const bar = document.createElement("div");
    bar.className = "hub-bar";
    bar.dataset.tone = "now";
    bar.append(document.createElement("strong"));
    bar.firstChild.textContent = words;
    return bar;
  };

  // A field in place says it where it was typed.
  function sayThere(form) {
    if (!form || form.querySelector("[role=alert]")) return;
    const line = document.createElement("p");
    line.className = "hub-error";
    line.setAttribute("role", "alert");
    line.textContent = LOST;
    form.append(line);
  }

  document.addEventListener("htmx:responseError", (event) => {
    line = say(WORDS[event.detail.xhr.status] || gettext("Something broke here, and it was noted. Reload the page and look whether it was done."));
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, (event) => {
      failed = performance.now();
      if (acted(event) && !event.target.matches?.(tellThemselves)) {
        lost = true;
        line = say(LOST);
        sayThere(event.target.closest("form.hub-edit"));
      } else if (!lost) {
        down = true;
        line = say(OLD);
      }
    });
  }
  // The session is over: the sign-in takes the place of the page (HX-Refresh), but not from under somebody's words. What
  // they type next would go into its name; here it is kept, and they go when they are ready.
  const WRITING = "textarea, input:not([type=search], [type=checkbox], [type=radio])";
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const field = document.activeElement;
    if (!event.detail.xhr.getResponseHeader("HX-Refresh") || !field.matches(WRITING) || !field.value.trim()) return;
    event.preventDefault();
    if (line?.querySelector("a")) return;
    line = say(gettext("You are signed out: nothing is saved until you sign in."));
    const again = line.appendChild(document.createElement("a"));
    again.className = "hub-link";
    again.href = "";
    again.textContent = gettext("Sign in");
  });
  document.addEventListener("htmx:beforeSend", (event) => asked.set(event.detail.xhr, performance.now()));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || asked.get(event.detail.xhr) < failed || !(lost ? acted(event) : down)) return;
    down = lost = false;
    line?.remove();
  });
})();
