// A form that goes as a page of its own (form[data-keep], with the key of its person): the session may have ended while
// they wrote, and the sign-in that is sent in its place knows nothing of their words. This tab keeps them until then.
"use strict";
(() => {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const key = `form:${form.dataset.keep}:${location.pathname}`;
  const words = () => [...form.elements].filter((field) => field.name && !/^(hidden|file|submit|button|checkbox)$/.test(field.type) && (field.type !== "radio" || field.checked));
  const store = () => {
    try {
      sessionStorage.setItem(key, JSON.stringify(words().map(({ name, value }) => [name, value])));
    } catch {
      // A browser that keeps nothing.
    }
  };
  const take = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(key) || "[]");
      sessionStorage.removeItem(key);
      return kept;
    } catch {
      return [];
    }
  };
  // From the sign-in, ours or Microsoft's. Who comes from a page of the desk, or types the address, begins anew: what is
  // kept from then may have become an inquiry long ago.
  const from = document.referrer ? new URL(document.referrer) : null;
  const signedIn = from && (from.origin !== location.origin || from.pathname.startsWith("/sign-in/"));
  const kept = take();
  for (const [name, value] of signedIn ? kept : []) {
    const field = form.elements[name]; // of radios all of a name
    if (!field || field.value === value) continue;
    field.value = value;
    field.dispatchEvent?.(new Event("input", { bubbles: true }));
  }
  form.addEventListener("input", store);
  form.addEventListener("submit", store);
})();
