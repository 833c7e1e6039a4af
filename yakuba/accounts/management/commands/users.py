"""`yakuba users create|reset|end|close`: logins of staff, made and ended by whoever runs the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Department, Membership, Rank, Staff
from yakuba.core import dates, scope
from yakuba.core.actors import MACHINE
from yakuba.core.models import Municipality

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Make a login, open one again, or end what its owner does here."""

    help = (
        "create: makes a login with a post. reset: gives it a new initial password, and takes off its second factor."
        " end: says the last day of its posts. close: shuts the login of somebody who left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Four verbs, each with its own facts."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        create, reset, end = (verbs.add_parser(verb) for verb in ("create", "reset", "end"))
        for verb in (create, reset, end, verbs.add_parser("close")):
            verb.add_argument("--town", required=True, help="slug of the municipality, e.g. karuizawa")
            verb.add_argument("--login", required=True, help="ログイン名")
        create.add_argument("--name", required=True, help="氏名")
        for verb in (create, end):
            verb.add_argument("--department", required=verb is create, help="its code, e.g. environment")
            verb.add_argument("--role", required=verb is create, choices=Membership.Role.values)
        create.add_argument("--title", default="", help="職名")
        create.add_argument("--rank", default="", choices=["", *Rank.values], help="職 (chief: director)")
        reset.add_argument("--second-factor", action="store_true", help="also take off the second factor")
        end.add_argument("--until", required=True, help="last day, e.g. 2027-03-31")

    def handle(self, **options: Any) -> None:
        """Do it in the town's scope and say what was done; an initial password is shown once."""
        town = Municipality.objects.filter(slug=options["town"]).first()
        if town is None:
            raise CommandError(f"{options['town']} という市町村はありません。")
        with scope.within(town), transaction.atomic():
            said = _VERBS[options["verb"]](options)
        self.stdout.write("\n".join([f"{town.name} {said[0]}", *said[1:]]))


def _create(options: dict[str, Any]) -> list[str]:
    now = timezone.now()
    today = timezone.localdate(now)
    password = actions.new_password()
    try:
        department = queries.require_department(options["department"], today)
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
        rank=options["rank"],
        from_on=today,
        actor=MACHINE,
        now=now,
    )
    return _initial(staff, password)


def _reset(options: dict[str, Any]) -> list[str]:
    now = timezone.now()
    staff = _staff(options["login"])
    password = actions.new_password()
    actions.reset_password(staff, password=password, actor=MACHINE, now=now)
    if options["second_factor"]:
        actions.reset_second_factor(staff, actor=MACHINE, now=now)
    return _initial(staff, password)


def _end(options: dict[str, Any]) -> list[str]:
    staff = _staff(options["login"])
    try:
        until_on = dates.parse_date(options["until"])
    except dates.DateProblem as problem:
        raise CommandError(str(problem)) from problem
    posts = Membership.objects.on(until_on).filter(staff=staff).select_related("department")
    if options["department"]:
        posts = posts.filter(department__code=options["department"])
    if options["role"]:
        posts = posts.filter(role=options["role"])
    last = dates.wareki(until_on)
    ended = [
        actions.end_membership(post, until_on=until_on, actor=MACHINE, now=timezone.now()) for post in posts
    ]
    if not ended:
        raise CommandError(f"{staff.name}さんには、{last}に当てはまる所属がありません。")
    return [f"{staff.name}", *(f"{post.department} {post.get_role_display()}：{last}まで" for post in ended)]


def _close(options: dict[str, Any]) -> list[str]:
    staff = actions.close_staff(_staff(options["login"]), actor=MACHINE, now=timezone.now())
    return [f"{staff.name} ログイン名: {staff.user.login} を閉じました。"]


def _staff(login: str) -> Staff:
    rows = Staff.objects.filter(user__login=queries.login_key(login), is_active=True)
    staff: Staff | None = rows.select_related("user").first()
    if staff is None:
        raise CommandError(f"{login} というログイン名の職員はいません。")
    return staff


def _initial(staff: Staff, password: str) -> list[str]:
    return [
        f"{staff.name} ログイン名: {staff.user.login}",
        f"初期パスワード（この画面だけに出ます）: {password}",
        "最初のサインインで、認証アプリの登録と、新しいパスワードの設定をします。",
    ]


_VERBS = {"create": _create, "reset": _reset, "end": _end, "close": _close}
