"""Looks at a page as it stands: accessibility rules, size of text and targets, width of the phone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (360, 1280)
# A folder for pictures of every page that is looked at; without it none are taken.
PICTURES = os.environ.get("YAKUBA_TEST_PICTURES")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # only a rule that is not among these reads style sheets
}
SMALLEST_TEXT = 16
SMALLEST_TARGET = 24  # WCAG 2.2, 2.5.8
SMALLEST_BUTTON = 44  # the design: buttons, and links that stand alone

MEASURE = """([text, target, button]) => {
  const shown = (node) => {
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    if (node.closest(".visually-hidden, .skip")) return false;
    const box = node.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  };
  const name = (node) => `<${node.localName}${node.className ? "." + String(node.className.baseVal ?? node.className).replaceAll(" ", ".") : ""}> ${(node.textContent || node.name || "").trim().replace(/\\s+/g, " ").slice(0, 40)}`;
  const small = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(node)) continue;
    const size = parseFloat(getComputedStyle(node).fontSize);
    if (size < text) small.add(`text of ${size}px: ${name(node)}`);
  }
  document.querySelectorAll("input:not([type=checkbox], [type=radio]), select, textarea").forEach((node) => {
    const size = parseFloat(getComputedStyle(node).fontSize);
    if (shown(node) && size < text) small.add(`text of ${size}px: ${name(node)}`);
  });
  // A link in a sentence has text beside it in the same line.
  const inSentence = (node) => {
    if (getComputedStyle(node).display !== "inline") return false;
    let block = node.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const own = node.textContent.trim().length;
    return block.textContent.trim().length - own > 3;
  };
  document.querySelectorAll("a[href], button, select, textarea, input:not([type=hidden]), summary").forEach((node) => {
    if (!shown(node)) return;
    const label = node.matches("input[type=checkbox], input[type=radio]") && node.closest("label");
    const box = (label || node).getBoundingClientRect();
    const [width, height] = [Math.round(box.width * 10) / 10, Math.round(box.height * 10) / 10];
    const need = node.matches("a") && inSentence(node) ? 0 : button;
    if (height < need || width < Math.min(need, target)) small.add(`target of ${width}×${height}px: ${name(node)}`);
  });
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over > 0) {
    const wide = [...document.querySelectorAll("body *")].filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5 && !node.closest(".scroll"));
    small.add(`${over}px too wide: ${wide.slice(0, 3).map(name).join(" | ")}`);
  }
  return [...small];
}"""


class Look:
    """Looks at pages and keeps what is wrong with them, each with the name of the page and the width."""

    def __init__(self, name: str) -> None:
        self.faults: list[str] = []
        self._name = name
        self._count = 0

    def __call__(self, page: Page, what: str) -> None:
        """Look at the page at phone and desk width; `what` says which page, in which state."""
        page.wait_for_load_state()
        before = page.viewport_size
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = [*self._broken_rules(page), *page.evaluate(MEASURE, self._limits())]
            self.faults += [f"{what} ({width}px): {fault}" for fault in found]
            self._picture(page, what, width)
        if before:
            page.set_viewport_size(before)

    @staticmethod
    def _limits() -> list[int]:
        return [SMALLEST_TEXT, SMALLEST_TARGET, SMALLEST_BUTTON]

    @staticmethod
    def _broken_rules(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        answer: dict[str, Any] = page.evaluate("rules => axe.run(rules)", RULES)
        return [
            f"{rule['id']}: {rule['help']}: {', '.join(str(node['target']) for node in rule['nodes'][:4])}"
            for rule in answer["violations"]
        ]

    def _picture(self, page: Page, what: str, width: int) -> None:
        if PICTURES is None:
            return
        self._count += 1
        folder = Path(PICTURES) / str(width)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(
            path=folder / f"{self._name}-{self._count:03}-{what}.png".replace(" ", "_"), full_page=True
        )
