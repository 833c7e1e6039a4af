// Keeps a page of long work up to date: [data-progress] is fetched anew until it no longer has data-going.
// Nothing moves while the person has the focus inside; without a script the page is loaded anew by its own link.
(() => {
  const EVERY_MS = 1500;
  const box = () => document.querySelector("[data-progress]");

  const look = async () => {
    if (document.hidden || box().contains(document.activeElement)) return true;
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = fresh.querySelector("[data-progress]");
    if (!part) return false;
    box().replaceWith(document.importNode(part, true));
    document.title = fresh.title;
    if ("going" in part.dataset) return true;
    // Said once, when it is over: every step in between would only disturb.
    document.querySelector("[data-progress-said]").textContent = part.querySelector("[data-progress-words]").textContent;
    return false;
  };

  const go = () => setTimeout(() => look().catch(() => true).then((more) => more && go()), EVERY_MS);
  if (box() && "going" in box().dataset) go();
})();
