"""`yakuba keys rotate`: a new generation of every key that wraps others."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from yakuba.core import actions, readiness, resealing, scope
from yakuba.core.actors import MACHINE
from yakuba.core.models import Municipality


class Command(BaseCommand):
    """Rotate the master key and every town's key."""

    help = "rotate: makes a new master key and new town keys, and rewraps all data keys by them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb, spelled out, because rotation is nothing to start by accident."""
        parser.add_argument("verb", choices=["rotate"])

    def handle(self, **_options: Any) -> None:
        """Rotate and say what was done."""
        readiness.require_fitting_database()
        settings.KEYRING = settings.KEYRING.with_next_generation()
        for town in Municipality.objects.all():
            with scope.within(town):
                run = actions.rewrap_keys(actor=MACHINE, now=timezone.now())
            self.stdout.write(
                f"{town.name}: {run.done} 個の鍵を第{run.result['generation']}世代で包み直しました。"
            )
            if run.failed:
                self.stdout.write(
                    f"{town.name}: {run.failed} 個の鍵は、失われた鍵で包まれているため、そのままです。"
                )
        count = resealing.reseal_installation()
        self.stdout.write(
            f"全体の鍵で封じた {count} 行を封じ直しました。web と worker を再起動してください。"
        )
