"""Every dependency is in use, has its line of reason in decision 0017, and comes by hash and from no address."""

from __future__ import annotations

import importlib.metadata
import re

import pytest

from tests.rules import repository
from tests.rules.repository import imported, none_of

RECORD = repository.DOCS / "decisions" / "0017-dependencies.md"


def name_of(requirement: str) -> str:
    """The bare name of a requirement: psycopg[binary]>=3.2 is psycopg."""
    return re.split(r"[\s\[<>=!~;]", requirement)[0].lower()


def run_time() -> list[str]:
    return [name_of(line) for line in repository.project()["project"]["dependencies"]]


def grouped() -> list[str]:
    groups = repository.project()["dependency-groups"]
    return [name_of(line) for group in groups.values() for line in group]


@pytest.mark.parametrize("name", [*run_time(), *grouped()])
def test_every_dependency_has_its_line_of_reason(name):
    lines = RECORD.read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if line.startswith(f"| {name} |")]
    assert len(found) == 1, f"{RECORD.name} needs a line `| {name} | … |`"


def test_no_reason_outlives_its_dependency():
    lines = re.findall(r"(?m)^\| ([a-z0-9-]+) \|", RECORD.read_text(encoding="utf-8"))
    none_of(sorted(set(lines) - set(run_time()) - set(grouped()) - {"name"}))


def top_modules(distribution: str) -> set[str]:
    """What one imports of a distribution."""
    files = importlib.metadata.files(distribution) or []
    tops = {
        file.parts[0] for file in files if file.suffix in {".py", ".so"} and ".dist-info" not in file.parts[0]
    }
    return {top.split(".")[0] for top in tops}


# Used by name in settings or as a program, and never imported.
BY_NAME = {
    "django-csp": "csp.middleware",
    "django-tasks-db": "django_tasks_db",
    "django-htmx": "django_htmx",
    "granian": "granian",
    "whitenoise": "whitenoise.middleware",
}


@pytest.mark.parametrize("name", run_time())
def test_every_dependency_is_in_use(name):
    used = {what.partition(".")[0] for module in repository.program() for _, what in imported(module.tree)}
    if top_modules(name) & used:
        return
    assert name in BY_NAME, f"{name} is imported nowhere"
    places = [path for path in repository.PACKAGE.rglob("*") if path.suffix in {".py", ".html"}]
    assert any(BY_NAME[name] in path.read_text(encoding="utf-8") for path in places), name


@pytest.mark.parametrize("lock", ["run", "test", "tools"])
def test_a_lock_holds_names_versions_and_hashes_and_no_address(lock):
    text = (repository.ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    packages = re.findall(r"(?m)^([a-z0-9_.-]+)==", text)
    assert packages
    assert all(re.search(rf"(?m)^{re.escape(name)}==[^\n]*\\\n\s+--hash=sha256:", text) for name in packages)


def test_the_locks_hold_every_dependency():
    run = (repository.ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    none_of([name for name in run_time() if not re.search(rf"(?m)^{re.escape(name)}(\[|==)", run)])
