"""In what capacity somebody files."""

from __future__ import annotations

from django.db import models

from yakuba.applications.models.application import Application
from yakuba.core.models import Scoped, SealedField


class Capacity(Scoped):
    """In what capacity somebody files (申請する方の立場): oneself, as a proxy, or with a scribe who only types.

    `facts` are what was typed about proxy and scribe while it was a draft; on arrival they become parties of the
    matter, and the proxy's mandate stands here.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="capacity")
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    facts = SealedField(key="matter.key")
    mandate = models.ForeignKey(
        "accounts.Mandate", on_delete=models.PROTECT, null=True, related_name="capacities"
    )
    # From when the applicant goes on without the proxy, by a look-up code of their own (本人が引き継いだ日時).
    taken_over_at = models.DateTimeField(null=True)
    document = models.ForeignKey("documents.File", on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.application_id}"

    @property
    def is_proxy(self) -> bool:
        """Whether somebody acts for the applicant."""
        return bool(self.facts and self.facts.get("acting") == "proxy")

    @property
    def has_scribe(self) -> bool:
        """Whether somebody else typed."""
        return bool(self.facts and self.facts.get("scribed"))
