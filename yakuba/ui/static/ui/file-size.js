// Says that a file is too large before it is sent. On the form: data-max-file-bytes for each file, data-max-bytes for all
// together; on an input data-max-bytes goes before the form's.
(() => {
  // Rounded up, so that a file just above the limit never reads like the limit.
  const megabytes = (bytes) => `${Math.ceil(bytes / 100000) / 10}MB`;

  const words = (name, size, limit) =>
    document.body.dataset[name].replace("{size}", megabytes(size)).replace("{limit}", megabytes(limit));

  const fault = (input) => {
    const limit = Number(input.dataset.maxBytes || input.form?.dataset.maxFileBytes);
    const large = limit && [...input.files].find((file) => file.size > limit);
    if (!large) return "";
    return words("sayTooLarge", large.size, limit).replace("{name}", () => large.name);
  };

  const faultOfAll = (form) => {
    const limit = Number(form.dataset.maxBytes);
    const inputs = [...form.querySelectorAll("input[type=file]")];
    const total = inputs.flatMap((input) => [...input.files]).reduce((sum, file) => sum + file.size, 0);
    if (!limit || total <= limit) return "";
    return words("sayAllTooLarge", total, limit);
  };

  const say = (input, words) => {
    const id = `${input.id}_too_large`;
    document.getElementById(id)?.remove();
    input.toggleAttribute("aria-invalid", Boolean(words));
    if (!words) return;
    input.setAttribute("aria-invalid", "true");
    const line = document.createElement("p");
    Object.assign(line, { id, className: "error", textContent: words });
    line.setAttribute("role", "alert");
    input.before(line);
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file]")) say(event.target, fault(event.target));
  });
  // Before submit-once.js hears of it.
  document.addEventListener("submit", (event) => {
    const inputs = [...event.target.querySelectorAll("input[type=file]")].filter((input) => input.files.length);
    const wrong = inputs.find(fault) || (faultOfAll(event.target) && inputs.at(-1));
    if (!wrong) return;
    event.preventDefault();
    say(wrong, fault(wrong) || faultOfAll(event.target));
    wrong.focus();
  }, true);
})();
