"""`yakuba migrate`: Django's migrate, and then every wall again."""

from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand

from yakuba.core import walls


class Command(MigrateCommand):
    """Migrate and rebuild the walls between municipalities."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run Django's own command first: the walls stand on its tables."""
        super().handle(*args, **options)
        # A plan, a check or a single app leaves tables that the walls cannot stand on yet.
        if not (options["plan"] or options["check_unapplied"] or options["app_label"]):
            count = walls.build()
            if options["verbosity"] >= 1:
                self.stdout.write(f"  {count} walls between municipalities stand.")
