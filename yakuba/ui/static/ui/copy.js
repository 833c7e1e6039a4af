// A button with data-copy="id" copies the text of that element and says so.
(() => {
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const words = button.querySelector("span") || button;
    const before = words.textContent;
    words.setAttribute("aria-live", "polite");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      words.textContent = document.body.dataset.sayCopied;
      setTimeout(() => { words.textContent = before; }, 4000);
    });
  });
})();
