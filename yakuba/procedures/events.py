"""What happens to definitions."""

from uuid import UUID

from yakuba.core.events import declare

PUBLISHED = declare(
    "procedure.published",
    "手続定義「{procedure}」の第{number}版を公開しました",
    version=UUID,
    procedure=str,
    number=int,
)
