"""Residents sign in by a code that is sent to their mail address, sign out, and go on where they were interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.accounts import actions, entrance, kept, queries
from yakuba.core import languages, text
from yakuba.messaging.actions import send_code
from yakuba.ui import words

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
        label=gettext_lazy("メールアドレス"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "input"}),
        error_messages={
            "required": gettext_lazy("メールアドレスを入力してください。"),
            "invalid": gettext_lazy("メールアドレスの形が違います。「名前@例.jp」のように入力してください。"),
        },
    )


class CodeForm(forms.Form):
    """The six digits of the mail."""

    code = forms.CharField(
        label=gettext_lazy("確認コード"),
        help_text=gettext_lazy("メールに書いてある6けたの数字です。10分間使えます。"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("確認コードを入力してください。")},
    )


@languages.keeps_typed
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: Any) -> HttpResponse:
    """Ask for the mail address and send a code there, whether it is known or not."""
    if request.method == "GET" and request.actor.is_resident:
        return redirect(_asked_next(request))
    # An interrupted form comes with what was typed and without a mail address: nothing is wrong yet.
    is_asked = request.method == "POST" and "mail" in request.POST
    form = _form(MailForm, request, is_sent=is_asked)
    carried = {"next": _asked_next(request), "kept": kept.carried(request)}
    if form.is_valid():
        try:
            _send(request, form.cleaned_data["mail"], carried)
        except actions.TooOften as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("sign-in-code")
    return render(request, "accounts/resident_login.html", {"form": form, **carried})


def _form(asks: type[forms.Form], request: Any, *, is_sent: bool) -> forms.Form:
    """The form as it was sent; only with what was typed when another language is asked for."""
    if languages.is_switched(request):
        return asks(initial=request.POST.dict())
    return asks(request.POST if is_sent else None)


def _asked_next(request: Any) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    return entrance.local_path(asked, entrance.RESIDENT_HOME)


def _send(request: Any, mail: str, carried: dict[str, str]) -> None:
    """Send a code and remember in the session, sealed, where to; raises TooOften."""
    now, town = request.arrived_at, request.municipality
    with transaction.atomic():
        code, digits = actions.request_sign_in_code(mail, address=entrance.client_address(request), now=now)
        send_code(mail, subject=_subject(town, digits), body=_body(town, digits), now=now)
    request.session["town"] = str(town.pk)
    sealed = kept.seal_value(mail, now=now)
    request.session["sign_in"] = {**carried, "code": str(code.pk), "mail": sealed}


def _subject(town: Any, digits: str) -> str:
    return _("確認コード {digits}（{town}）").format(digits=digits, town=words.town(town.name, town.slug))


def _body(town: Any, digits: str) -> str:
    return _(
        "{town}の手続ポータルにサインインするための確認コードです。\n\n"
        "　　{digits}\n\n"
        "10分以内に、サインインの画面に入力してください。このコードを人に教えないでください。\n"
        "心当たりがないときは、このメールを消してください。あなたの情報は変わりません。\n\n"
        "{hall}　電話 {telephone}\n"
    ).format(
        town=words.town(town.name, town.slug),
        digits=digits,
        hall=words.hall(town.name, town.slug),
        telephone=town.telephone,
    )


@languages.keeps_typed
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
    form = _form(CodeForm, request, is_sent=request.method == "POST")
    if form.is_valid():
        try:
            resident = actions.sign_in_with_code(
                UUID(pending["code"]), form.cleaned_data["code"], mail=mail, now=request.arrived_at
            )
        except actions.SignInRefused as problem:
            form.add_error("code", str(problem))
        else:
            entrance.let_in(request, resident.user, kind="resident")
            if resident.language:
                request.chosen_language = resident.language
            return redirect(_then(request, pending))
    return render(request, "accounts/resident_code.html", {"form": form, "mail": mail})


def _send_again(request: Any, mail: str, pending: dict[str, str]) -> HttpResponse:
    try:
        _send(request, mail, {"next": pending["next"], "kept": pending["kept"]})
    except actions.TooOften as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("新しい確認コードを送りました。"))
    return redirect("sign-in-code")


def _then(request: HttpRequest, pending: dict[str, str]) -> str:
    request.session.pop("sign_in", None)
    resume_at = reverse("sign-in-resume")
    return entrance.go_on(request, to=pending["next"], token=pending["kept"], resume=resume_at)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; a guest ends the use of this computer and needs number and code to come back."""
    if request.user.is_authenticated:
        done = _("サインアウトしました。この端末に、あなたの情報は残っていません。")
    else:
        done = _("この端末での利用を終えました。この端末に、あなたの情報は残っていません。")
    response = entrance.let_out(request, "/")
    messages.success(request, done)
    return response


@never_cache
@require_safe
def resume(request: Any) -> HttpResponse:
    """After signing in: show that what was typed is still there, and send it on."""
    found = kept.unseal(request, request.session.pop("kept", ""))
    context = {"kept": found, "layout": "ui/base.html", "home": entrance.RESIDENT_HOME}
    return render(request, "accounts/resume.html", context)
