"""Keyed hashes by which people, mails and codes are found without being stored in the clear."""

from __future__ import annotations

import hmac

from django.conf import settings

from yakuba.core import scope


def fingerprint(purpose: str, value: str) -> str:
    """64 hex digits for a normalised value, different for each purpose and municipality (HMAC-SHA-256)."""
    return global_fingerprint(f"{scope.current().code}:{purpose}", value)


def global_fingerprint(purpose: str, value: str) -> str:
    """64 hex digits for a value that is not bound to a municipality, such as a login."""
    # The lookup secret stays when master keys rotate: hashes cannot be made again without the values.
    return hmac.digest(settings.KEYRING.lookup, f"{purpose}\0{value}".encode(), "sha256").hex()
