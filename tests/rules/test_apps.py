"""What every app keeps to: its three sentences, its place in the layers, the shape of its actions, its ports."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from tests.rules import repository
from tests.rules.repository import none_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


# Three sentences --------------------------------------------------------------------------------
def sentences(docstring: str) -> list[str]:
    """The sentences of a docstring: each ends with a full stop before a space, a line end or the end."""
    return [part for part in re.split(r"(?<=[.?!])\s+", docstring.strip()) if part]


@pytest.mark.parametrize("app", repository.apps())
def test_an_app_says_in_three_sentences_what_it_is_for_what_it_owns_and_what_it_never_does(app):
    said = sentences(importlib.import_module(f"yakuba.{app}").__doc__ or "")
    assert len(said) == 3, said
    assert "owns" in said[1], said[1]
    assert "never" in said[2], said[2]


def test_sentences_are_told_apart():
    assert len(sentences("The look at /ui/.\n\nIt owns CSS.\nIt never acts.")) == 3
    assert len(sentences("One only, e.g.this.")) == 1


# Layers -----------------------------------------------------------------------------------------
def contracts() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = repository.project()["tool"]["importlinter"]["contracts"]
    return found


def exceptions(contract: dict[str, Any]) -> list[str]:
    """The keys by which a contract lets somebody past."""
    return [key for key in contract if key.startswith(("ignore", "unmatched"))]


def test_no_import_contract_has_an_exception_list():
    assert exceptions({"name": "a", "ignore_imports": ["b -> c"]})
    none_of([f"{contract['name']}: {key}" for contract in contracts() for key in exceptions(contract)])


def test_every_app_has_its_place_in_the_layers_and_keeps_the_order_inside():
    layers, inside = contracts()[0], contracts()[1]
    placed = {name.strip() for line in layers["layers"] for name in line.split("|")}
    assert set(repository.apps()) <= placed
    assert {f"yakuba.{app}" for app in repository.apps()} == set(inside["containers"])


# Actions ----------------------------------------------------------------------------------------
# Actions in whose signature something is missing, each with its reason. A reason that holds no more fails.
WITHOUT_ACTOR = {
    "accounts.begin_successions": "the clock",
    "accounts.begin_session": "part of the sign-in that calls it",
    "accounts.touch_session": "the clock, while a session is used",
    "accounts.forget_old_sign_ins": "the clock",
    "accounts.check_password": "nobody has signed in yet",
    "accounts.check_totp": "nobody has signed in yet; the member of staff is the subject",
    "accounts.confirm_totp": "nobody has signed in yet; the member of staff is the subject",
    "accounts.enrol_totp": "nobody has signed in yet; the user is the subject",
    "accounts.request_sign_in_code": "anybody may ask for a code",
    "accounts.sign_in_with_passkey": "nobody has signed in yet",
    "accounts.sign_in_with_code": "nobody has signed in yet",
    "accounts.use_recovery_code": "nobody has signed in yet; the member of staff is the subject",
    "accounts.forget_old_codes": "the clock",
    "accounts.forget_person": "part of the action that calls it",
    "accounts.forget_old_tokens": "the clock",
    "accounts.forget_old_uses": "the clock",
    "accounts.touch_token": "counts, while a token is used",
    "api.forget_keys": "the clock",
    "core.advance_run": "start_run has asked; progress is no fact",
    "core.cancel_timer": "part of the action that calls it",
    "core.close_matter": "part of the action that calls it",
    "core.create_municipality": "the installation itself: there is no town yet whose staff could act",
    "core.destroy_key": "part of the action that calls it",
    "core.forget_run": "the clock",
    "core.next_number": "part of the action that calls it",
    "core.open_matter": "part of the action that calls it",
    "core.replace_lost_key": "part of the restoring that calls it",
    "core.set_timer": "part of the action that calls it",
    "core.shut_out": "part of the action that calls it",
    "documents.admit": "looks at an upload, writes nothing",
    "documents.make": "a worker carries out what `request` asked for",
    "documents.print_copy": "who asked, the run that keeps it says",
    "documents.remove_orphans": "the clock, on bytes that no row knows",
    "messaging.count_returned": "a worker",
    "messaging.deliver": "a worker carries out what `send` wrote",
    "messaging.drop_expired_codes": "the clock",
    "messaging.lease_mails": "a worker",
    "messaging.lease_pushes": "a worker",
    "messaging.note_failure": "a worker",
    "messaging.note_success": "a worker",
    "messaging.notify": "a worker carries out what `send` wrote",
    "messaging.take_turn": "a worker",
    "messaging.put_back": "a worker",
    "messaging.send_code": "nobody has signed in yet",
}
WITHOUT_NOW = {
    "documents.print_copy": "the paper has its own day",
    "accounts.enrol_totp": "keeps no moment: the secret waits for its first code",
    "core.advance_run": "keeps no moment",
    "core.next_number": "a number has no moment",
    "core.set_timer": "takes the moment that matters: due_at",
    "core.shut_out": "keeps no moment",
    "documents.admit": "looks at an upload, writes nothing",
    "messaging.put_back": "takes the moment that matters: due_at",
}
TWO_SUBJECTS = {
    "accounts.add_party": "a person's part in a matter",
    "accounts.check_password": "login and password are said in one breath",
    "accounts.check_totp": "who, and the code",
    "accounts.confirm_totp": "who, and the code",
    "accounts.sign_in_with_code": "which code, and its digits",
    "accounts.use_recovery_code": "who, and the code",
    "core.cancel_timer": "a matter's timer of a name",
    "core.set_timer": "a matter's timer of a name",
}
# They give or find something that an action needs, and act on nothing.
NO_ACTIONS = {
    "accounts.new_password": "draws a password",
    "core.current_town_key": "reads",
    "core.new_key": "makes the key that a row is saved with",
}


def actions_of(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The public functions of an app's actions."""
    names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    for name in names:
        found = getattr(module, name)
        if inspect.isfunction(found) and found.__module__.startswith(module.__name__):
            yield name, found


def every_action() -> dict[str, inspect.Signature]:
    """The signature of every action of every app, as `app.name`."""
    found = {}
    for app in repository.apps():
        if any(module.name.startswith(f"yakuba.{app}.actions") for module in repository.program()):
            module = importlib.import_module(f"yakuba.{app}.actions")
            found |= {f"{app}.{name}": inspect.signature(action) for name, action in actions_of(module)}
    return {name: signature for name, signature in found.items() if name not in NO_ACTIONS}


def subjects(signature: inspect.Signature) -> int:
    """How many arguments may be given by place."""
    places = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
    return sum(parameter.kind in places for parameter in signature.parameters.values())


def takes(signature: inspect.Signature, name: str) -> bool:
    """Whether it takes this by keyword only, without a default."""
    parameter = signature.parameters.get(name)
    return parameter is not None and (
        parameter.kind is inspect.Parameter.KEYWORD_ONLY and parameter.default is inspect.Parameter.empty
    )


def test_an_action_takes_everything_but_its_subject_by_keyword():
    too_many = {name: 2 if name in TWO_SUBJECTS else 1 for name in every_action()}
    none_of([name for name, signature in every_action().items() if subjects(signature) > too_many[name]])


def test_an_action_says_who_acts():
    none_of([n for n, s in every_action().items() if not takes(s, "actor") and n not in WITHOUT_ACTOR])


def test_an_action_is_told_the_time():
    none_of([n for n, s in every_action().items() if not takes(s, "now") and n not in WITHOUT_NOW])


def test_the_exceptions_of_actions_are_still_needed():
    found = every_action()
    kept = [
        *(name for name in WITHOUT_ACTOR if name not in found or takes(found[name], "actor")),
        *(name for name in WITHOUT_NOW if name not in found or takes(found[name], "now")),
        *(name for name in TWO_SUBJECTS if name not in found or subjects(found[name]) != 2),
    ]
    none_of(kept)


def test_the_shape_of_actions_is_seen():
    def good(row, *, actor, now): ...
    def bad(row, actor, now=None): ...

    right, wrong = inspect.signature(good), inspect.signature(bad)
    assert subjects(right) == 1
    assert takes(right, "actor")
    assert subjects(wrong) == 3
    assert not takes(wrong, "now")


def test_an_action_is_one_transaction_or_says_why_it_cannot_be():
    """An action that writes is atomic, or calls several that are (a worker that talks to the outside between them)."""
    loose = []
    for module in repository.program():
        if re.search(r"/actions(\.py|/)", module.shown):
            loose += [f"{module.shown}: {name}" for name in _writes_without_transaction(module.tree)]
    none_of(loose)


WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
# One statement each, which is its own transaction, or part of the caller's.
ONE_STATEMENT = {"new_key", "set_timer", "cancel_timer", "advance_run", "record", "_record"}


def _writes_without_transaction(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.name in ONE_STATEMENT:
            continue
        decorated = any(
            repository.dotted(decorator).rpartition(".")[2] in {"atomic", "joining"}
            for decorator in node.decorator_list
        )
        rooms = [
            call for call in repository.calls(node) if "transaction.atomic" in repository.dotted(call.func)
        ]
        writes = [
            call
            for call in repository.calls(node)
            if isinstance(call.func, ast.Attribute)
            and call.func.attr in WRITES
            and ".objects" in f".{repository.dotted(call.func)}"
        ]
        if writes and not decorated and not rooms:
            yield node.name


def test_a_write_outside_a_transaction_is_seen():
    assert list(_writes_without_transaction(ast.parse("def f(a):\n    A.objects.create(a=a)")))
    assert not list(
        _writes_without_transaction(ast.parse("@transaction.atomic\ndef f(a):\n    A.objects.create(a=a)"))
    )


# Ports ------------------------------------------------------------------------------------------
PROVIDERS = [path.name for path in repository.PACKAGE.iterdir() if (path / "providers").is_dir()]


def ports_of(app: str) -> list[type]:
    """What an app asks of the outside world: the protocols and abstract classes of its `providers` package."""
    package = importlib.import_module(f"yakuba.{app}.providers")
    classes = [
        one for one in vars(package).values() if inspect.isclass(one) and one.__module__ == package.__name__
    ]
    return [one for one in classes if getattr(one, "_is_protocol", False) or inspect.isabstract(one)]


def verbs(port: type) -> set[str]:
    """What one can ask of it."""
    return {
        name for name, value in vars(port).items() if inspect.isfunction(value) and not name.startswith("_")
    }


def providers_of(app: str) -> list[type]:
    """Every class in the modules beside the port."""
    found = []
    for module in repository.program():
        if module.name.startswith(f"yakuba.{app}.providers."):
            loaded = importlib.import_module(module.name)
            found += [
                one for one in vars(loaded).values() if inspect.isclass(one) and one.__module__ == module.name
            ]
    return found


PORTS = [(app, port) for app in PROVIDERS for port in ports_of(app)]


@pytest.mark.parametrize(("app", "port"), PORTS)
def test_every_port_has_a_real_provider_a_fake_and_a_check(app, port):
    assert "check" in verbs(port)
    assert 2 <= len(verbs(port)) <= 5
    able = [
        one for one in providers_of(app) if all(callable(getattr(one, verb, None)) for verb in verbs(port))
    ]
    fakes = [one for one in able if one.__module__.endswith(".fake")]
    assert len(fakes) == 1, able
    assert len(able) >= 2, able


@pytest.mark.parametrize(
    "setting",
    ["ACCOUNTS_IDENTITY", "MESSAGING_MAIL", "DOCUMENTS_RENDERER", "DOCUMENTS_SIGNER", "DOCUMENTS_SCANNER"],
)
def test_the_provider_that_a_setting_names_can_be_made(setting):
    assert import_string(getattr(settings, setting))()


def test_every_app_with_providers_has_a_port():
    assert {app for app, _ in PORTS} == set(PROVIDERS)
    assert PROVIDERS


class Telegraph(Protocol):
    """A port for the test below."""

    def send(self, text: str) -> None: ...


def test_a_port_is_recognised():
    assert verbs(Telegraph) == {"send"}
    assert Telegraph._is_protocol
