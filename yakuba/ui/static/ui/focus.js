// After a button that made the page anew, goes on where the person was: [data-focus] names the question.
(() => {
  const name = document.querySelector("form[data-focus]")?.dataset.focus;
  const frame = name && (document.getElementById(`field-${name}`) || document.querySelector(`[id^='field-${CSS.escape(name)}__']`));
  if (!frame) return;
  const control = frame.querySelector("input:not([type=hidden]), select, textarea, button");
  (control || frame).focus({ preventScroll: true });
  frame.scrollIntoView({ block: "center" });
})();
