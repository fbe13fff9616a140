// The queue stays fresh by itself while nobody is in it. With the pointer or the focus in the list, or just after a
// touch, nothing moves: new rows wait behind "2 new". The words of time ("closes in 48 min") are the server's, redrawn
// each minute; while somebody is in the list, in their places.
"use strict";
(() => {
  const MINUTE = 4; // polls of 15 seconds
  const STILL = 20_000; // milliseconds after the last touch or scroll until the list may move again
  let polls = 0;
  let touched = 0;

  const busy = () => {
    const list = document.getElementById("list");
    return !list || list.matches(":hover") || list.contains(document.activeElement) || Date.now() - touched < STILL ||
      document.querySelector("#picked input:checked, details[open], dialog[open]");
  };

  // Numbers move nothing: tabs, the lead and the navigation say how it is also while the list holds still.
  const recount = (fresh) => {
    for (const here of document.querySelectorAll("#tabs .n, #n-queue, #n-work, #lead, #total")) {
      const now = here.id ? fresh.getElementById(here.id) : fresh.querySelector(`#tabs a[href="${CSS.escape(here.parentElement.getAttribute("href"))}"] .n`);
      if (now && !here.isEqualNode(now)) here.replaceChildren(...now.childNodes);
    }
  };

  // The same rows as they stand now: only why each is here, so that nothing moves under a hand.
  const retell = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    recount(fresh);
    for (const box of document.querySelectorAll("#list input[name=pk]")) {
      const now = fresh.querySelector(`#list input[name=pk][value="${box.value}"]`);
      const here = box.closest("li").querySelector(".why");
      const why = now && now.closest("li").querySelector(".why");
      if (!why || here.isEqualNode(why)) continue;
      here.replaceWith(why);
    }
  };

  // A row leads to its inquiry with the whole list in the address, filters and order too, so that j, k and the column
  // beside it go on in this list. Without this file it is the tab alone.
  const lead = () => {
    const list = document.getElementById("list");
    if (!list?.dataset.of) return;
    for (const link of document.querySelectorAll("#list .who a, #first")) link.search = list.dataset.of;
  };
  lead();
  document.addEventListener("htmx:afterSettle", lead);

  // A list drawn anew has lost its cursor, the focus and what was picked: j and k, and Tab, go on from the same inquiry.
  const which = (row) => row?.querySelector("input[name=pk]")?.value || "";
  const again = (pk) => (pk ? document.querySelector(`#list input[value="${pk}"]`)?.closest("li") : null);
  let at = "";
  let focused = "";
  let picked = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id !== "list") return;
    at = which(document.querySelector(".hub-row.is-cursor"));
    focused = which(document.activeElement.closest("#list li"));
    picked = [...document.querySelectorAll("#list input[name=pk]:checked")].map((box) => box.value);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "list") return;
    document.querySelectorAll("#list input[name=pk]").forEach((box) => { box.checked ||= picked.includes(box.value); });
    again(at)?.classList.add("is-cursor");
    again(focused)?.querySelector(".who a").focus({ preventScroll: true });
  });

  // Back from an inquiry the browser shows the list as it was left, where what has just been answered still waits: it is
  // drawn anew at once, wherever the pointer is. Not in this event itself: until it is over, all that such a page asks for
  // comes from the browser's memory, however old.
  addEventListener("pageshow", (event) => {
    const [arrival] = performance.getEntriesByType("navigation");
    if (event.persisted || arrival?.type === "back_forward") setTimeout(() => htmx.trigger("#again", "again"));
  });

  for (const kind of ["touchstart", "scroll", "keydown"]) {
    addEventListener(kind, () => { touched = Date.now(); }, { capture: true, passive: true });
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "news" && document.hidden) event.preventDefault();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "news" || event.detail.requestConfig?.path.indexOf("/news/") === -1) return;
    const news = document.getElementById("news");
    polls += 1;
    if (!news || (polls < MINUTE && (busy() || news.dataset.new === "0"))) return;
    polls = 0;
    if (busy()) retell();
    else htmx.trigger("#again", "again");
  });
})();
