"""A backup is whole or not there, holds no key, and comes back as it was; anything else is refused unopened."""

import gzip
import io
import json
import shutil
import signal
import sqlite3
import tarfile
from contextlib import closing

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from yakuba.core import archives, backups, keyring
from yakuba.core.archives import BadArchive, Manifest

FILL = """
from pathlib import Path
from django.conf import settings
happened = events.declare('sample.happened', '見本', code=str)
for _ in range(20):
    actions.record(happened, matter=actions.open_matter('sample', now=now), actor=actors.MACHINE, now=now, code='a')
folder = Path(settings.MEDIA_ROOT) / 'karuizawa' / 'ab'
folder.mkdir(parents=True)
(folder / 'abcdef').write_bytes(b'sealed' * 10_000)
"""

GO_ON = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
print('writing', flush=True)
while True:
    matter = actions.open_matter('sample', now=now)
    actions.set_timer(matter, 'reminder', due_at=now)
"""

LOOK = """
from pathlib import Path
from django.conf import settings
opened = [matter.key.data_key() for matter in models.Matter.objects.select_related('key__town_key')]
orphans = models.Timer.objects.exclude(matter__in=models.Matter.objects.all()).count()
files = [path.read_bytes() == b'sealed' * 10_000 for path in Path(settings.MEDIA_ROOT).rglob('*') if path.is_file()]
print(len(opened) >= 20, orphans, models.Event.objects.count(), files)
"""


def beside(installation, name):
    return str(installation.folder.with_suffix(f".{name}"))


def with_keys_of(installation, other):
    shutil.copytree(other.folder / "keys", installation.folder / "keys")
    return installation


# Whole installations --------------------------------------------------------------------------------
def test_a_backup_that_was_taken_while_others_wrote_comes_back_consistent_elsewhere(
    installation, empty_installation, running
):
    installation.python(FILL)
    file = beside(installation, "tar.gz")
    writer = installation.start_python(GO_ON)
    running.append(writer)
    assert writer.stdout.readline() == "writing\n"
    said = installation.does("backup", file)
    writer.send_signal(signal.SIGTERM)
    writer.wait()
    assert "ファイル 1 個" in said
    assert "鍵は入っていません" in said
    with_keys_of(empty_installation, installation)
    empty_installation.does("restore", file)
    assert empty_installation.python(LOOK) == "True 0 20 [True]"
    # The sample's own fact is unknown to the program; nothing else is wrong.
    audited = empty_installation.run("audit", "verify")
    assert "20 件の問題" in audited.stderr
    assert audited.stdout.count("知らない出来事です（sample.happened）") == 20


def test_what_is_there_is_only_replaced_on_demand_by_the_right_keys_and_by_nobody_while_in_use(installation):
    file = beside(installation, "tar.gz")
    installation.does("backup", file)
    installation.python(FILL)
    assert "--force" in installation.refuses("restore", file)

    with in_use(installation):
        assert "止めてください" in installation.refuses("restore", "--force", file)
    assert installation.python(LOOK).startswith("True 0 20 [True]")

    keys = installation.folder / "keys"
    shutil.move(keys, beside(installation, "keys"))
    assert "--other-keys" in installation.refuses("restore", "--force", file)
    installation.does("restore", "--force", "--other-keys", file)
    # What was sealed is lost, but the town can go on.
    assert installation.python("print(bool(actions.open_matter('sample', now=now).key.data_key()))") == "True"


def in_use(installation):
    """Another program that is connected to the installation's database."""
    if installation.database:
        return psycopg.connect(installation.database)
    link = sqlite3.connect(installation.folder / "data" / "yakuba.sqlite3")
    link.execute("SELECT count(*) FROM core_municipality").fetchone()
    return closing(link)


def test_a_backup_whose_rows_do_not_add_up_leaves_all_as_it_was(installation):
    file, forged = beside(installation, "tar.gz"), beside(installation, "forged.tar.gz")
    installation.does("backup", file)
    installation.python(FILL)
    installation.python(FORGE.format(file=file, forged=forged))
    assert "行の数" in installation.refuses("restore", "--force", forged)
    assert installation.python(LOOK).startswith("True 0 20 [True]")
    assert list((installation.folder / "data").glob(".restore-*")) == []


FORGE = """
from pathlib import Path
from yakuba.core import archives
folder = Path('{forged}.d')
folder.mkdir()
manifest = archives.unpack(Path('{file}'), folder)
manifest.counts['core_municipality'] += 1
manifest.members.clear()
with archives.writing(Path('{forged}'), manifest) as writer:
    name = archives.DATABASES[manifest.engine]
    writer.add(name, folder / name)
"""


# Whether it fits here -------------------------------------------------------------------------------
def manifest(**changed):
    moment = "2026-11-20T09:00:00+09:00"
    facts = {
        "version": "0.1.0",
        "engine": connection.vendor,
        "made_at": moment,
        "counts": {},
        "migrations": ["core.0001_initial"],
        "key_generation": 1,
        "keys": archives.known_keys(moment),
    }
    return Manifest(**{**facts, **changed})


def test_a_backup_of_this_installation_fits():
    backups._require_fitting(manifest(), other_keys=False)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"engine": "oracle"}, "YAKUBA_DATABASE_URL"),
        ({"migrations": ["core.9999_later"]}, "より新しい版"),
        ({"keys": "0" * 64}, "鍵"),
        ({"key_generation": 99}, "鍵"),
    ],
)
def test_a_backup_of_another_engine_version_or_key_is_refused(changed, told):
    with pytest.raises(backups.NotRestored, match=told):
        backups._require_fitting(manifest(**changed), other_keys=False)


# The file -------------------------------------------------------------------------------------------
@pytest.fixture
def good(tmp_path):
    """A backup with a database and one stored file."""
    for name in ("database", "file"):
        (tmp_path / name).write_bytes(name.encode() * 1000)
    with archives.writing(tmp_path / "good.tar.gz", manifest()) as writer:
        writer.add("database.sqlite3", tmp_path / "database")
        writer.add("files/karuizawa/ab/abcdef", tmp_path / "file")
    return tmp_path / "good.tar.gz"


def unpacked(archive):
    folder = archive.parent / "unpacked"
    folder.mkdir()
    return archives.unpack(archive, folder)


def repacked(archive, change):
    """The same backup after somebody has had the members in hand."""
    with tarfile.open(archive) as tar:
        members = {entry.name: tar.extractfile(entry).read() for entry in tar}
    forged = archive.with_name("forged.tar.gz")
    with tarfile.open(forged, "w:gz") as tar:
        for entry, content in change(members):
            tar.addfile(entry, io.BytesIO(content))
    return forged


def entry(name, content=b"", **changed):
    made = tarfile.TarInfo(name)
    made.size = len(content)
    for attribute, value in changed.items():
        setattr(made, attribute, value)
    return made, content


def test_a_backup_is_unpacked_as_it_was_packed(good):
    found = unpacked(good)
    assert (found.engine, sorted(found.members)) == (
        connection.vendor,
        ["database.sqlite3", "files/karuizawa/ab/abcdef"],
    )
    assert (good.parent / "unpacked/files/karuizawa/ab/abcdef").read_bytes() == b"file" * 1000


def test_a_backup_that_is_broken_off_leaves_nothing_behind(tmp_path):
    def break_off():
        with archives.writing(tmp_path / "new.tar.gz", manifest()):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "files/../../evil",
        "files/./evil",
        "files//evil",
        "files",
        "files/a\\..\\evil",
        "keys/master.json",
        "database.txt",
        "./manifest.json",
    ],
)
def test_a_name_that_no_backup_has_is_refused(good, name):
    forged = repacked(good, lambda members: [entry(name, b"x"), *(entry(*pair) for pair in members.items())])
    with pytest.raises(BadArchive, match="名前"):
        unpacked(forged)
    assert not list(good.parent.rglob("evil"))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_a_member_that_is_no_plain_file_is_refused(good, kind):
    link = entry("files/a/link", type=kind, linkname="/etc/passwd")
    forged = repacked(good, lambda members: [link, *(entry(*pair) for pair in members.items())])
    with pytest.raises(BadArchive):
        unpacked(forged)


def test_a_name_that_comes_twice_is_refused(good):
    forged = repacked(good, lambda members: [entry(*pair) for pair in members.items() for _ in range(2)])
    with pytest.raises(BadArchive):
        unpacked(forged)


def _changed(members, name, content):
    return [entry(key, content if key == name else value) for key, value in members.items()]


def test_a_member_that_was_changed_added_or_removed_is_refused(good):
    for change in (
        lambda members: _changed(members, "database.sqlite3", b"other"),
        lambda members: [entry("files/x/y", b"added"), *(entry(*pair) for pair in members.items())],
        lambda members: [entry(*pair) for pair in members.items() if not pair[0].startswith("files/")],
    ):
        with pytest.raises(BadArchive, match="一覧と合いません"):
            unpacked(repacked(good, change))
        shutil.rmtree(good.parent / "unpacked")


def test_a_list_that_was_changed_is_refused(good):
    def change(members):
        listed = json.loads(members["manifest.json"])
        listed["counts"] = {"core_event": 0}
        return _changed(members, "manifest.json", json.dumps(listed).encode())

    with pytest.raises(BadArchive, match="書き換えられて"):
        unpacked(repacked(good, change))


def test_a_format_of_another_time_is_refused(good):
    def change(members):
        listed = {**json.loads(members["manifest.json"]), "format": "yakuba-backup-9"}
        return _changed(members, "manifest.json", json.dumps(listed).encode())

    with pytest.raises(BadArchive, match="yakuba-backup-9"):
        unpacked(repacked(good, change))


@pytest.mark.parametrize("listed", [None, b"", b"[]", b"{}", b'{"seal": ""}', b"\xff"])
def test_a_backup_without_a_list_is_refused(good, listed):
    def change(members):
        del members["manifest.json"]
        more = [] if listed is None else [entry("manifest.json", listed)]
        return [*(entry(*pair) for pair in members.items()), *more]

    with pytest.raises(BadArchive):
        unpacked(repacked(good, change))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_backup_that_was_cut_off_is_refused(good, share):
    content = good.read_bytes()
    good.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(BadArchive):
        unpacked(good)


def test_what_is_no_backup_at_all_is_refused(tmp_path):
    for content in (b"hello", gzip.compress(b"hello"), b"SQLite format 3\0"):
        (tmp_path / "foreign").write_bytes(content)
        with pytest.raises(BadArchive):
            unpacked(tmp_path / "foreign")
        shutil.rmtree(tmp_path / "unpacked")
    with pytest.raises(BadArchive):
        unpacked(tmp_path / "missing")


# Where the tests run --------------------------------------------------------------------------------
@pytest.fixture
def here(settings, tmp_path):
    """The installation of the tests themselves, with folders of this test's own."""
    settings.DATA = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA / "files"
    settings.KEYRING = keyring.open_folder(tmp_path / "keys")
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_no_key_is_in_a_backup(here, town):
    call_command("backup", here / "new.tar.gz", stdout=io.StringIO())
    secrets = json.loads((here / "keys" / keyring.FILE).read_text())
    content = gzip.decompress((here / "new.tar.gz").read_bytes())
    for secret in (secrets["lookup"], *secrets["generations"].values()):
        assert secret.encode() not in content
        assert keyring._bytes(secret) not in content
    assert (here / "new.tar.gz").stat().st_mode & 0o777 == 0o600
    assert list((here / "data").iterdir()) == []


@pytest.mark.django_db
def test_a_backup_never_overwrites_another(here):
    (here / "kept.tar.gz").write_text("kept")
    with pytest.raises(CommandError, match=r"kept\.tar\.gz"):
        call_command("backup", here / "kept.tar.gz")
    assert (here / "kept.tar.gz").read_text() == "kept"


def test_the_command_refuses_what_is_no_backup_without_asking_the_database(here):
    (here / "foreign").write_bytes(b"hello")
    with pytest.raises(CommandError, match="バックアップではありません"):
        call_command("restore", here / "foreign")
    assert list((here / "data").iterdir()) == []
