"""How the demo keeps its one password, which its start page shows to everybody: quickly instead of slowly."""

from __future__ import annotations

from django.contrib.auth.hashers import ScryptPasswordHasher


class KnownPassword(ScryptPasswordHasher):
    """A hash for a password that is no secret: sixty logins are made in a second, not in half a minute."""

    algorithm = "scrypt-demo"
    work_factor = 2**8
