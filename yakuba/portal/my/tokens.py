"""Tokens of the API that a resident made: for which program, until when, how often used, and how to take one back."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yakuba.accounts import actions, entrance, queries
from yakuba.core import renditions, text

if TYPE_CHECKING:
    import datetime

    from django.http import HttpResponse

    from yakuba.accounts.models import Token

own = entrance.needs("account.mind")
SCOPES = (
    ("read", gettext_lazy("申請の状況を見るだけ")),
    ("file", gettext_lazy("見る、申請する、直す、取り下げる")),
)
LASTING = (
    ("30", gettext_lazy("30日")),
    ("90", gettext_lazy("90日")),
    ("365", gettext_lazy("1年")),
)


class TokenForm(forms.Form):
    """For what, to do what, how long."""

    use_required_attribute = False

    label = forms.CharField(
        label=gettext_lazy("何に使うか"),
        help_text=gettext_lazy("あとで見分けるための名前です。例：家計の記録アプリ"),
        max_length=60,
        error_messages={
            "required": gettext_lazy("何に使うかを入力してください"),
            "max_length": gettext_lazy("何に使うかは、60文字までで入力してください"),
        },
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("できること"),
        choices=SCOPES,
        error_messages={
            "required": gettext_lazy("できることを選んでください"),
            "invalid_choice": gettext_lazy("できることを選び直してください"),
        },
    )
    days = forms.ChoiceField(
        label=gettext_lazy("使える期間"),
        choices=LASTING,
        error_messages={
            "required": gettext_lazy("使える期間を選んでください"),
            "invalid_choice": gettext_lazy("使える期間を選び直してください"),
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def clean_label(self) -> str:
        """The name in one line."""
        typed = " ".join(text.normalise(self.cleaned_data["label"]).split())
        if said := text.forbidden(typed):
            raise forms.ValidationError(said)
        return typed


@require_http_methods(["GET", "POST"])
@own
def tokens(request: Any) -> HttpResponse:
    """Show the tokens, and make a new one, whose secret this one answer shows."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = _make(request, form.cleaned_data)
        except (actions.MadeBefore, actions.TooManyTokens) as problem:
            form.add_error(None, str(problem))
        else:
            shown: dict[str, Any] = {"secret": made.secret, "token": _shown(made.token, request.arrived_at)}
            return render(request, "portal/my/token_made.html", shown)
    context: dict[str, Any] = {
        "form": form,
        "made_with": uuid.uuid4(),
        "tokens": [_shown(row, request.arrived_at) for row in queries.tokens_of(request.actor.resident)],
    }
    return render(request, "portal/my/tokens.html", context)


def _make(request: Any, typed: dict[str, Any]) -> actions.MadeToken:
    try:
        made_with = uuid.UUID(request.POST.get("made_with", ""))
    except ValueError:
        made_with = uuid.uuid4()
    return actions.make_own_token(
        queries.resident(request.actor.resident),
        label=typed["label"],
        scope=typed["scope"],
        lasting=timedelta(days=int(typed["days"])),
        made_with=made_with,
        actor=request.actor,
        now=request.arrived_at,
    )


def _shown(token: Token, now: datetime.datetime) -> dict[str, Any]:
    return {
        "id": token.pk,
        "label": token.label,
        "sign": token.sign,
        "scope": dict(SCOPES)[token.scope],
        "until": renditions.day(localdate(token.expires_at)),
        "used": renditions.moment(token.last_used_at) if token.last_used_at else "",
        "days": [
            {"day": renditions.day(use.on), "count": use.count} for use in getattr(token, "days", [])[:14]
        ],
        "stands": token.stands(now),
    }


@require_POST
@own
def revoke(request: Any, pk: uuid.UUID) -> HttpResponse:
    """Take one token back."""
    token = next((row for row in queries.tokens_of(request.actor.resident) if row.pk == pk), None)
    if token is not None:
        actions.revoke_token(token, actor=request.actor, now=request.arrived_at)
        messages.success(request, _("トークンを取り消しました。これからは使えません。"))
    return redirect("my-tokens")
