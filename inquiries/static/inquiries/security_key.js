// Joins the button of a page to allauth's script, which asks the browser for a key and sends what it signed.
"use strict";
globalThis.gettext ??= (words) => words;
(() => {
  const button = document.getElementById("key-button");
  const said = document.getElementById("key-said");
  const words = {
    NotAllowedError: gettext("Nothing was confirmed. Try again, and touch the key or use the fingerprint when asked."),
    InvalidStateError: gettext("This key is added already."),
    SecurityError: gettext("Keys work only at the desk's own address, over https."),
  };
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const error = event.detail.exception;
    said.textContent = words[error && error.name] || gettext("The browser could not use a key. Try again, or use a code.");
    said.hidden = false;
  });
  button.addEventListener("click", () => { said.hidden = true; });
  if (!window.PublicKeyCredential) {
    button.disabled = true;
    said.textContent = gettext("This browser, or this address, cannot use security keys.");
    said.hidden = false;
    return;
  }
  const ids = { data: "key-data", credential: "id_credential" };
  const forms = window.allauth.webauthn.forms;
  if (button.dataset.keyDoes === "add") forms.addForm({ ids: { ...ids, add: "key-button" } });
  else forms.authenticateForm({ ids: { ...ids, authenticate: "key-button" } });
})();
