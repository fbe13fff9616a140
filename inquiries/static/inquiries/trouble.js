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
  let down = false;

  function say(text) {
    const line = document.createElement("p");
    line.className = "hub-told";
    line.dataset.tone = "now";
    line.textContent = text;
    document.getElementById("said")?.replaceChildren(line);
  }

  document.addEventListener("htmx:responseError", (event) => {
    say(WORDS[event.detail.xhr.status] || gettext("Something broke here, and it was noted. Reload the page and look whether it was done."));
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, () => {
      down = true;
      say(gettext("The desk cannot be reached. What you see may be old; it tries again by itself."));
    });
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!down || !event.detail.successful) return;
    down = false;
    document.getElementById("said")?.replaceChildren();
  });
})();
