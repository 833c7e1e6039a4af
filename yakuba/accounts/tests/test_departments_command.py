"""`yakuba departments`: a real town's first step."""

import pytest
from django.core.management import CommandError, call_command

from yakuba.accounts import queries
from yakuba.core.actors import MACHINE
from yakuba.procedures.actions import publish
from yakuba.procedures.loader import COMMON

FACTS = ("--name", "生活環境課", "--section", "環境衛生係", "--symbol", "軽環", "--telephone", "0267-00-0105")


def add(*more: str) -> None:
    call_command("departments", "add", "--town", "karuizawa", "--code", "environment", *FACTS, *more)


def test_a_department_is_entered_and_listed(town, now, capsys):
    add("--from", "令和8年4月1日")
    assert queries.department("environment", now.date()).symbol == "軽環"
    assert "生活環境課 環境衛生係" in capsys.readouterr().out


def test_the_same_code_on_the_same_day_is_refused_in_words(town):
    add("--from", "2026-04-01")
    with pytest.raises(CommandError):
        add("--from", "2026-10-01")


def test_a_symbol_that_cannot_be_used_is_refused_in_words(town):
    with pytest.raises(CommandError, match="文書記号"):
        call_command("departments", "add", "--town=karuizawa", "--code=roads", *FACTS, "--symbol=軽 環")


def test_a_published_procedure_without_its_department_is_told(town, now, capsys):
    text = (COMMON / "dog-registration.yaml").read_text(encoding="utf-8")
    version = publish(text, actor=MACHINE, now=now)
    call_command("departments", "list", "--town", "karuizawa")
    told = capsys.readouterr().err
    assert version.definition.title in told
    assert version.definition.department in told
    add("--code", version.definition.department)
    assert not capsys.readouterr().err


def test_a_strange_day_and_an_unknown_town_are_refused_in_words(town):
    with pytest.raises(CommandError, match="4月"):
        add("--from", "令和8年4月31日")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("departments", "list", "--town", "nowhere")
