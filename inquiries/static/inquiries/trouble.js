// What htmx could not do is said where every action is answered (#said), and never swallowed. What stands there when
// the next request succeeds, after a line that was down, goes away by itself.
"use strict";
(() => {
  const WORDS = {
    403: "You may not do that, or this page is too old. Reload it and try again.",
    404: "It is not there any more. Reload the page.",
    413: "That is too large.",
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
    say(WORDS[event.detail.xhr.status] || "Something broke here, and it was noted. Reload the page and look whether it was done.");
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, () => {
      down = true;
      say("The desk cannot be reached. What you see may be old; it tries again by itself.");
    });
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!down || !event.detail.successful) return;
    down = false;
    document.getElementById("said")?.replaceChildren();
  });
})();
