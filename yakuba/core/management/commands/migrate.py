"""`yakuba migrate`: Django's migrate as the owner of the tables, and then every wall again."""

from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as MigrateCommand

from yakuba.core import owner, queries, walls


class Command(MigrateCommand):
    """Migrate and rebuild the walls between municipalities."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Make the folder of a new installation, and ask its database as its owner from the first check on."""
        settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        with owner.acting():
            return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        """Change the tables without the walls, then build them on all of them."""
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        walls.take_down()
        super().handle(*args, **options)
        # Walls stand on all tables or not at all: `migrate APP` may leave some that are not there yet.
        if waiting := queries.unapplied_migrations():
            self.stderr.write(f"  The walls are down until these are applied: {', '.join(waiting)}")
            return
        count = walls.build()
        if options["verbosity"] >= 1:
            self.stdout.write(f"  {count} walls between municipalities stand.")
