"""`yakuba audit verify|trial`: whether the memory of all towns is whole, and whether that would be noticed."""

import platform
import secrets
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from yakuba.core import audit, readiness, trial

MOST = 20_000_000


class Command(BaseCommand):
    """Look through every event and name what is wrong; or try, beside the towns, whether that works."""

    help = (
        "verify: looks through every event, delivery and wall; names each bad row and exits with 1 if there is one. "
        "trial: fills a database of its own, seals it, alters, removes and inserts rows, and asks what verify names."
    )
    # They ask the database in their own way; what is missing is told in a sentence.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two verbs."""
        parser.add_argument("verb", choices=["verify", "trial"])
        parser.add_argument(
            "--rows", type=int, default=100_000, help="trial: how many events (default 100000)"
        )
        parser.add_argument("--seed", type=int, help="trial: the same rows again")

    def handle(self, **options: Any) -> None:
        """Report, and fail when something is wrong."""
        if options["verb"] == "trial":
            self._try(options["rows"], options["seed"])
        else:
            self._verify()

    def _verify(self) -> None:
        readiness.require_migrated_database()
        report = audit.verify(now=timezone.now())
        self._name(report)
        self.stdout.write(f"出来事 {report.events} 件を調べました。")
        if report.unsealed:
            self.stdout.write(
                f"そのうち {report.unsealed} 件は、まだ封印されていません。ワーカーが続けます。"
            )
        if report.findings:
            raise CommandError(
                f"{len(report.findings)} 件の問題がありました。バックアップと比べ、情報担当に連絡してください。"
            )
        self.stdout.write("問題はありませんでした。")

    def _try(self, rows: int, seed: int | None) -> None:
        if not 10 <= rows <= MOST:
            raise CommandError(f"--rows は 10 から {MOST} までの数にしてください。")
        seed = secrets.randbelow(10**6) if seed is None else seed
        self.stdout.write(
            f"{connection.vendor} に試験用のデータベースを作り、出来事 {rows} 件で試します（--seed {seed}）。"
            "町のデータベースには触れません。"
        )
        outcome = trial.run(rows, seed=seed, now=timezone.now(), say=_Bar(self))
        self.stdout.write(f"{platform.machine()}、Python {platform.python_version()}")
        for stage in outcome.stages:
            self.stdout.write(
                f"{stage.name}: {stage.seconds:.1f} 秒（毎秒 {rows / max(stage.seconds, 0.001):.0f} 件）、"
                f"プロセスのメモリーの最大 {stage.memory / 2**20:.0f} MiB"
            )
        for done, name in outcome.bent:
            self.stdout.write(f"したこと: {done} → 見つかるはずの名前: {name}")
        self._name(outcome.after)
        if not outcome.is_good:
            self._name(outcome.before)
            raise CommandError("封印の試験は失敗しました。見つかった行が、改変した行と合いません。")
        self.stdout.write(f"改変した {len(outcome.bent)} 行だけが、すべて名指しで見つかりました。")

    def _name(self, report: audit.Report) -> None:
        for finding in report.findings:
            self.stdout.write(f"{finding.town or '全体'}: {finding.row}: {finding.what}")


class _Bar:
    """How far a stage has come, on a terminal only and ten times a second at most."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._last = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        stream = self._command.stdout
        if stream.isatty() and (done == total or time.monotonic() - self._last > 0.1):
            self._last = time.monotonic()
            stream.write(f"\r{stage} {done}/{total}", ending="\n" if done == total else "")
            stream.flush()
