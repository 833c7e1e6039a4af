"""The published versions of definitions: written once, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from yakuba.core.models import Scoped, scoped
from yakuba.procedures.loader import load_published

if TYPE_CHECKING:
    from yakuba.procedures.definition import Definition


class NeverChanged(Exception):
    """Somebody tried to change or delete a published version."""


class VersionQuerySet(models.QuerySet["Version"]):
    """Reads of published versions."""

    def current(self) -> VersionQuerySet:
        """The newest version of each procedure, by procedure id."""
        newest = self.filter(procedure=models.OuterRef("procedure")).order_by("-number").values("pk")[:1]
        return self.filter(pk=models.Subquery(newest)).order_by("procedure")


class SearchText(Scoped):
    """The words of one page that residents search (検索の索引), as `procedures.searching` writes and reads them."""

    # What the page is ("procedure"), and which one ("dog-registration").
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    text = models.TextField()
    # Under this number its pairs of letters stand in the index of the engine.
    place = models.BigIntegerField(unique=True)

    class Meta:
        verbose_name = "検索の索引"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "key"], name="a_page_is_found_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchPairs(models.Model):
    """The pairs of letters of one search text (2文字の組), each with its town in front, for an index over all towns.

    Row-level security would keep PostgreSQL from using its index for words (the operator is not leakproof), so this
    table has none: what it finds are numbers, which lead on to rows behind the walls.
    """

    place = models.BigIntegerField(primary_key=True)
    pairs = models.TextField()

    def __str__(self) -> str:
        return str(self.place)


class Version(Scoped):
    """One published version of a procedure (手続の版). An application keeps the version that it began with."""

    append_only: ClassVar[tuple[str, ...] | None] = ()

    procedure = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    objects: Any = scoped(VersionQuerySet)

    class Meta:
        verbose_name = "手続の版"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "procedure", "number"], name="a_version_number_stands_once"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} 第{self.number}版"

    @property
    def definition(self) -> Definition:
        """The definition in the text; parsed once per process."""
        return load_published(self.text)

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new version; a published one is followed by another, never edited."""
        if not self._state.adding:
            raise NeverChanged("公開した版は変えられません。直した定義を、新しい版として公開してください。")
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> tuple[int, dict[str, int]]:
        """Refuse: applications stand on it."""
        raise NeverChanged("公開した版は消せません。申請がこの版で受け付けられています。")
