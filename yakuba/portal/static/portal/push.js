// form[data-push] holds the town's key and data-push-worker the address of push-worker.js, which shows notifications. Its
// button asks the browser for permission, and what the browser answers is sent with the form. What cannot be done is said in the
// form's own hidden paragraphs.
(() => {
  const form = document.querySelector("form[data-push]");
  if (!form) return;
  const button = form.querySelector("button");
  const say = (name) => form.querySelectorAll("[data-push-say]").forEach((words) => {
    words.hidden = words.dataset.pushSay !== name;
  });
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    say("missing");
    button.hidden = true;
    return;
  }
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    say("");
    if (await Notification.requestPermission() !== "granted") {
      say("refused");
      return;
    }
    button.disabled = true;
    try {
      await navigator.serviceWorker.register(form.dataset.pushWorker);
      const { pushManager } = await navigator.serviceWorker.ready;
      const place = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) });
      form.elements.answer.value = JSON.stringify(place);
    } catch {
      button.disabled = false;
      say("failed");
      return;
    }
    form.submit();
  });
})();
