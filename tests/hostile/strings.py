"""What somebody hostile, or a broken program, types: one table for every form and for the API."""

from __future__ import annotations

# A script that runs says so here; the browser tests look whether anybody did.
FLAG = "yakubaHit"
RUN = f"window.{FLAG}=1"
MARK = "zq7"  # in every string, so that a page is searched for it

SCRIPTS = {
    "script": f"{MARK}<script>{RUN}</script>",
    "closing tags": f"{MARK}</textarea></title></script><script>{RUN}</script>",
    "attribute, double": f'{MARK}" onfocus="{RUN}" autofocus x="',
    "attribute, single": f"{MARK}' onmouseover='{RUN}' x='",
    "image": f"{MARK}<img src=x onerror={RUN}>",
    "svg": f"{MARK}<svg/onload={RUN}>",
    "address": f"javascript:{RUN}//{MARK}",
    "comment": f"{MARK}--><script>{RUN}</script><!--",
    "half width": f"{MARK}＜script＞{RUN}＜/script＞",
}
TEMPLATES = {
    "template": MARK + "{{ request.user }}{% debug %}{{ settings.SECRET_KEY }}",
    "braces": MARK + "{0.__class__.__mro__}{name!r}%(name)s%s%n${7*7}#{7*7}",
    "typst": f'{MARK}#read("/etc/passwd") #let x = 1; $sum$ \\u{{202e}} *_`@<',
}
QUERIES = {
    "quote": f"{MARK}' OR '1'='1' -- ",
    "statement": f'{MARK}"; DROP TABLE applications_application; --',
    "like": f"{MARK}%_\\",
}
CHARACTERS = {
    "nul": f"{MARK}\x00b",
    "control": f"{MARK}\x01\x08\x0b\x1b[31m\x7f\x85",
    "surrogate": f"{MARK}\ud800",
    "not a character": f"{MARK}\uffff\ufdd0",
    "right to left": f"{MARK}\u202efdp.exe\u202c\u2066\u2069",
    "invisible": f"{MARK}\u200b\u200d\ufeff\u2060",
    "picture": f"{MARK}👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "marks": MARK + "か" + "\u0301" * 60,
    "private": f"{MARK}\ue000\U000f0000",
}
FORMULAS = {
    "equals": f'=HYPERLINK("http://127.0.0.1/{MARK}","x")',
    "plus": f"+{MARK}+cmd|' /C calc'!A0",
    "minus": f"-{MARK}+1",
    "at": f"@SUM({MARK})",
    "tab": f"\t={MARK}",
    "return": f"\r={MARK}",
    "full width": f"＝{MARK}()",
    "after spaces": f"  \u3000={MARK}()",
}
PATHS = {
    "dots": f"../../../../{MARK}/etc/passwd",
    "windows": f"..\\..\\{MARK}\\CON.txt",
    "file": f"file:///{MARK}/etc/passwd",
}
HEADERS = {
    "line ends": f"{MARK}\r\nSet-Cookie: {MARK}=1\r\nBcc: {MARK}@example.net",
    "percent": f"{MARK}%0d%0aLocation:%20//{MARK}.example",
    "two slashes": f"//{MARK}.example/%2e%2e",
}
NUMBERS = {
    "huge": "9" * 400,
    "digits of others": "१२३٤٥٦" + MARK,
    "exponent": "1e999999",
    "negative": "-2147483649",
    "not a number": "NaN",
    "infinity": "-Infinity",
    "hex": "0x7fffffffffffffff",
    "largest": "9223372036854775808",
}
LONG = {"long": MARK + "あ" * 3_000}
VERY_LONG = {"very long": MARK + "あ" * 350_000}  # 1 MB in UTF-8

TABLE: dict[str, str] = {
    **SCRIPTS, **TEMPLATES, **QUERIES, **CHARACTERS, **FORMULAS, **PATHS, **HEADERS, **NUMBERS, **LONG,
}  # fmt: skip
