"""`yakuba users create` and `yakuba users reset`: logins of staff, made by whoever runs the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Department, Membership, Staff
from yakuba.core import scope
from yakuba.core.actors import MACHINE
from yakuba.core.models import Municipality

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Make a login, or open one again."""

    help = "create: makes a login with a post. reset: gives it a new initial password, and takes off its second factor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two verbs, each with its own facts."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create")
        reset = verbs.add_parser("reset")
        for verb in (create, reset):
            verb.add_argument("--town", required=True, help="slug of the municipality, e.g. karuizawa")
            verb.add_argument("--login", required=True, help="ログイン名")
        create.add_argument("--name", required=True, help="氏名")
        create.add_argument("--department", required=True, help="code of the department, e.g. environment")
        create.add_argument("--role", required=True, choices=Membership.Role.values)
        create.add_argument("--title", default="", help="職名")
        reset.add_argument("--second-factor", action="store_true", help="also take off the second factor")

    def handle(self, **options: Any) -> None:
        """Do it in the town's scope and show the initial password once."""
        town = Municipality.objects.filter(slug=options["town"]).first()
        if town is None:
            raise CommandError(f"{options['town']} という市町村はありません。")
        password = actions.new_password()
        with scope.within(town), transaction.atomic():
            staff = _create(options, password) if options["verb"] == "create" else _reset(options, password)
        self.stdout.write(f"{town.name} {staff.name} ログイン名: {staff.user.login}")
        self.stdout.write(f"初期パスワード（この画面だけに出ます）: {password}")
        self.stdout.write("最初のサインインで、認証アプリの登録と、新しいパスワードの設定をします。")


def _create(options: dict[str, Any], password: str) -> Staff:
    now = timezone.now()
    today = timezone.localdate(now)
    try:
        department = queries.department(options["department"], today)
        staff = actions.create_staff(
            options["login"], name=options["name"], password=password, actor=MACHINE, now=now
        )
    except Department.DoesNotExist as problem:
        raise CommandError(f"部署 {options['department']} は、今日はありません。") from problem
    except actions.LoginTaken as problem:
        raise CommandError(str(problem)) from problem
    actions.add_membership(
        staff,
        department=department,
        role=options["role"],
        title=options["title"],
        from_on=today,
        actor=MACHINE,
        now=now,
    )
    return staff


def _reset(options: dict[str, Any], password: str) -> Staff:
    now = timezone.now()
    staff = (
        Staff.objects.filter(user__login=queries.login_key(options["login"])).select_related("user").first()
    )
    if staff is None:
        raise CommandError(f"{options['login']} というログイン名の職員はいません。")
    actions.reset_password(staff, password=password, actor=MACHINE, now=now)
    if options["second_factor"]:
        actions.reset_second_factor(staff, actor=MACHINE, now=now)
    found: Staff = staff
    return found
