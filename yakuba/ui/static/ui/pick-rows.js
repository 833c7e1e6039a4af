// Picking rows of a staff list: marks them, counts them, and shows the bar of what can be done with all of them.
// table[data-rows] with checkboxes, one input[data-pick-all], [data-bulk] with [data-bulk-count], button[data-bulk-none].
(() => {
  document.querySelectorAll("table[data-rows]").forEach((table) => {
    const bar = document.querySelector("[data-bulk]");
    const all = table.querySelector("[data-pick-all]");
    const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
    if (!bar || !boxes.length) return;

    const show = () => {
      const picked = boxes.filter((box) => box.checked).length;
      boxes.forEach((box) => box.closest("tr").classList.toggle("picked", box.checked));
      bar.hidden = !picked;
      bar.querySelector("[data-bulk-count]").textContent = `${picked}件を選択中`;
      if (!all) return;
      all.checked = picked === boxes.length;
      all.indeterminate = picked > 0 && picked < boxes.length;
    };
    const pick = (on) => {
      boxes.forEach((box) => { box.checked = on; });
      show();
    };

    table.addEventListener("change", (event) => (event.target === all ? pick(all.checked) : show()));
    bar.querySelector("[data-bulk-none]")?.addEventListener("click", () => pick(false));
    // The browser may have kept the boxes ticked when coming back.
    addEventListener("pageshow", show);
  });
})();
