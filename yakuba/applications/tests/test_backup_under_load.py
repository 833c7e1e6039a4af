"""A backup that is taken while people file and workers print comes back whole where there was nothing but the keys."""

from __future__ import annotations

import json
import shutil
import tarfile

# The installation with processes of its own is made where the backup is tested.
from yakuba.core.tests.conftest import empty_installation, installation, running, site  # noqa: F401

FILERS, BEFORE, DURING = 2, 4, 3

PREPARE = """
import datetime
from yakuba.accounts import actions as accounts
from yakuba.applications.tests import small
from yakuba.core import sealing
from yakuba.core.actors import MACHINE
accounts.found_department("environment", name="環境課", symbol="例環", telephone="0267-00-0104",
    from_on=datetime.date(2020, 4, 1), actor=MACHINE, now=now)
small.published(small.BENEFIT, now=now)
while sealing.seal():
    continue
print(sealing.publish_head(now=now).read_text())
"""

# Somebody files with a photo, again and again; a number is printed once the town has acknowledged it.
FILE = """
import io, itertools
from PIL import Image
from django.core.files.uploadedfile import SimpleUploadedFile
from yakuba.applications import actions as cases
from yakuba.applications.tests import small
from yakuba.procedures import queries as procedures
photo = io.BytesIO()
Image.effect_noise((300, 200), 80).save(photo, "JPEG")
version = procedures.current("benefit")
for number in itertools.count():
    now = timezone.now()
    draft = small.filled(version, small.somebody(number % 10_000), now=now)
    upload = SimpleUploadedFile("診断書.jpg", photo.getvalue(), "image/jpeg")
    cases.attach_files(draft, field="paper", keep=[], uploads=[upload], actor=small.sender(draft), now=now)
    filed = cases.submit(small.fresh(draft), actor=small.sender(draft), now=now)
    print(filed.matter.number, flush=True)
"""

LOOK = """
import json
from yakuba.core import owner, snapshots
from yakuba.core.models import Chain, Event, Matter
from yakuba.documents.models import File
with owner.acting():
    counts = snapshots.counts_here()
files = [len(file.get()) == file.size for file in File.objects.select_related("matter__key__town_key")]
chain, whole = Chain.objects.get(), Event.objects.count()
print(json.dumps({
    "counts": counts,
    "files": [len(files), all(files)],
    "events": [whole, Event.objects.exclude(sequence=None).count(), Event.objects.filter(sequence=None).count()],
    "chain": chain.length,
    "numbers": list(Matter.objects.exclude(number=None).values_list("number", flat=True)),
}))
"""

# Signed-in people and what the queue did are of the moment; a restore begins without them.
OF_THE_MOMENT = ("django_session", "core_heartbeat", "core_throttle", "django_migrations")


def test_what_was_acknowledged_before_a_backup_under_load_stands_in_what_is_restored(
    installation,  # noqa: F811  the fixtures
    empty_installation,  # noqa: F811
    running,  # noqa: F811
):
    installation.python(PREPARE)
    worker = installation.start("worker")
    filers = [installation.start_python(FILE) for _ in range(FILERS)]
    running += [worker, *filers]
    told = [read(filer) for filer in filers for _ in range(BEFORE)]
    target = str(installation.folder.with_suffix(".tar.gz"))
    backup = installation.start("backup", target)
    running.append(backup)
    during = [read(filer) for filer in filers for _ in range(DURING)]
    assert "行とファイル" in backup.communicate(timeout=120)[0]
    # The memory can be looked through while it grows.
    assert "問題はありませんでした" in installation.does("audit", "verify")
    for process in (*filers, worker):
        process.terminate()
        process.wait(timeout=60)

    shutil.copytree(installation.folder / "keys", empty_installation.folder / "keys")
    empty_installation.does("restore", target)
    # The published seals come from where they are kept: not from the backup.
    shutil.copytree(installation.folder / "data" / "heads", empty_installation.folder / "data" / "heads")
    assert "問題はありませんでした" in empty_installation.does("audit", "verify")

    there, here = (json.loads(place.python(LOOK)) for place in (empty_installation, installation))
    assert set(told) <= set(there["numbers"]) <= set(here["numbers"])
    assert set(during) <= set(here["numbers"])
    assert there["files"][0] >= len(told)
    assert there["files"][1]
    whole, sealed, unsealed = there["events"]
    assert (sealed + unsealed, sealed) == (whole, there["chain"])
    assert settled(there["counts"]) == settled(manifest(target)["counts"])


def read(filer) -> str:
    """The next number that this filer was told."""
    line = filer.stdout.readline().strip()
    assert line, filer.stderr.read()
    return line


def manifest(target: str) -> dict:
    with tarfile.open(target) as tar:
        return json.loads(tar.extractfile("manifest.json").read())


def settled(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if name not in OF_THE_MOMENT}
