"""What is sealed is read only with its key, only in its place, and only whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.core import envelopes

KEY = envelopes.new_key()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(JSON)
def test_any_json_value_comes_back_as_it_was(value):
    assert envelopes.open_value(KEY, envelopes.seal(KEY, value, "here"), "here") == value


@given(st.binary())
def test_any_bytes_come_back_as_they_were(data):
    assert envelopes.open_bytes(KEY, envelopes.seal_bytes(KEY, data, "here"), "here") == data


def test_the_same_value_is_never_sealed_to_the_same_bytes():
    assert len({envelopes.seal(KEY, "軽井沢", "here") for _ in range(100)}) == 100


def test_nothing_of_the_value_is_seen_in_the_envelope():
    assert "軽井沢".encode() not in envelopes.seal(KEY, "軽井沢", "here")


def test_another_key_opens_nothing():
    blob = envelopes.seal(KEY, "軽井沢", "here")
    with pytest.raises(envelopes.CannotOpen):
        envelopes.open_value(envelopes.new_key(), blob, "here")


def test_an_envelope_that_was_moved_to_another_row_does_not_open():
    blob = envelopes.seal(KEY, "軽井沢", "accounts_person.name:1")
    with pytest.raises(envelopes.CannotOpen, match=r"accounts_person\.name:2"):
        envelopes.open_value(KEY, blob, "accounts_person.name:2")


@pytest.mark.parametrize("place", range(40))
def test_an_envelope_of_which_one_bit_was_changed_does_not_open(place):
    blob = bytearray(envelopes.seal(KEY, "軽井沢", "here"))
    blob[place % len(blob)] ^= 1
    with pytest.raises(envelopes.CannotOpen):
        envelopes.open_value(KEY, bytes(blob), "here")


@given(st.binary(max_size=40))
def test_what_this_program_did_not_seal_does_not_open(blob):
    with pytest.raises(envelopes.CannotOpen):
        envelopes.open_bytes(KEY, blob, "here")


@pytest.mark.parametrize("length", range(14))
def test_an_envelope_that_was_cut_off_does_not_open(length):
    blob = envelopes.seal(KEY, "軽井沢", "here")[:length]
    with pytest.raises(envelopes.CannotOpen):
        envelopes.open_value(KEY, blob, "here")
