"""Who a resident is, who lives with them, and what they wish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yakuba.accounts import actions, entrance, queries
from yakuba.core import languages
from yakuba.portal.my.kinds_form import MemberForm, ProfileForm, relation_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

own = entrance.needs("account.mind")


@require_http_methods(["GET", "POST"])
@own
def profile(request: Any) -> HttpResponse:
    """What fills forms in."""
    resident = queries.resident(request.actor.resident)
    notice = {True: "online", False: "post", None: ""}[resident.electronic_notice]
    initial = {
        "spoken": resident.language or languages.current(),
        "channel": resident.channel,
        "notice": notice,
    }
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        facts=queries.profile_facts(resident),
        initial=initial,
    )
    if form.is_valid():
        actions.save_profile(
            resident, facts=form.stored, **form.wishes, actor=request.actor, now=request.arrived_at
        )
        # The language holds from the next page on, in this browser and after every sign-in.
        request.chosen_language = form.wishes["language"]
        messages.success(request, _("プロフィールを保存しました。"))
        return redirect("my-profile")
    return render(request, "portal/my/profile.html", {"form": form, "mail": resident.person.mail})


@require_http_methods(["GET", "POST"])
@own
def household(request: Any) -> HttpResponse:
    """Who lives with the resident: list them, and add one."""
    resident = queries.resident(request.actor.resident)
    form = MemberForm(request.POST if request.method == "POST" else None, facts={})
    if form.is_valid():
        try:
            actions.add_household_member(
                resident,
                facts=form.stored,
                relation=form.cleaned_data["relation"],
                actor=request.actor,
                now=request.arrived_at,
            )
        except actions.TooMany as problem:
            form.add_error(None, _("世帯員は{number}人まで登録できます。").format(number=problem))
        else:
            messages.success(request, _("世帯員を登録しました。"))
            return redirect("my-household")
    members = [
        {"id": member.pk, "name": member.person.full_name, "relation": relation_words(member)}
        for member in queries.household(resident)
    ]
    return render(request, "portal/my/household.html", {"form": form, "members": members})


@require_POST
@own
def remove_member(request: Any, pk: UUID) -> HttpResponse:
    """Forget a member of the household."""
    resident = queries.resident(request.actor.resident)
    if actions.remove_household_member(resident, member_id=pk, actor=request.actor, now=request.arrived_at):
        messages.success(request, _("世帯員の登録を消しました。"))
    return redirect("my-household")
