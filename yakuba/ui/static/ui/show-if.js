// Shows and hides the questions that depend on an answer. [data-questions] holds a form's questions, each in #field-<name>;
// when one with data-decides changes, the page is asked again (POST to the form's address with HX-Request, saving nothing).
// Questions that stay are left untouched, with what was typed, the files chosen and the focus; the server decides the rest.
(() => {
  const box = document.querySelector("form [data-questions]");
  const form = box?.closest("form");
  if (!form) return;
  const address = new URL(form.getAttribute("action") || "", location.href);
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  status.setAttribute("role", "status");
  box.after(status);

  const framesOf = (root) => [...root.querySelectorAll("[id^='field-']")];
  const labelOf = (frame) => frame.querySelector(".label, .choice span").textContent.trim();

  const say = (added) => {
    const words = document.body.dataset.sayNewQuestions;
    const labels = new Intl.ListFormat(document.documentElement.lang).format(added.map(labelOf));
    status.textContent = added.length ? words.replace("{labels}", () => labels) : "";
  };

  // A question that has just appeared is not yet wrong, whatever the server says of the empty box.
  const asNew = (frame) => {
    const node = document.importNode(frame, true);
    node.classList.remove("is-wrong");
    node.querySelectorAll(".error").forEach((error) => error.remove());
    node.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
    return node;
  };

  // 必須 and 任意 may change with an answer.
  const takeMark = (kept, frame) => {
    const [old, mark] = [kept, frame].map((root) => root.querySelector(":scope > :is(.must, .may)"));
    if (old && mark) old.replaceWith(document.importNode(mark, true));
  };

  const merge = (fresh) => {
    const wanted = framesOf(fresh);
    const ids = new Set(wanted.map((frame) => frame.id));
    framesOf(box).filter((frame) => !ids.has(frame.id)).forEach((frame) => frame.remove());
    const added = wanted.filter((frame) => !document.getElementById(frame.id));
    wanted.forEach((frame, place) => {
      const kept = document.getElementById(frame.id);
      if (kept) takeMark(kept, frame);
      else if (place) document.getElementById(wanted[place - 1].id).after(asNew(frame));
      else box.prepend(asNew(frame));
    });
    say(added);
  };

  box.addEventListener("change", (event) => {
    if (!event.target.closest("[data-decides]")) return;
    htmx.ajax("POST", address.pathname + address.search, { source: form, target: form, swap: "none" });
  });
  // Files stay here until the form is really sent.
  form.addEventListener("htmx:configRequest", (event) => {
    const sent = event.detail.formData;
    box.querySelectorAll("input[type=file]").forEach((input) => sent.delete(input.name));
  });
  form.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    event.detail.shouldSwap = false;
    // After a redirect (signed out, already sent) the questions are somebody else's.
    if (xhr.status !== 200 || new URL(xhr.responseURL).pathname !== address.pathname) return;
    const fresh = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-questions]");
    if (fresh) merge(fresh);
  });
})();
