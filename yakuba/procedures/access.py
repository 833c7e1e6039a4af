"""Who may publish a definition."""

from yakuba.core import access

access.declare({"procedure.publish": {"systems", "machine"}})
