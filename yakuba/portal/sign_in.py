"""Residents sign in by a code that is sent to their mail address, sign out, and go on where they were interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.accounts import actions, entrance, kept, queries
from yakuba.core import text
from yakuba.messaging.actions import send_code

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class MailField(forms.EmailField):
    """A mail address in whatever width it was typed."""

    def to_python(self, value: Any) -> str:
        """Narrow what can be narrow before it is judged."""
        return queries.mail_key(str(super().to_python(text.normalise(value or ""))))


class MailForm(forms.Form):
    """Where the code is sent to."""

    mail = MailField(
        label="メールアドレス",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "input"}),
        error_messages={
            "required": "メールアドレスを入力してください。",
            "invalid": "メールアドレスの形が違います。「名前@例.jp」のように入力してください。",
        },
    )


class CodeForm(forms.Form):
    """The six digits of the mail."""

    code = forms.CharField(
        label="確認コード",
        help_text="メールに書いてある6けたの数字です。10分間使えます。",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "確認コードを入力してください。"},
    )


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: Any) -> HttpResponse:
    """Ask for the mail address and send a code there, whether it is known or not."""
    if request.method == "GET" and request.actor.is_resident:
        return redirect(_asked_next(request))
    # An interrupted form comes with what was typed and without a mail address: nothing is wrong yet.
    is_asked = request.method == "POST" and "mail" in request.POST
    form = MailForm(request.POST if is_asked else None)
    carried = {"next": _asked_next(request), "kept": kept.carried(request)}
    if form.is_valid():
        try:
            _send(request, form.cleaned_data["mail"], carried)
        except actions.TooOften as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("sign-in-code")
    return render(request, "accounts/resident_login.html", {"form": form, **carried})


def _asked_next(request: Any) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    return entrance.local_path(asked, entrance.RESIDENT_HOME)


def _send(request: Any, mail: str, carried: dict[str, str]) -> None:
    """Send a code and remember in the session, sealed, where to; raises TooOften."""
    now, town = request.arrived_at, request.municipality
    with transaction.atomic():
        code, digits = actions.request_sign_in_code(mail, address=entrance.client_address(request), now=now)
        send_code(mail, subject=f"確認コード {digits}（{town.name}）", body=_body(town, digits), now=now)
    request.session["town"] = str(town.pk)
    sealed = kept.seal_value(mail, now=now)
    request.session["sign_in"] = {**carried, "code": str(code.pk), "mail": sealed}


def _body(town: Any, digits: str) -> str:
    return (
        f"{town.name}の手続ポータルにサインインするための確認コードです。\n\n"
        f"　　{digits}\n\n"
        "10分以内に、サインインの画面に入力してください。このコードを人に教えないでください。\n"
        "心当たりがないときは、このメールを消してください。あなたの情報は変わりません。\n\n"
        f"{town.name}役場　電話 {town.telephone}\n"
    )


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_code(request: Any) -> HttpResponse:
    """Ask for the six digits of the mail; `again` sends new ones."""
    pending = request.session.get("sign_in") or {}
    mail = kept.unseal_value(pending.get("mail", ""), now=request.arrived_at)
    if mail is None:
        return redirect("sign-in")
    if "again" in request.POST:
        return _send_again(request, mail, pending)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            resident = actions.sign_in_with_code(
                UUID(pending["code"]), form.cleaned_data["code"], mail=mail, now=request.arrived_at
            )
        except actions.SignInRefused as problem:
            form.add_error("code", str(problem))
        else:
            entrance.let_in(request, resident.user, kind="resident")
            return redirect(_then(request, pending))
    return render(request, "accounts/resident_code.html", {"form": form, "mail": mail})


def _send_again(request: Any, mail: str, pending: dict[str, str]) -> HttpResponse:
    try:
        _send(request, mail, {"next": pending["next"], "kept": pending["kept"]})
    except actions.TooOften as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "新しい確認コードを送りました。")
    return redirect("sign-in-code")


def _then(request: HttpRequest, pending: dict[str, str]) -> str:
    request.session.pop("sign_in", None)
    resume_at = reverse("sign-in-resume")
    return entrance.go_on(request, to=pending["next"], token=pending["kept"], resume=resume_at)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; a guest ends the use of this computer and needs number and code to come back."""
    done = "サインアウトしました。" if request.user.is_authenticated else "この端末での利用を終えました。"
    response = entrance.let_out(request, "/")
    messages.success(request, f"{done}この端末に、あなたの情報は残っていません。")
    return response


@never_cache
@require_safe
def resume(request: Any) -> HttpResponse:
    """After signing in: show that what was typed is still there, and send it on."""
    found = kept.unseal(request, request.session.pop("kept", ""))
    context = {"kept": found, "layout": "ui/base.html", "home": entrance.RESIDENT_HOME}
    return render(request, "accounts/resume.html", context)
