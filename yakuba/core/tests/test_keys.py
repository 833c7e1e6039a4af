"""Keys in envelopes: what they seal, how they rotate, how they forget."""

import io
import json

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import models

from yakuba.core import access, actions, actors, envelopes, keyring, queries, resealing, scope
from yakuba.core.actions import open_matter
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event, Key, Matter, Run, SealedField, TownKey


@pytest.fixture
def fresh_keyring(tmp_path):
    """Keys of this test's own, which it may rotate."""
    before = settings.KEYRING
    settings.KEYRING = keyring.open_folder(tmp_path / "keys")
    yield settings.KEYRING
    settings.KEYRING = before


class Note(models.Model):
    """A row with sealed columns that no table holds; it is sealed and opened as if."""

    id = models.UUIDField(primary_key=True)
    text = SealedField(key="matter.key")
    secret = SealedField(key=None)

    class Meta:
        app_label = "sample"
        managed = False

    matter = None


@pytest.fixture(autouse=True, scope="module")
def unknown_to_django():
    """The sample model is no part of the installation, neither here nor in other tests."""
    yield
    apps.all_models["sample"].pop("note", None)
    apps.clear_cache()


def stored(note, name):
    """What the database would be given for one column."""
    return Note._meta.get_field(name).pre_save(note, add=True)


def read(note, name, blob):
    """What a row says that has this in its column."""
    other = Note(id=note.id, **{name: type(stored(note, name))(blob)})
    other.matter = note.matter
    return getattr(other, name)


@pytest.fixture
def note(matter):
    made = Note(id=matter.pk, text={"name": "𠮷田"}, secret=["otp"])
    made.matter = matter
    return made


# Sealed columns -------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["text", "secret"])
def test_a_sealed_column_reads_as_the_plain_value_and_is_stored_as_an_envelope(note, name):
    blob = stored(note, name)
    assert read(note, name, blob) == getattr(note, name)
    assert json.dumps(getattr(note, name)).encode() not in blob


def test_an_empty_sealed_column_stays_empty(note):
    note.text = None
    assert stored(note, "text") is None


@pytest.mark.parametrize("name", ["text", "secret"])
def test_a_sealed_value_that_was_copied_to_another_row_does_not_open(note, name):
    blob = stored(note, name)
    note.id = note.matter.key_id
    with pytest.raises(envelopes.CannotOpen):
        read(note, name, blob)


def test_a_sealed_value_that_was_copied_to_another_column_does_not_open(note):
    with pytest.raises((envelopes.CannotOpen, keyring.KeyringProblem)):
        read(note, "text", stored(note, "secret"))


def test_another_matters_key_does_not_open_it(note, now):
    blob = stored(note, "text")
    note.matter = open_matter("sample", now=now)
    with pytest.raises(envelopes.CannotOpen):
        read(note, "text", blob)


def test_a_row_without_an_id_is_not_sealed(note):
    note.id = None
    with pytest.raises(ValueError, match="id"):
        stored(note, "text")


@pytest.mark.parametrize("lookup", ["text", "text__startswith", "text__in", "text__gt"])
def test_a_sealed_column_is_not_searched(lookup):
    with pytest.raises(FieldError):
        Note._default_manager.filter(**{lookup: ["a"]})


@pytest.mark.django_db
def test_a_sealed_column_is_not_updated_past_its_row():
    with pytest.raises(TypeError, match="sealed"):
        Note._default_manager.update(text="plain")


def test_a_sealed_column_tells_whether_it_is_empty():
    assert "IS NULL" in str(Note._default_manager.filter(text__isnull=True).query)


def test_rows_of_the_installations_key_belong_to_no_town():
    """Their resealing works outside every town, so a town's row could not be reached."""
    for model, _names in resealing._sealed_by_installation():
        assert "municipality" not in {field.name for field in model._meta.fields}, model


# Forgetting -----------------------------------------------------------------------------------------
def test_destroying_a_key_forgets_what_it_sealed(note, now):
    blob = stored(note, "text")
    actions.destroy_key(note.matter.key, now=now)
    with pytest.raises(envelopes.CannotOpen):
        read(note, "text", blob)
    with pytest.raises(envelopes.CannotOpen):
        Key.objects.get(pk=note.matter.key_id).data_key()
    assert bytes(Key.objects.get(pk=note.matter.key_id).wrapped) == b""


# Rotating -------------------------------------------------------------------------------------------
def test_rotation_rewraps_every_key_and_leaves_what_was_sealed_as_it_is(fresh_keyring, note, now):
    blob = stored(note, "text")
    data_key = note.matter.key.data_key()
    settings.KEYRING = fresh_keyring.with_next_generation()
    run = actions.rewrap_keys(actor=MACHINE, now=now)
    key = Key.objects.get(pk=note.matter.key_id)
    assert (key.town_key.generation, key.town_key.master_generation) == (2, 2)
    assert key.data_key() == data_key
    note.matter = Matter.objects.get(pk=note.matter.pk)
    assert read(note, "text", blob) == {"name": "𠮷田"}
    assert (run.done, run.failed, run.total, run.result) == (1, 0, 1, {"generation": 2})


def test_rotation_is_an_event_and_retires_the_older_generation(fresh_keyring, matter, now):
    actions.rewrap_keys(actor=MACHINE, now=now)
    names = list(Event.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["run.started", "keys.rotated", "run.finished"]
    assert list(TownKey.objects.order_by("generation").values_list("retired_at", flat=True)) == [now, None]
    assert open_matter("sample", now=now).key.town_key.generation == 2


def test_rotation_touches_the_town_in_scope_only(fresh_keyring, matter, theirs, other_town, now):
    actions.rewrap_keys(actor=MACHINE, now=now)
    with scope.within(other_town):
        assert Key.objects.get().town_key.generation == 1


def test_rotation_works_through_many_keys_batch_by_batch(fresh_keyring, town, now):
    keys = [actions.new_key() for _ in range(7)]
    fresh, run = actions._begin_rotation(actor=MACHINE, now=now)
    first = actions._rewrap_batch(fresh, after=keys[0].pk, size=3)
    assert list(first) == [key.pk for key in keys[1:4]]
    assert run.total == 7
    # Killed here, it is started again and leaves none behind.
    assert actions.rewrap_keys(actor=MACHINE, now=now).done == 7
    assert set(Key.objects.values_list("town_key__generation", flat=True)) == {3}


def test_a_destroyed_key_stays_destroyed_through_a_rotation(fresh_keyring, matter, now):
    actions.destroy_key(matter.key, now=now)
    assert actions.rewrap_keys(actor=MACHINE, now=now).total == 0


def test_keys_whose_master_is_lost_are_counted_and_the_others_rotate(fresh_keyring, matter, tmp_path, now):
    settings.KEYRING = keyring.open_folder(tmp_path / "found")
    assert not queries.keys_fit()
    actions.replace_lost_key(now=now)
    assert queries.keys_fit()
    kept = actions.new_key()
    run = actions.rewrap_keys(actor=MACHINE, now=now)
    assert (run.done, run.failed) == (1, 1)
    assert Key.objects.get(pk=kept.pk).town_key.generation == 3


def test_only_systems_officers_and_the_machine_rotate(town, now):
    clerk = actors.Actor(code="staff:1", roles=frozenset({"clerk"}))
    with pytest.raises(access.NotAllowed):
        actions.rewrap_keys(actor=clerk, now=now)
    assert not TownKey.objects.filter(generation=2).exists()
    assert not Run.objects.exists()


def test_the_command_rotates_the_master_the_towns_and_the_installation(
    fresh_keyring, matter, theirs, other_town
):
    said = io.StringIO()
    call_command("keys", "rotate", stdout=said)
    assert settings.KEYRING.current == 2
    assert "軽井沢町: 1 個" in said.getvalue()
    assert "下諏訪町: 1 個" in said.getvalue()
    with scope.within(other_town):
        assert Key.objects.get().town_key.master_generation == 2


def test_keys_fit_the_database_that_they_made(town):
    assert queries.keys_fit()
