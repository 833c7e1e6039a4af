"""Who may act for a resident, and for whom a resident may act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yakuba.accounts import actions, entrance, queries
from yakuba.core import dates, renditions, text
from yakuba.portal.sign_in import MailField
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from django.http import HttpResponse

    from yakuba.accounts.models import Mandate

own = entrance.needs("account.mind")
LONGEST_DAYS = 366


class MandateForm(forms.Form):
    """To whom, about what, until when."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("代理人の氏名"),
        help_text=gettext_lazy("姓と名の間を空けてください。例：見本 花子"),
        max_length=100,
        error_messages={"required": gettext_lazy("代理人の氏名を入力してください")},
    )
    mail = MailField(
        label=gettext_lazy("代理人のメールアドレス"),
        help_text=gettext_lazy("代理人は、このメールアドレスでサインインします。"),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("代理人のメールアドレスを入力してください"),
            "invalid": gettext_lazy("メールアドレスの形が違います。「名前@例.jp」のように入力してください。"),
        },
    )
    procedure = forms.ChoiceField(label=gettext_lazy("頼む手続"), required=False)
    until_on = forms.CharField(
        label=gettext_lazy("いつまで"),
        help_text=gettext_lazy("長くても1年までです。例：令和9年3月31日"),
        max_length=40,
        error_messages={"required": gettext_lazy("いつまで頼むかを入力してください")},
    )

    def __init__(self, data: Any = None, *, today: datetime.date) -> None:
        super().__init__(data, label_suffix="")
        self.today = today
        titles = [
            (version.procedure, procedures.spoken(version.definition).title)
            for version in procedures.catalogue()
            if not version.definition.is_survey and version.definition.who.proxy != "none"
        ]
        choices: Any = self.fields["procedure"]
        choices.choices = [("", _("すべての手続")), *titles]

    def clean_name(self) -> str:
        """The name with single spaces."""
        typed = " ".join(text.normalise(self.cleaned_data["name"]).split())
        if said := text.forbidden(typed):
            raise forms.ValidationError(said)
        return typed

    def clean_until_on(self) -> datetime.date:
        """A day from today to a year ahead."""
        try:
            day = dates.parse_date(self.cleaned_data["until_on"])
        except dates.DateProblem as problem:
            raise forms.ValidationError(str(problem)) from problem
        if not 0 <= (day - self.today).days <= LONGEST_DAYS:
            raise forms.ValidationError(_("今日から1年以内の日にしてください"))
        return day


@require_http_methods(["GET", "POST"])
@own
def mandates(request: Any) -> HttpResponse:
    """Show both sorts, and give a new one."""
    today = timezone.localdate(request.arrived_at)
    form = MandateForm(request.POST if request.method == "POST" else None, today=today)
    resident = queries.resident(request.actor.resident)
    if form.is_valid():
        _give(request, resident, form.cleaned_data, today)
        messages.success(request, _("代理人を登録しました。"))
        return redirect("my-mandates")
    context = {
        "form": form,
        "given": [_shown(one, one.proxy.full_name, today) for one in queries.mandates_given(resident)],
        "held": [_shown(one, one.principal_name, today) for one in queries.mandates_held(resident)],
        "has_name": bool(resident.person.name),
    }
    return render(request, "portal/my/mandates.html", context)


def _give(request: Any, resident: Any, typed: dict[str, Any], today: datetime.date) -> None:
    family, _space, given = typed["name"].partition(" ")
    actions.give_mandate_by_mail(
        resident.person,
        name={"family": family, "given": given},
        mail=typed["mail"],
        procedures=[typed["procedure"]] if typed["procedure"] else [],
        from_on=today,
        until_on=typed["until_on"],
        actor=request.actor,
        now=request.arrived_at,
    )


def _shown(mandate: Mandate, name: str, today: datetime.date) -> dict[str, Any]:
    offered = {one.procedure: one.definition for one in procedures.catalogue()}
    covered = [procedures.spoken(offered[one]).title for one in mandate.procedures if one in offered]
    is_over = mandate.ended_at is not None or (mandate.until_on is not None and mandate.until_on < today)
    return {
        "id": mandate.pk,
        "name": name,
        "about": _("、").join(covered) if mandate.procedures else _("すべての手続"),
        "until": renditions.day(mandate.until_on) if mandate.until_on else _("期限の定めなし"),
        "is_over": is_over,
    }


@require_POST
@own
def end(request: Any, pk: UUID) -> HttpResponse:
    """Take back a mandate that one gave."""
    resident = queries.resident(request.actor.resident)
    mandate = next((one for one in queries.mandates_given(resident) if one.pk == pk), None)
    if mandate is not None:
        actions.end_mandate(mandate, ending="principal", actor=request.actor, now=request.arrived_at)
        messages.success(request, _("代理を取り消しました。代理人は、これから何もできません。"))
    return redirect("my-mandates")
