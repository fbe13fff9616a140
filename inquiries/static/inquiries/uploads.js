// Files go up as soon as they are chosen, dropped on the composer or pasted, and stay with the draft: a reload keeps
// them. What is too large, and what the channel would not take, is said at once.
"use strict";
(() => {
  const form = document.getElementById("composer");
  if (!form || !form.elements.files) return;
  const going = document.createElement("div");
  going.className = "hub-comp__files";
  document.getElementById("comp-files").after(going);
  const error = document.getElementById("comp-error");
  const limit = Number(form.dataset.limit);
  const channel = () => (form.querySelector("[name=channel]:checked") || {}).value;
  let pasted = 0;
  let line = Promise.resolve();

  const say = (words) => {
    if (!words) return;
    const box = document.createElement("div");
    box.className = "hub-bar";
    box.dataset.tone = "now";
    const lead = document.createElement("p");
    lead.className = "hub-grow";
    lead.textContent = words;
    box.append(lead);
    error.replaceChildren(box);
  };
  const headers = (request) => {
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    request.setRequestHeader("Accept", "application/json");
  };
  const told = (request) => {
    try {
      return JSON.parse(request.responseText);
    } catch {
      return { said: request.status === 413 ? gettext("That is too large.") : gettext("Sign in again, then attach it once more.") };
    }
  };

  const chip = (file, stop) => {
    const made = document.createElement("span");
    made.className = "hub-chip hub-chip--line is-going";
    const share = document.createElement("span");
    share.className = "hub-mute hub-num";
    share.textContent = "0 %";
    const off = document.createElement("button");
    off.type = "button";
    off.className = "hub-link";
    off.textContent = gettext("Stop");
    off.addEventListener("click", stop);
    made.append(`${file.name} `, share, " ", off);
    going.append(made);
    return { made, share };
  };
  const up = (file) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const { made, share } = chip(file, () => request.abort());
    const end = (done, words) => {
      made.remove();
      say(words);
      if (done) resolve();
      else reject(new Error(words || "stopped"));
    };
    const body = new FormData();
    body.append("channel", channel());
    body.append("word", form.elements.word.value);
    body.append("files", file, file.name);
    request.open("POST", `${form.dataset.draft}files/`);
    headers(request);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) share.textContent = `${Math.round((event.loaded / event.total) * 100)} %`;
    });
    request.addEventListener("load", () => {
      const answer = told(request);
      if (request.status === 200 && answer.files !== undefined) {
        form.dispatchEvent(new CustomEvent("draft-files", { detail: answer }));
        end(true, answer.said);
      } else {
        end(false, answer.said);
      }
    });
    request.addEventListener("error", () => end(false, interpolate(gettext("%(name)s did not get through. Attach it again."), file, true)));
    request.addEventListener("abort", () => end(false, ""));
    request.send(body);
  });

  const take = (files) => {
    error.replaceChildren();
    if (channel() === "note") {
      say(gettext("Files go with mail or WhatsApp, not with a note."));
      return;
    }
    for (const file of files) {
      if (file.size > limit) {
        const values = { name: file.name, size: (limit / 1e6).toFixed(1) };
        say(interpolate(gettext("%(name)s is larger than %(size)s MB. Send a link or a smaller version."), values, true));
        continue;
      }
      // One after the other, in the order in which they were chosen.
      const mine = line.then(() => up(file));
      line = mine.catch(() => {});
      form.pending.add(mine);
      mine.catch(() => {}).finally(() => form.pending.delete(mine));
    }
  };

  form.elements.files.addEventListener("change", (event) => {
    take([...event.target.files]);
    event.target.value = "";
  });
  form.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData ? event.clipboardData.files : [])];
    if (!files.length) return;
    event.preventDefault();
    take(files.map((file) => {
      if (!file.type.startsWith("image/") || !/^image\.\w+$/.test(file.name)) return file;
      pasted += 1;
      const name = interpolate(gettext("Pasted picture %(number)s"), { number: pasted }, true);
      return new File([file], `${name}.${file.name.split(".").pop()}`, { type: file.type });
    }));
  });
  const holds = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      if (!holds(event)) return;
      event.preventDefault();
      form.classList.add("is-drop");
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("is-drop");
  });
  form.addEventListener("drop", (event) => {
    form.classList.remove("is-drop");
    if (!holds(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });

  form.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-drop]");
    if (!drop) return;
    const request = new XMLHttpRequest();
    request.open("POST", drop.dataset.drop);
    headers(request);
    request.addEventListener("load", () => {
      if (request.status === 200) form.dispatchEvent(new CustomEvent("draft-files", { detail: told(request) }));
      else if (request.status === 404) drop.closest(".hub-chip").remove();
      else say(told(request).said);
    });
    request.addEventListener("error", () => say(gettext("The desk cannot be reached. The file is still attached.")));
    request.send();
  });
})();
