"""What the app `records` lets whom do."""

from yakuba.core import access

OFFICIALS = {"clerk", "chief"}

access.declare(
    {
        # The period follows from what ends or re-opens the matter, whoever does that.
        "retention.keep": {"guest", "resident", "program", *OFFICIALS, "machine"},
        "retention.hold": {*OFFICIALS, "guest", "resident", "machine"},
        "retention.lift": OFFICIALS,
        "retention.see": OFFICIALS,
        # 廃棄の決裁: the chief of the department whose records they are.
        "retention.dispose": {"chief"},
        "retention.report": {*OFFICIALS, "systems"},
        "erasure.ask": OFFICIALS,
        "erasure.answer": {"chief"},
        "disclosure.make": OFFICIALS,
    }
)
