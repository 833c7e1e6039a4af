// The error summary takes the focus when the page opens, and its links lead into the boxes.
(() => {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    const box = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
    if (!box) return;
    event.preventDefault();
    // The question comes into view with its label, not only the box.
    (box.closest(".field") || box).scrollIntoView();
    box.focus({ preventScroll: true });
  });
})();
