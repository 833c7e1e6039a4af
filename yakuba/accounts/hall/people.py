"""One member of staff with every post; logins are made and closed, posts added and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.accounts import actions, queries
from yakuba.accounts.entrance import needs
from yakuba.accounts.hall.forms import EndForm, NewStaffForm, PostForm
from yakuba.accounts.queries import hall as read
from yakuba.core.dates import wareki

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from yakuba.accounts.models import Staff
    from yakuba.core.requests import TownRequest


@require_safe
@needs("people.see")
def person(request: TownRequest, staff_id: UUID) -> HttpResponse:
    """Every post of one member of staff: past, present and to come."""
    staff = _staff(staff_id)
    context = {
        "member": staff,
        "posts": read.posts_of(staff),
        "today": timezone.localdate(request.arrived_at),
        "is_self": request.actor.staff == staff.pk,
    }
    return render(request, "accounts/hall/person.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("staff.create")
def create(request: TownRequest) -> HttpResponse:
    """Make a login; its initial password is shown once and must be changed at the first sign-in."""
    form = NewStaffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        password = actions.new_password()
        try:
            staff = actions.create_staff(
                form.cleaned_data["login"],
                name=form.cleaned_data["name"],
                password=password,
                actor=request.actor,
                now=request.arrived_at,
            )
        except (actions.LoginTaken, ValidationError) as problem:
            form.add_error("login", str(problem) if isinstance(problem, actions.LoginTaken) else problem)
        else:
            return render(request, "accounts/hall/created.html", {"member": staff, "password": password})
    return render(request, "accounts/hall/create.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs("staff.close")
def close(request: TownRequest, staff_id: UUID) -> HttpResponse:
    """Close the login of somebody who left."""
    staff = _staff(staff_id)
    if request.method == "POST" and request.actor.staff != staff.pk:
        actions.close_staff(staff, actor=request.actor, now=request.arrived_at)
        messages.success(request, f"{staff.name}さんのログインを閉じました。")
        return redirect("staff-person", staff.pk)
    context = {"member": staff, "is_self": request.actor.staff == staff.pk}
    return render(request, "accounts/hall/close.html", context)


@require_http_methods(["GET", "POST"])
@needs("membership.add")
def add_post(request: TownRequest, staff_id: UUID) -> HttpResponse:
    """Give somebody a post."""
    staff = _staff(staff_id)
    today = timezone.localdate(request.arrived_at)
    departments = read.departments_from(today)
    form = PostForm(request.POST if request.method == "POST" else None, departments=departments)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        department = queries.department(facts.pop("department"), facts["from_on"])
        if department is None:
            form.add_error("from_on", f"この部署は、{wareki(facts['from_on'])}にはありません")
        elif read.has_same_post(staff, department, facts["role"], facts["from_on"]):
            form.add_error(
                "role", "同じ部署の同じ役割を、その日にはもう持っています。前の所属を先に終わらせてください"
            )
        else:
            actions.add_membership(
                staff, department=department, **facts, actor=request.actor, now=request.arrived_at
            )
            messages.success(request, f"{staff.name}さんの所属を登録しました。")
            return redirect("staff-person", staff.pk)
    return render(request, "accounts/hall/add_post.html", {"form": form, "member": staff})


@require_http_methods(["GET", "POST"])
@needs("membership.end")
def end_post(request: TownRequest, staff_id: UUID, post_id: UUID) -> HttpResponse:
    """Let a post have its last day."""
    staff = _staff(staff_id)
    post = next((row for row in read.posts_of(staff) if row.pk == post_id), None)
    if post is None:
        raise Http404
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            until_on = form.cleaned_data["until_on"]
            actions.end_membership(post, until_on=until_on, actor=request.actor, now=request.arrived_at)
        except actions.EndsTooEarly as problem:
            form.add_error("until_on", str(problem))
        else:
            messages.success(request, f"{staff.name}さんの所属の最後の日を決めました。")
            return redirect("staff-person", staff.pk)
    context = {"form": form, "member": staff, "post": post}
    return render(request, "accounts/hall/end_post.html", context)


def _staff(staff_id: UUID) -> Staff:
    staff = read.anybody_of_staff(staff_id)
    if staff is None:
        raise Http404
    return staff
