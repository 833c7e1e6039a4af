// form[data-passkey] holds what the browser needs (JSON); data-passkey-act is "create" or "get". Its button asks the device,
// and what the device answers is sent with the form. What cannot be done is said in the form's own hidden paragraphs.
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const say = (name) => form.querySelectorAll("[data-passkey-say]").forEach((words) => {
    words.hidden = words.dataset.passkeySay !== name;
  });
  if (!window.PublicKeyCredential) {
    say("missing");
    return;
  }
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const withIds = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = () => {
    const options = JSON.parse(form.dataset.passkey);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    if (options.excludeCredentials) options.excludeCredentials = withIds(options.excludeCredentials);
    if (options.allowCredentials) options.allowCredentials = withIds(options.allowCredentials);
    return options;
  };

  const answered = ({ id, rawId, type, response }) => {
    const found = { clientDataJSON: text(response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[part]) found[part] = text(response[part]);
    }
    if (response.getTransports) found.transports = response.getTransports();
    return JSON.stringify({ id, rawId: text(rawId), type, response: found, clientExtensionResults: {} });
  };

  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    say("");
    try {
      const made = await navigator.credentials[form.dataset.passkeyAct]({ publicKey: asked() });
      form.elements.answer.value = answered(made);
    } catch {
      say("failed");
      return;
    }
    form.submit();
  });
})();
