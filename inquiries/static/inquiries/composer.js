// The composer's small comforts: drafts kept in this browser per inquiry and channel, chosen files by name, Ctrl Enter.
// Sending, errors and everything that counts are the server's; without this file the form still works.
"use strict";
(() => {
  const form = document.getElementById("composer");
  if (!form) return;
  const text = form.elements.text;
  const subject = form.elements.subject;
  const files = form.elements.files;
  const state = document.getElementById("draft-state");
  const error = document.getElementById("comp-error");
  const channel = () => (form.querySelector("[name=channel]:checked") || {}).value || "note";
  const invite = text.placeholder;
  const dress = () => { text.placeholder = channel() === "note" ? "A note for colleagues" : invite; };
  const key = (name) => `draft:${form.dataset.inquiry}:${name}`;
  let current = channel();
  let timer = 0;

  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(key(name)) || "null");
    } catch {
      return null;
    }
  };
  const say = (words) => {
    state.textContent = words;
  };
  const keep = (name) => {
    clearTimeout(timer);
    try {
      if (!text.value.trim()) {
        localStorage.removeItem(key(name));
        say("");
        return;
      }
      localStorage.setItem(key(name), JSON.stringify({ text: text.value, subject: subject ? subject.value : "", asked: form.elements.asked.value, at: Date.now() }));
      say(`Draft kept ${new Date().toTimeString().slice(0, 5)}`);
    } catch {
      say("This browser keeps no drafts");
    }
  };
  const restore = (name) => {
    const draft = read(name);
    if (!draft) return false;
    text.value = draft.text;
    form.elements.asked.value = draft.asked || "";
    if (subject && draft.subject) subject.value = draft.subject;
    say("Draft from before");
    return true;
  };

  // Somebody who left in the middle of a reply or a note goes on where they were. A text the server sent back with an
  // error is newer than any draft.
  const choices = Array.from(form.querySelectorAll("[name=channel]"));
  const newest = choices.filter((choice) => read(choice.value))
    .sort((one, other) => (read(other.value).at || 0) - (read(one.value).at || 0))[0];
  if (!text.value && newest) {
    newest.checked = true;
    current = newest.value;
    restore(current);
  }

  dress();

  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(channel()), 500);
  });
  addEventListener("pagehide", () => text.value.trim() && keep(channel()));

  form.addEventListener("change", (event) => {
    if (event.target.name === "channel") {
      keep(current);
      const before = current;
      current = channel();
      // What was written for the customer goes along from mail to WhatsApp and back, never into or out of a note.
      if (!restore(current) && (before === "note" || current === "note")) text.value = "";
      error.replaceChildren();
      dress();
      text.focus();
    } else if (event.target === files) {
      list();
    }
  });

  const list = () => {
    document.getElementById("comp-files").replaceChildren(
      ...Array.from(files.files, (file) => {
        const chip = document.createElement("span");
        chip.className = "hub-chip hub-chip--line";
        chip.textContent = `${file.name} · ${Math.max(1, Math.round(file.size / 1000))} kB`;
        return chip;
      }),
      ...(files.files.length ? [button("Remove", () => { files.value = ""; list(); })] : []),
    );
  };
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "hub-link";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

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
    const chosen = event.detail.successful && event.detail.elt.hasAttribute("data-answer");
    if (!chosen) return;
    const mail = choices.find((choice) => choice.value === "email");
    if (mail && !mail.checked) mail.click();
    text.focus();
  });
  // A new mail is the one to answer, unless somebody is already writing.
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    const fresh = document.getElementById("rcpt-fresh");
    if (event.detail.target.id === "comp-arrived" && fresh && !text.value.trim()) htmx.trigger(fresh, "refresh");
  });

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      event.target.blur();
    }
  });

  document.body.addEventListener("reply-sent", () => {
    clearTimeout(timer);
    localStorage.removeItem(key(channel()));
    text.value = "";
    files.value = "";
    if (form.elements.remind) form.elements.remind.value = form.elements.remind_day.value = "";
    list();
    say("");
    error.replaceChildren();
    text.focus();
  });
  const failed = (words) => (event) => {
    if (event.detail.elt !== form) return;
    const line = document.createElement("p");
    line.className = "hub-grow";
    line.textContent = words;
    error.replaceChildren(line);
  };
  form.addEventListener("htmx:sendError", failed("The desk cannot be reached. Your text is kept; send it again in a moment."));
  form.addEventListener("htmx:responseError", failed("Something went wrong here. Your text is kept; send it again in a moment."));
})();
