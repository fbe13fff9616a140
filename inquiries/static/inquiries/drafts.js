// What is written is kept as it is typed: at the server half a second after the last letter, and in this browser at
// once, which holds it while the server cannot be reached or the session has ended. Each save says which version it
// began from; where another window has saved since, both texts stay and a person chooses.
"use strict";
(() => {
  const form = document.getElementById("composer");
  if (!form) return;
  const { user, inquiry, draft: address } = form.dataset;
  const text = form.elements.text;
  const line = document.getElementById("draft-state");
  const bar = document.createElement("div");
  bar.id = "comp-draft";
  bar.setAttribute("role", "alert");
  document.getElementById("comp-error").before(bar);
  const choices = Array.from(form.querySelectorAll("[name=channel]"));
  const FIELDS = ["subject", "to", "cc", "answers", "quotes", "asked"];
  const PAUSE = 500;
  const LONGEST = 3000; // somebody who never pauses is saved now and then, too
  const AGAIN = 15_000; // until the server is tried again
  const channel = () => (choices.find((choice) => choice.checked) || {}).value || "note";
  const kind = () => (channel() === "note" ? "note" : "reply");
  const key = (which) => `draft:${user}:${inquiry}:${which}`;
  const word = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(15)))).replace(/\+/g, "-").replace(/\//g, "_");
  const say = (words) => { line.textContent = words; };

  // Of each kind what the server has of it: version, text and its word, and whether something here is not up there yet.
  // `unheard`: texts that were sent up and not answered, the first and the last: they may be there all the same.
  const KINDS = ["reply", "note"];
  const fresh = () => ({ version: 0, word: word(), dirty: false, typed: null, files: "", saved: "", unheard: [] });
  const drafts = { reply: fresh(), note: fresh() };
  let now = kind();
  if (!form.elements.version) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "version" });
    form.append(field);
  }
  drafts[now].word = form.elements.word.value;
  drafts[now].version = Number(form.elements.version.value) || 0;
  let timer = 0;
  let since = 0;
  let saving = null;
  let offered = ""; // the kind of which two texts wait for a person, or "seen" once they look at the other one
  let sending = false; // the reply is on its way
  let chosen = false; // by a person, who stays there when the drafts have come
  let submitted = null;

  const typed = () => {
    const found = { channel: channel(), text: text.value };
    for (const name of FIELDS) found[name] = form.elements[name] ? form.elements[name].value : "";
    return found;
  };
  const same = (one, other) => Boolean(one && other) && Object.keys(one).every((name) => one[name] === other[name]);
  const tell = () => {
    form.elements.word.value = drafts[now].word;
    form.elements.version.value = drafts[now].version || "";
  };

  // In this browser
  const read = (which) => {
    try {
      return JSON.parse(localStorage.getItem(key(which)) || "null");
    } catch {
      return null;
    }
  };
  const store = (which) => {
    const { typed: own, version, word: its, dirty, unheard } = drafts[which];
    localStorage.setItem(key(which), JSON.stringify({ typed: own, version, word: its, dirty, unheard, at: Date.now() }));
  };
  const keep = (which) => {
    const mine = drafts[which];
    try {
      if (!mine.typed || !mine.typed.text.trim()) {
        if (!mine.dirty) localStorage.removeItem(key(which));
        else store(which);
      } else {
        store(which);
      }
    } catch {
      // A browser that keeps nothing: the server has it in a moment.
    }
  };

  // Into the box
  const put = (which, found) => {
    const radio = choices.find((choice) => choice.value === found.channel);
    if (radio && !radio.checked && (which === "note") === (radio.value === "note")) radio.checked = true;
    now = kind();
    text.value = found.text;
    for (const name of ["subject", "asked"]) if (form.elements[name] && found[name] !== undefined) form.elements[name].value = found[name];
    if (found.answers && form.elements.answers) form.elements.answers.value = found.answers;
    for (const name of ["to", "cc"]) {
      const field = form.elements[name];
      if (!field || !found.to || field.value === found[name]) continue;
      field.value = found[name];
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const quoted = form.elements.quotes ? form.elements.quotes.value : "";
    if (found.quotes && quoted !== found.quotes) {
      htmx.ajax("GET", `${form.getAttribute("action").replace(/reply\/$/, "quote/")}?quote=${encodeURIComponent(found.quotes)}`, { target: "#comp-quote", swap: "outerHTML" });
    }
    if (now === "note") text.placeholder = gettext("A note for colleagues");
    else if (radio && radio.dataset.name) text.placeholder = interpolate(gettext("Write to %(name)s"), radio.dataset, true);
  };
  const showFiles = (which, html) => {
    drafts[which].files = html;
    if (which === now) document.getElementById("comp-files").innerHTML = html; // drawn by the server
  };
  const take = (which, told) => {
    const { version, word: its, files, at, snippet, ...found } = told;
    Object.assign(drafts[which], { version, word: its, dirty: false, typed: found, saved: found.text, unheard: [] });
    showFiles(which, files);
    keep(which);
    return found;
  };

  // Up to the server
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(saveAll, wait);
  };
  const changed = () => {
    const mine = drafts[now];
    const found = typed();
    if (!mine.typed && !found.text.trim()) return;
    if (same(mine.typed, found)) return;
    if (!mine.dirty) since = Date.now();
    mine.typed = found;
    mine.dirty = true;
    keep(now);
    later(Date.now() - since > LONGEST ? 0 : PAUSE);
  };
  const send = async (which, last = false) => {
    const mine = drafts[which];
    const sent = mine.typed;
    const body = new FormData();
    for (const [name, value] of Object.entries(sent)) body.append(name, value);
    body.append("version", mine.version);
    body.append("word", mine.word);
    for (const words of mine.unheard) body.append("over", words);
    mine.unheard = [...mine.unheard.slice(0, 1), sent.text];
    keep(which);
    const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(address, { method: "POST", body, headers, keepalive: last });
    if (answer.redirected || answer.status === 401 || answer.status === 403) {
      say(gettext("Kept in this browser. Sign in again to save it."));
      return;
    }
    const told = await answer.json();
    if (mine.word !== body.get("word")) return; // sent meanwhile
    mine.unheard = [];
    if (answer.ok) {
      mine.version = told.version;
      mine.saved = sent.text;
      mine.dirty = !same(mine.typed, sent);
      since = Date.now();
      if (!told.version && !mine.dirty) mine.typed = null;
      keep(which);
      say(told.version ? interpolate(gettext("Draft saved %(at)s"), told, true) : "");
      if (mine.dirty) later(PAUSE);
    } else if (told.newer) {
      offer(which, told.newer, told.said);
    } else if (told.sent) {
      Object.assign(mine, { version: 0, word: told.next });
      if (told.same) clear(which);
      else later(0);
      showFiles(which, told.files);
      say(told.said);
    } else {
      say(told.said || gettext("Kept in this browser."));
    }
    tell();
  };
  const save = (which = now) => {
    if (which === now) clearTimeout(timer);
    if (sending || offered || !drafts[which].dirty) return;
    if (saving) {
      saving.then(() => save(which)); // one save at a time
      return;
    }
    saving = send(which).catch(() => {
      say(gettext("Kept in this browser. The desk cannot be reached."));
      later(AGAIN);
    }).finally(() => {
      form.pending.delete(saving);
      saving = null;
    });
    form.pending.add(saving);
  };
  const saveAll = () => KINDS.forEach((which) => save(which));
  const clear = (which) => {
    Object.assign(drafts[which], { version: 0, dirty: false, typed: null, saved: "", unheard: [] });
    showFiles(which, "");
    keep(which);
    if (which !== now) return;
    text.value = "";
    if (form.elements.subject) form.elements.subject.value = "";
    form.elements.asked.value = "";
  };

  // Two texts: both stay until a person has chosen.
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "hub-btn hub-btn--s";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };
  const strip = (strong, more, ...buttons) => {
    const box = document.createElement("div");
    box.className = "hub-bar";
    box.dataset.tone = "soon";
    const words = document.createElement("p");
    words.className = "hub-grow hub-clip";
    const lead = document.createElement("strong");
    lead.textContent = strong;
    words.append(lead, ` ${more}`);
    box.append(words, ...buttons);
    bar.replaceChildren(box);
  };
  const settle = () => {
    offered = "";
    bar.replaceChildren();
    text.focus();
    saveAll(); // the chosen one, and what was typed of the other kind meanwhile
  };
  const offer = (which, other, said) => {
    offered = which;
    const begins = other.snippet || other.text.slice(0, 120);
    const here = () => (which === now ? typed() : drafts[which].typed);
    const own = (mine) => {
      Object.assign(drafts[which], { version: other.version, word: other.word, dirty: true, typed: mine });
      tell();
    };
    const theirs = () => {
      const mine = here();
      offered = "seen";
      put(which, take(which, other));
      tell();
      strip(gettext("The draft from your other window."), "", button(gettext("Back to the text of this one"), () => {
        put(which, mine);
        own(typed());
        settle();
      }), button(gettext("Keep it"), settle));
    };
    strip(said || gettext("You have another draft here."), `${other.at}: ${begins}`, button(gettext("See it"), theirs), button(gettext("Keep this one"), () => {
      own(here());
      showFiles(which, other.files);
      settle();
    }));
  };

  // A reply of one's own has come into the conversation: where it was the other text, no choice is left.
  const still = async () => {
    const which = offered;
    if (!KINDS.includes(which)) return;
    const there = await ask().catch(() => null);
    if (!there || there[which] || offered !== which) return;
    Object.assign(drafts[which], { version: 0, word: word(), dirty: true, typed: which === now ? typed() : drafts[which].typed });
    offered = "";
    bar.replaceChildren();
    tell();
    saveAll();
  };
  const ask = async () => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error("no drafts");
    return answer.json();
  };
  const start = async () => {
    const local = { reply: read("reply"), note: read("note") };
    const waiting = KINDS.filter((which) => local[which] && local[which].dirty)
      .sort((one, other) => local[other].at - local[one].at);
    const given = text.value.trim(); // a text that came back with an error, or a question that was asked for
    const mine = (which) => {
      const { version, word: its, typed: own, unheard = [] } = local[which];
      Object.assign(drafts[which], { version, word: its, typed: own, dirty: true, unheard });
    };
    waiting.forEach((which) => (which !== now || !given) && mine(which));
    if (!given && waiting.length) put(waiting[0], local[waiting[0]].typed);
    tell();
    let there = {};
    try {
      there = await ask();
    } catch {
      const any = waiting[0] || KINDS.find((which) => local[which]);
      if (!text.value && any) {
        mine(any);
        put(any, local[any].typed);
        tell();
      }
      say(text.value ? gettext("Kept in this browser.") : "");
      return;
    }
    for (const which of KINDS) {
      const found = there[which];
      const own = which === now && text.value.trim();
      if (!found) {
        if (local[which] && !local[which].dirty) localStorage.removeItem(key(which));
        if (drafts[which].dirty) drafts[which].version = 0;
      } else if (drafts[which].dirty || own) {
        const { version, word: its, unheard, typed: last } = drafts[which];
        const here = which === now ? text.value : last.text;
        if (found.word === its && (found.version === version || unheard.includes(found.text))) {
          drafts[which].version = found.version;
          showFiles(which, found.files);
        } else if (found.text.trim() === here.trim()) take(which, found);
        else if (which === now) offer(which, found); // of the other its save says so
      } else {
        take(which, found);
      }
    }
    const first = chosen ? now : Object.keys(there)[0];
    if (!text.value && there[first] && !drafts[now].dirty) {
      const own = FIELDS.filter((name) => form.elements[name]?.type === "text" && form.elements[name].value !== form.elements[name].defaultValue);
      const mine = own.map((name) => [name, form.elements[name].value]); // typed while the draft was on its way here
      put(first, { ...drafts[first].typed, ...Object.fromEntries(mine) });
      showFiles(first, drafts[first].files);
      if (mine.length) changed();
      if (text.value) say(interpolate(gettext("Draft from %(at)s"), there[first], true));
    }
    tell();
    saveAll();
  };

  text.addEventListener("input", changed);
  // A choice of channel says "input" before "change", when `now` is still the kind that is left: see below.
  const apart = ["text", "send_on", "channel"];
  form.addEventListener("input", (event) => !apart.includes(event.target.name) && changed());
  form.addEventListener("change", (event) => {
    if (event.target.name !== "channel") {
      if (FIELDS.includes(event.target.name)) changed();
      return;
    }
    chosen = true;
    const before = now;
    if (before === kind()) {
      changed(); // what was written for the customer goes along from mail to WhatsApp and back
      return;
    }
    // It never goes into or out of a note.
    const radio = choices.find((choice) => choice.checked);
    drafts[before].typed = text.value.trim() || drafts[before].typed ? { ...typed(), channel: before === "note" ? "note" : drafts[before].typed?.channel || "email" } : null;
    if (drafts[before].dirty) {
      keep(before);
      save(before);
    }
    now = kind();
    text.value = drafts[now].typed ? drafts[now].typed.text : "";
    radio.checked = true;
    showFiles(now, drafts[now].files);
    bar.replaceChildren();
    offered = "";
    tell();
  });
  form.addEventListener("draft-files", (event) => {
    const { version, word: its, files, sent } = event.detail; // a note has none
    if (sent) {
      // By another window: the save of what stands here asks whether that is what went out, and goes on with another word.
      if (now === "reply") drafts.reply.typed = typed();
      drafts.reply.dirty = Boolean(drafts.reply.typed);
      showFiles("reply", files);
      save("reply");
      return;
    }
    if (version && !drafts.reply.version) Object.assign(drafts.reply, { version, word: its });
    if (!version) drafts.reply.version = 0;
    showFiles("reply", files);
    tell();
  });

  // Sent: the draft went in the same transaction. What was typed while it was on its way stays.
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form) return;
    submitted = form.pressed ?? text.value;
    sending = true; // its draft goes with it: a save on the way would only be told so
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    sending = false;
    saveAll(); // refused, or more was typed
  });
  document.body.addEventListener("htmx:oobAfterSwap", (event) => event.detail.target?.id === "thread" && still());
  document.body.addEventListener("reply-sent", (event) => {
    const { channel: by, word: its, next, left } = event.detail;
    const which = by === "note" ? "note" : "reply";
    if (!its || its !== drafts[which].word) return; // a template, or the same answer a second time
    clearTimeout(timer);
    const rest = which !== now || text.value === submitted ? "" : text.value.startsWith(submitted) ? text.value.slice(submitted.length).trimStart() : text.value;
    const marked = [text.selectionStart, text.selectionEnd].map((place) => text.value.length - place); // counted from the end, which stays
    clear(which);
    drafts[which].word = next;
    if (left) ask().then((there) => showFiles(which, there[which]?.files || "")).catch(() => {}); // of another window
    say("");
    if (which === now && rest) {
      text.value = rest;
      // Only there: in some browsers it takes the focus.
      if (document.activeElement === text) text.setSelectionRange(...marked.map((fromEnd) => Math.max(rest.length - fromEnd, 0)));
      changed();
    } else if (which === now) {
      text.blur(); // what comes next is a key: j for the next one, z to take it back, r to write on
    }
    tell();
  });
  // Taken back: the words are a draft again, above what was begun since.
  document.body.addEventListener("reply-back", async () => {
    const there = await ask().catch(() => ({}));
    if (!there.reply) return;
    const begun = now === "reply" ? text.value.trim() : "";
    // What of it the server had by then stands below those words.
    const had = [...drafts.reply.unheard, drafts.reply.saved].find((words) => words && there.reply.text.endsWith(`\n\n${words}`));
    if (now !== "reply") {
      const radio = choices.find((choice) => choice.value === there.reply.channel);
      if (radio) radio.click();
    }
    const found = take("reply", there.reply);
    put("reply", found);
    tell();
    if (begun && !found.text.includes(begun)) {
      text.value = `${had ? found.text.slice(0, -had.length).trimEnd() : found.text}\n\n${begun}`;
      changed();
    }
    bar.replaceChildren();
    offered = "";
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  });

  // A save that is still under way may come after these, and is refused then; before them, they go over it.
  addEventListener("pagehide", () => {
    if (sending || offered) return;
    KINDS.filter((which) => drafts[which].dirty).forEach((which) => send(which, true).catch(() => {}));
  });
  addEventListener("online", saveAll);
  start();
})();
