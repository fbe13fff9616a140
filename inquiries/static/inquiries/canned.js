// Saved replies: "/" or the button puts one in at the cursor, filled by the server, its files attached. A blank that
// nobody could fill stays in braces, is named above the box and marked; the server sends no text that still has one.
"use strict";
(() => {
  const form = document.getElementById("composer");
  const box = document.getElementById("canned");
  if (!form || !box) return;
  const text = form.elements.text;
  const left = document.getElementById("blanks-left");
  const button = document.getElementById("canned-button");
  const channel = () => (form.querySelector("[name=channel]:checked") || {}).value || "note";
  let blanks = []; // names that came empty, of all that was put in

  const say = (words) => {
    const line = document.createElement("p");
    line.className = "hub-grow";
    line.textContent = words;
    document.getElementById("comp-error").replaceChildren(line);
  };
  const select = (blank) => {
    const at = text.value.indexOf(blank);
    if (at < 0) return;
    text.focus();
    text.setSelectionRange(at, at + blank.length);
  };
  const tell = () => {
    const open = blanks.map((name) => `{${name}}`).filter((blank) => text.value.includes(blank));
    left.hidden = !open.length || channel() === "note";
    const words = document.createElement("p");
    words.textContent = gettext("Fill in before it goes:");
    left.replaceChildren(words, ...open.map((blank) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "hub-chip hub-chip--btn";
      made.textContent = blank;
      made.addEventListener("click", () => select(blank));
      return made;
    }));
  };
  const attach = async (files) => {
    const field = form.elements.files;
    const all = new DataTransfer();
    for (const file of field.files) all.items.add(file);
    for (const file of files) {
      const answer = await fetch(file.href);
      if (!answer.ok) throw new Error(file.name);
      all.items.add(new File([await answer.blob()], file.name, { type: file.type }));
    }
    field.files = all.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const take = async (option, place) => {
    const by = channel();
    try {
      const answer = await fetch(option.dataset.href, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error();
      const reply = await answer.json();
      if (channel() !== by) return; // another text is in the box by now
      const waited = text.selectionStart === place.end; // whoever typed on meanwhile does so where they are
      text.setRangeText(reply.text, place.start, place.end, waited ? "end" : "preserve");
      blanks = [...new Set([...blanks, ...reply.empty])];
      text.dispatchEvent(new Event("input", { bubbles: true }));
      if (reply.empty.length && waited) select(`{${reply.empty[0]}}`);
      if (reply.files.length && channel() !== "note") {
        await attach(reply.files).catch((error) => say(interpolate(gettext("%(name)s could not be attached. Attach it by hand, or choose the reply again."), { name: error.message }, true)));
      }
    } catch {
      say(gettext("The saved reply could not be fetched. Choose it again in a moment."));
    }
  };

  const list = deskSuggest({
    text,
    box,
    sign: "/",
    active: () => true,
    address: () => `${box.dataset.href}?channel=${channel()}`,
    take,
  });
  button.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (list.isOpen()) list.close();
    else list.open(false);
  });
  text.addEventListener("input", tell);
  form.addEventListener("change", (event) => event.target.name === "channel" && tell());
  document.body.addEventListener("reply-sent", () => { blanks = []; tell(); });
})();
