// The ready question comes into the composer: behind what is typed, never in its place. The server wrote it; a person
// edits and sends it. Which fields it asks for goes along, so that a short answer is understood.
"use strict";
(() => {
  const form = document.getElementById("composer");
  if (!form) return;
  const text = form.elements.text;
  const asked = form.elements.asked;

  document.body.addEventListener("ask-ready", (event) => {
    const { text: question, channel, fields } = event.detail;
    const choice = channel && form.querySelector(`[name=channel][value="${CSS.escape(channel)}"]`);
    if (choice && !choice.checked) choice.click();
    if (document.querySelector(".hub-trip:target")) location.hash = "talk"; // the phone shows one zone at a time
    if (!text.value.includes(question)) {
      const typed = text.value.trimEnd();
      text.value = typed ? `${typed}\n\n${question}` : question;
    }
    asked.value = fields;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  });

  // Who deletes the question asks nothing.
  text.addEventListener("input", () => {
    if (!text.value.trim()) asked.value = "";
  });
  document.body.addEventListener("reply-sent", () => { asked.value = ""; });
})();
