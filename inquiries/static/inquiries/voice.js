// Voice notes as a row of bars drawn from the sound itself. Without this file the browser's own player stands there.
"use strict";
(() => {
  const BARS = 46;
  const ns = "http://www.w3.org/2000/svg";
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const draw = (svg, heights) => {
    svg.replaceChildren(...heights.map((height, index) => {
      const bar = document.createElementNS(ns, "rect");
      bar.setAttribute("x", index * 4);
      bar.setAttribute("y", 12 - height * 11);
      bar.setAttribute("width", 2.4);
      bar.setAttribute("height", Math.max(2, height * 22));
      bar.setAttribute("rx", 1.2);
      return bar;
    }));
  };
  const loudness = (samples) => {
    const step = Math.max(1, Math.floor(samples.length / BARS));
    const peaks = Array.from({ length: BARS }, (_, bar) => {
      let sum = 0;
      for (let at = bar * step; at < Math.min((bar + 1) * step, samples.length); at += 1) sum += samples[at] ** 2;
      return Math.sqrt(sum / step);
    });
    const top = Math.max(...peaks, 0.0001);
    return peaks.map((peak) => peak / top);
  };
  const icon = (name, audio) => {
    const svg = document.createElementNS(ns, "svg");
    svg.setAttribute("class", "hub-i");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(ns, "path");
    path.setAttribute("d", name === "play" ? "M5.5 3.5v9l7-4.5z" : "M5 3.5v9M11 3.5v9");
    if (name === "play") path.setAttribute("fill", "currentColor");
    svg.append(path);
    audio.button.replaceChildren(svg);
    audio.button.setAttribute("aria-label", name === "play" ? gettext("Play voice note") : gettext("Pause voice note"));
  };
  const dress = (box) => {
    const audio = box.querySelector("audio");
    if (!audio || box.classList.contains("has-player")) return;
    box.classList.add("has-player");
    const part = { button: document.createElement("button"), svg: document.createElementNS(ns, "svg"), time: document.createElement("span") };
    part.button.type = "button";
    part.button.className = "hub-voice__play";
    part.svg.setAttribute("viewBox", "0 0 184 24");
    part.svg.setAttribute("preserveAspectRatio", "none");
    part.svg.setAttribute("class", "hub-voice__bars");
    part.time.className = "hub-mute hub-num";
    icon("play", part);
    draw(part.svg, Array(BARS).fill(0.06));
    box.prepend(part.button, part.svg, part.time);
    part.button.addEventListener("click", () => (audio.paused ? audio.play() : audio.pause()));
    part.svg.addEventListener("click", (event) => {
      const frame = part.svg.getBoundingClientRect();
      if (Number.isFinite(audio.duration)) audio.currentTime = ((event.clientX - frame.left) / frame.width) * audio.duration;
    });
    audio.addEventListener("play", () => icon("pause", part));
    audio.addEventListener("pause", () => icon("play", part));
    audio.addEventListener("timeupdate", () => {
      const share = audio.currentTime / (audio.duration || 1);
      part.time.textContent = clock(audio.currentTime);
      [...part.svg.children].forEach((bar, index) => bar.classList.toggle("is-past", index / BARS < share));
    });
    new IntersectionObserver((seen, watcher) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      fetch(audio.src)
        .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error("gone"))))
        .then((bytes) => new OfflineAudioContext(1, 1, 44100).decodeAudioData(bytes))
        .then((sound) => {
          draw(part.svg, loudness(sound.getChannelData(0)));
          part.time.textContent = clock(sound.duration);
        })
        .catch(() => box.classList.remove("has-player")); // a format this browser cannot read: its own player says so
    }).observe(box);
  };
  const all = (root) => root.querySelectorAll && root.querySelectorAll(".hub-voice").forEach(dress);
  document.addEventListener("DOMContentLoaded", () => {
    all(document);
    document.body.addEventListener("htmx:load", (event) => all(event.target));
  });
})();
