"""`yakuba faults`: lets people use a town of its own while something happens to it, and compares the books."""

from __future__ import annotations

import random
from argparse import SUPPRESS
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from yakuba.trials import faults, town

if TYPE_CHECKING:
    from argparse import ArgumentParser

HEAD = ("調べたこと", "数", "あってはならない数", "")

DISK_MB = 256


class Command(BaseCommand):
    """Make the ground, run the trial in it, print one table."""

    # Nothing of this installation is asked for: the trial has a database of its own.
    requires_system_checks = []
    help = (
        "Kills web and worker processes of a trial town while people use it, and compares what was acknowledged with "
        "what is stored, numbered and sent. Status 1 if anything was lost or doubled."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What happens, how often, how long, on which engine."""
        parser.add_argument(
            "sort", nargs="?", default="kills", choices=[*faults.SORTS, faults.ALL], help="what happens"
        )
        parser.add_argument("--kills", "--times", type=int, default=20, help="how often (default 20)")
        parser.add_argument("--seconds", type=float, default=600.0, help="at most so long (default 600)")
        parser.add_argument("--seed", type=int, help="repeats the choices of an earlier trial")
        parser.add_argument(
            "--database",
            default=town.SQLITE,
            help="sqlite, or postgresql://… : a database beside this one is made and dropped",
        )
        parser.add_argument("--inside", action="store_true", help=SUPPRESS)

    def handle(self, **options: Any) -> None:
        """Run the whole trial; inside the trial town, its inner half."""
        seed = options["seed"] if options["seed"] is not None else random.SystemRandom().randrange(10**6)
        if options["inside"]:
            self._inside(options, seed)
            return
        mail = f"smtp://127.0.0.1:{town.free_port()}?tls=no"
        bounds = [f"--{name}={options[name]}" for name in ("kills", "seconds")]
        disk = DISK_MB if options["sort"] in {"disk", faults.ALL} else 0
        with town.ground(options["database"], disk_mb=disk, MAIL=mail) as ground:
            if ground.run("faults", options["sort"], "--inside", f"--seed={seed}", *bounds):
                log = ground.log.read_text(encoding="utf-8", errors="replace")
                raise CommandError(f"合わないところがあります。町のプロセスの記録の終わり：\n{log[-6000:]}")

    def _inside(self, options: dict[str, Any], seed: int) -> None:
        town.require_trial_town()
        result = faults.run(
            options["sort"], wanted=options["kills"], seconds=options["seconds"], seed=seed, say=self._say
        )
        for trouble in result.troubles:
            spread = "、".join(f"{word} {count}" for word, count in trouble.done.most_common())
            self._say(f"{trouble.name} {trouble.count} 回（{spread}）")
        self._say(f"{result.seconds:.0f} 秒、--seed {seed}")
        self._say(f"| {' | '.join(HEAD)} |\n|---|---|---|---|")
        for line in result.lines:
            wrong = "" if line.wrong is None else str(line.wrong)
            self._say(f"| {line.what} | {line.count} | {wrong} | {line.shown} |")
        if not result.is_good:
            wrong = "\n".join(
                f"{line.what}：{line.wrong} {line.shown}" for line in result.lines if not line.is_good
            )
            raise CommandError(f"合わないところがあります。\n{wrong}")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
