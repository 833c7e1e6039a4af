// form[data-submit-once] that was sent is not sent again by a second press. Coming back to the page, or waiting, makes it ready again.
(() => {
  const WAIT_MS = 15000;

  const free = (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("[data-words]").forEach((button) => {
      button.removeAttribute("aria-disabled");
      button.replaceChildren(...button.kept);
      delete button.dataset.words;
    });
  };

  const hold = (form, button) => {
    form.dataset.sending = "";
    setTimeout(() => free(form), WAIT_MS);
    if (!button) return;
    // Not `disabled`: a disabled button's own name and value would not be sent.
    button.setAttribute("aria-disabled", "true");
    button.dataset.words = "";
    button.kept = [...button.childNodes];
    button.textContent = button.dataset.busy || document.body.dataset.saySending;
  };

  // Enter presses the hidden first button (languages.html): the one that people see says that it is sent.
  const pressed = (form, button) => (button && "default" in button.dataset ? form.querySelector("button") : button);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !("submitOnce" in form.dataset)) return;
    if ("sending" in form.dataset) event.preventDefault();
    else hold(form, pressed(form, event.submitter));
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(free));
})();
