"""Keyed hashes: the same for the same value, different for each purpose, town and installation."""

from yakuba.core import keyring, lookup, scope


def test_the_same_value_is_found_again(town):
    assert lookup.fingerprint("mail", "taro@example.jp") == lookup.fingerprint("mail", "taro@example.jp")
    assert len(lookup.fingerprint("mail", "taro@example.jp")) == 64


def test_another_value_purpose_or_town_has_another_hash(town, other_town):
    found = {
        lookup.fingerprint("mail", "a"),
        lookup.fingerprint("mail", "b"),
        lookup.fingerprint("phone", "a"),
    }
    with scope.within(other_town):
        found.add(lookup.fingerprint("mail", "a"))
    found.add(lookup.global_fingerprint("mail", "a"))
    assert len(found) == 5


def test_a_purpose_and_a_value_do_not_run_into_each_other():
    assert lookup.global_fingerprint("a", "b:c") != lookup.global_fingerprint("a:b", "c")


def test_it_stays_the_same_when_the_master_key_rotates_and_differs_under_other_keys(settings, tmp_path):
    settings.KEYRING = keyring.open_folder(tmp_path / "keys")
    before = lookup.global_fingerprint("mail", "a")
    settings.KEYRING = settings.KEYRING.with_next_generation()
    assert lookup.global_fingerprint("mail", "a") == before
    settings.KEYRING = keyring.open_folder(tmp_path / "other")
    assert lookup.global_fingerprint("mail", "a") != before
