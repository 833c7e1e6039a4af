"""Addresses at which papers are confirmed, and of the fonts for rare characters."""

from django.conf import settings
from django.urls import path

from yakuba.documents import views

public = [
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.verify_code, name="verify-code"),
]

# Pages of both sides show names.
everywhere = [
    path("glyphs/<slug:signature>/<str:codes>.css", views.glyphs_sheet, name="glyphs-sheet"),
    path("glyphs/<slug:signature>/<str:codes>.woff", views.glyphs_font, name="glyphs-font"),
]

urlpatterns = [*(public if settings.SIDE != "office" else []), *everywhere]
