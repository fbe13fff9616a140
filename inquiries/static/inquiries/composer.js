// The composer's small comforts: who it goes to, Cc by a click, Ctrl Enter, and a send that waits for what is still on
// its way up (drafts.js, uploads.js). Sending, errors and everything that counts are the server's; without this file
// the form still works.
"use strict";
(() => {
  const form = document.getElementById("composer");
  if (!form) return;
  const text = form.elements.text;
  const error = document.getElementById("comp-error");
  const choices = Array.from(form.querySelectorAll("[name=channel]"));
  const chosen = () => choices.find((choice) => choice.checked);
  form.pending = new Set(); // promises that a send waits for

  const dress = () => {
    const choice = chosen();
    const name = choice && choice.dataset.name;
    if (choice && choice.value === "note") text.placeholder = gettext("A note for colleagues");
    else if (name) text.placeholder = interpolate(gettext("Write to %(name)s"), { name }, true);
  };
  dress();
  form.addEventListener("change", (event) => {
    if (event.target.name !== "channel") return;
    error.replaceChildren();
    dress();
    text.focus();
  });
  // A click on the one that is chosen already changes nothing, and what is typed next is meant for the box all the same.
  form.addEventListener("click", (event) => event.target.name === "channel" && text.focus());

  // Somebody of the answered mail is put into Cc; the server says what that changes.
  form.addEventListener("click", (event) => {
    const offered = event.target.closest("[data-cc]");
    if (!offered) return;
    const cc = document.getElementById("rcpt-cc");
    cc.value = cc.value.trim() ? `${cc.value.trim().replace(/,$/, "")}, ${offered.dataset.cc}` : offered.dataset.cc;
    cc.dispatchEvent(new Event("change", { bubbles: true }));
    cc.focus();
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const answering = event.detail.successful && event.detail.elt.hasAttribute("data-answer");
    if (!answering) return;
    const mail = choices.find((choice) => choice.value === "email");
    if (mail && !mail.checked) mail.click();
    text.focus();
  });
  // A new mail is the one to answer, unless somebody is already writing.
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    const fresh = document.getElementById("rcpt-fresh");
    const typed = [...form.querySelectorAll(".hub-rcpt__in, .hub-comp__subj")].some((field) => field.value !== field.defaultValue);
    if (event.detail.target.id === "comp-arrived" && fresh && !typed && !text.value.trim()) htmx.trigger(fresh, "refresh");
  });

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.id === "send-on") {
      event.preventDefault(); // by itself it would press Send
      form.querySelector('[name=send_at][value="at"]').click();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      event.target.blur();
    }
  });

  // What is still going up belongs to the reply: it is sent when that is there, and not at all where it failed. A second
  // press meanwhile is the same reply: htmx would send it after the first one, when the box is empty. What goes out is
  // what stood there at the press: the first letters of a next one stay in the box.
  let busy = false;
  form.pressed = null; // the text of a send that waits
  // Nor is a second tap on Send, once the first has emptied the box, an empty reply that has to be refused.
  const AGAIN = 3000; // milliseconds
  let sentAt = -AGAIN;
  const nothing = () => !text.value.trim() && !form.querySelector("#comp-files > *");
  form.addEventListener("htmx:confirm", (event) => {
    if (event.target !== form) return;
    if (nothing() && performance.now() - sentAt < AGAIN) return event.preventDefault();
    if (busy || form.pending.size) event.preventDefault();
    if (busy || !form.pending.size) return;
    busy = true;
    const by = chosen();
    form.pressed = text.value;
    const all = async () => { while (form.pending.size) await Promise.all(form.pending); }; // one save may wait for another
    all().then(() => {
      busy = false;
      if (chosen() === by) event.detail.issueRequest(true);
      else error.replaceChildren(troubleBar(gettext("Not sent: the channel was changed while the draft was on its way up. Send it again.")));
    }, () => { busy = false; }).finally(() => { form.pressed = null; });
  });
  form.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt === form && form.pressed !== null) event.detail.parameters.text = form.pressed;
  });
  for (const [kind, until] of [["htmx:beforeRequest", true], ["htmx:afterRequest", false]]) {
    form.addEventListener(kind, (event) => { if (event.detail.elt === form) busy = until; });
  }

  document.body.addEventListener("reply-sent", (event) => {
    if (event.detail.said) deskSay(event.detail.said);
    if (!event.detail.word) return; // a template
    sentAt = performance.now();
    error.replaceChildren();
    if (form.elements.remind) form.elements.remind.value = form.elements.remind_day.value = "";
    const on = document.getElementById("send-on");
    if (on) on.value = "";
    const menu = document.getElementById("later-menu");
    if (menu && menu.matches(":popover-open")) menu.hidePopover();
    // What the address asked to be put into the box has gone: a reload does not put it there once more.
    const here = new URL(location.href);
    for (const name of ["again", "answer", "ask", "assist", "draft", "quote"]) here.searchParams.delete(name);
    history.replaceState(history.state, "", here);
  });
  document.body.addEventListener("reply-back", () => error.replaceChildren()); // what it said is over
  form.addEventListener("htmx:beforeRequest", (event) => {
    const menu = document.getElementById("later-menu");
    if (event.detail.elt === form && menu && menu.matches(":popover-open")) menu.hidePopover();
  });
  // Refused: whoever pressed the button goes on in the box.
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === form && event.detail.xhr.status === 422) text.focus();
  });
  // On a phone a composer that nobody writes in is two lines, and Cc and subject open from To (inquiry.css). They fold a
  // moment after they are left: what is tapped next must still be where it was.
  const empty = () => !text.value.trim() && !form.querySelector("#comp-files > *, #comp-quote > *, #assist > *, .hub-rcpt__note, :popover-open");
  const addressing = () => document.activeElement.matches(".hub-rcpt *, .hub-comp__subj");
  const fold = () => {
    form.classList.toggle("is-folded", !addressing());
    form.classList.toggle("is-resting", empty() && !form.contains(document.activeElement));
  };
  form.addEventListener("focusin", () => {
    form.classList.remove("is-resting");
    if (addressing()) form.classList.remove("is-folded");
  });
  form.addEventListener("focusout", () => setTimeout(fold, 400));
  fold();

  const failed = (words) => (event) => {
    if (event.detail.elt === form) error.replaceChildren(troubleBar(words));
  };
  form.addEventListener("htmx:sendError", failed(gettext("The desk cannot be reached. Your text is kept; send it again in a moment: it goes out once.")));
  form.addEventListener("htmx:responseError", failed(gettext("Something went wrong here. Your text is kept; send it again in a moment: it goes out once.")));
})();
