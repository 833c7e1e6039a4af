"""文書の確認 by code, file or both, for anybody; and the fonts of rare characters, for every page that needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yakuba.accounts import entrance
from yakuba.core import languages, throttle
from yakuba.documents import rare, verifying
from yakuba.documents.forms import VerifyForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.uploadedfile import UploadedFile

    from yakuba.core.requests import TownRequest

TRIES, SECONDS = 30, 900


@languages.keeps_typed
@require_http_methods(["GET", "POST"])
def verify(request: TownRequest) -> HttpResponse:
    """The form, and what it finds."""
    if request.method != "POST":
        return _show(request, VerifyForm())
    if languages.is_switched(request):
        return _show(request, VerifyForm(initial=request.POST.dict()))
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form)
    return _find(request, form, form.cleaned_data["code"], form.cleaned_data["file"])


@require_GET
def verify_code(request: TownRequest, code: str) -> HttpResponse:
    """Where the QR code of a paper leads: the answer for its code."""
    return _find(request, VerifyForm(initial={"code": code}), code)


@require_GET
def glyphs_sheet(request: TownRequest, signature: str, codes: str) -> HttpResponse:
    """The style sheet with the rare characters of one page."""
    del request
    return _kept(signature, codes, "text/css", lambda: rare.sheet(codes).encode())


@require_GET
def glyphs_font(request: TownRequest, signature: str, codes: str) -> HttpResponse:
    """The font with the rare characters of one page."""
    del request
    return _kept(signature, codes, "font/woff", lambda: rare.font(codes))


def _kept(signature: str, codes: str, media_type: str, made: Callable[[], bytes]) -> HttpResponse:
    """What never changes under its address; only what one of our pages asks for is made at all."""
    content = made() if rare.is_signed(signature, codes) else b""
    if not content:
        raise Http404
    response = HttpResponse(content, content_type=media_type)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _find(
    request: TownRequest, form: VerifyForm, code: str, file: UploadedFile | None = None
) -> HttpResponse:
    now = timezone.now()
    if not throttle.hit("verify", entrance.client_address(request), limit=TRIES, seconds=SECONDS, now=now):
        words = _(
            "続けて何度も試されたため、しばらく確かめられません。15分ほどたってから、もう一度お試しください"
        )
        return _show(request, form, problem=words, status=429)
    sent = verifying.read(file.chunks()) if file else None
    finding = verifying.find(code, sent, today=timezone.localdate(now))
    return _show(request, form, finding=finding)


def _show(
    request: TownRequest,
    form: VerifyForm,
    *,
    finding: verifying.Finding | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    problems = [{"text": problem}] if problem else []
    context = {"form": form, "finding": finding, "problem": problem, "problems": problems}
    response = render(request, "documents/verify.html", context, status=status)
    # What holds today may not hold tomorrow, and who asked about what is nobody's business.
    response.headers["Cache-Control"] = "private, no-store"
    return response
