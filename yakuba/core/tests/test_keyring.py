"""The master keys: made once, kept to their owner, grown by generations, never shown."""

import json
import stat
import threading

import pytest

from yakuba.core import keyring


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "keys"


def test_the_first_start_makes_keys_and_every_later_one_finds_them(folder):
    assert keyring.open_folder(folder) == keyring.open_folder(folder)


def test_only_the_owner_may_read_the_keys(folder):
    keyring.open_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / keyring.FILE).stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [keyring.FILE]


def test_processes_that_start_at_once_agree_on_one_set_of_keys(folder):
    found = []
    starts = [threading.Thread(target=lambda: found.append(keyring.open_folder(folder))) for _ in range(16)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(found) == 16
    assert all(ring == found[0] for ring in found)


def test_each_purpose_and_each_generation_has_bytes_of_its_own(folder):
    ring = keyring.open_folder(folder).with_next_generation()
    derived = {ring.derive(purpose, number) for purpose in ("django", "towns") for number in (1, 2)}
    assert len(derived) == 4
    assert all(len(key) == 32 for key in derived)
    assert ring.derive("towns") == ring.derive("towns", 2)


def test_a_new_generation_leaves_the_older_ones_and_the_lookup_secret_as_they_were(folder):
    old = keyring.open_folder(folder)
    new = old.with_next_generation()
    assert (old.current, new.current) == (1, 2)
    assert new.derive("towns", 1) == old.derive("towns", 1)
    assert new.lookup == old.lookup
    assert keyring.open_folder(folder) == new
    assert new.derive_all("towns") == [new.derive("towns", 2), new.derive("towns", 1)]


def test_a_process_that_was_running_during_a_rotation_finds_the_new_generation(folder):
    running = keyring.open_folder(folder)
    rotated = keyring.open_folder(folder).with_next_generation()
    assert running.derive("towns", 2) == rotated.derive("towns", 2)


def test_a_generation_that_never_was_is_a_problem_that_names_the_file(folder):
    with pytest.raises(keyring.KeyringProblem, match=keyring.FILE):
        keyring.open_folder(folder).derive("towns", 7)


@pytest.mark.parametrize("content", ["", "{}", '{"generations": {"1": "&"}, "lookup": "&"}', "軽井沢"])
def test_a_damaged_file_is_a_problem_and_is_not_replaced_by_new_keys(folder, content):
    keyring.open_folder(folder)
    (folder / keyring.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(keyring.KeyringProblem):
        keyring.open_folder(folder)
    assert (folder / keyring.FILE).read_text(encoding="utf-8") == content


def test_the_keys_are_not_shown_when_the_keyring_is(folder):
    ring = keyring.open_folder(folder)
    secrets = json.loads((folder / keyring.FILE).read_text())
    for secret in (secrets["lookup"], *secrets["generations"].values()):
        assert secret not in repr(ring)
    assert repr(ring.lookup) not in repr(ring)


def test_a_fingerprint_tells_keyrings_apart_and_survives_rotation(folder, tmp_path):
    ring, other = keyring.open_folder(folder), keyring.open_folder(tmp_path / "other")
    assert ring.fingerprint("a") == ring.with_next_generation().fingerprint("a")
    assert ring.fingerprint("a") != other.fingerprint("a")
    assert ring.fingerprint("a") != ring.fingerprint("b")
