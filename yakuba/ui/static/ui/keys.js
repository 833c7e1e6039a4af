// Keyboard shortcuts of staff pages. data-key="a": a link is followed, a button gets the focus so that Enter presses it.
// J and K move through the rows of table[data-rows] (or tr[data-row]), O opens one, X ticks one; the key of a bulk act
// ([data-bulk]) ticks the row that one stands on, if none is ticked. "/" goes to the search, "?" lists
// the keys. Ignored while typing; can be switched off (WCAG 2.1.4).
(() => {
  const OFF = "keys-off";
  const ROWS = "[data-rows] tbody tr, tr[data-row]";
  const dialog = document.querySelector("[data-keys]");
  const opener = document.querySelector("[data-keys-open]");
  if (!dialog) return;

  const isOff = () => localStorage.getItem(OFF) === "yes";
  const isTyping = (node) => node.matches("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
  const wordsOf = (node) => (node.dataset.keyWords || [...node.childNodes]
    .filter((part) => part.nodeName !== "KBD").map((part) => part.textContent).join("")).trim();

  // What is hidden until a row is ticked can be reached from the row itself.
  const keyed = () => [...document.querySelectorAll("[data-key]")].filter((node) => node.checkVisibility() || node.closest("[data-bulk]"));
  const rowHere = () => document.activeElement.closest("tr");

  const lines = () => {
    const rows = document.querySelector(ROWS)
      ? [["J", "次の行"], ["K", "前の行"], ["O", "行を開く"], ["X", "行を選ぶ"]] : [];
    const search = document.querySelector("[data-search]") ? [["/", "探す"]] : [];
    const own = keyed().map((node) => [node.dataset.key.toUpperCase(), wordsOf(node)]);
    return [...rows, ...search, ...own, ["?", "この一覧"]];
  };

  const line = ([key, words]) => {
    const item = document.createElement("li");
    const cap = document.createElement("kbd");
    cap.textContent = key;
    item.append(cap, words);
    return item;
  };

  const nameSwitch = () => {
    dialog.querySelector("[data-keys-switch]").textContent = isOff() ? "キーボード操作を使う" : "キーボード操作を止める";
  };

  const open = () => {
    dialog.querySelector("[data-keys-list]").replaceChildren(...lines().map(line));
    nameSwitch();
    dialog.showModal();
  };

  const move = (step) => {
    const links = [...document.querySelectorAll(ROWS)].map((row) => row.querySelector("a[href]")).filter(Boolean);
    const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    links[Math.min(Math.max(here + step, 0), links.length - 1)]?.focus();
  };

  const press = (node) => {
    const box = node.closest("[data-bulk][hidden]") && rowHere()?.querySelector("input[type=checkbox]");
    if (box) box.click();
    return node.matches("a, [type=button]") ? node.click() : node.focus();
  };

  const act = (key) => {
    if (key === "?") return open();
    if (key === "/") return document.querySelector("[data-search]")?.focus();
    const rows = document.querySelector(ROWS);
    if (rows && (key === "j" || key === "k")) return move(key === "j" ? 1 : -1);
    if (rows && key === "o") return rowHere()?.querySelector("a[href]")?.click();
    if (rows && key === "x") return rowHere()?.querySelector("input[type=checkbox]")?.click();
    const node = keyed().find((other) => other.dataset.key === key);
    return node && press(node);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open) return;
    if (isOff() || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    const known = lines().some(([name]) => name.toLowerCase() === key);
    if (!known) return;
    event.preventDefault();
    act(key);
  });
  opener.hidden = false;
  opener.addEventListener("click", open);
  dialog.querySelector("[data-keys-close]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-keys-switch]").addEventListener("click", () => {
    if (isOff()) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
    nameSwitch();
  });
})();
