"""Addresses of the gathering pages."""

from django.conf import settings
from django.urls import path

from yakuba.portal import health, sign_in, staff, views

urlpatterns = [
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
if settings.SIDE != "office":
    urlpatterns += [
        path("", views.home, name="home"),
        path("procedures/", views.listing, name="procedures"),
        path("procedures/<slug:procedure>/", views.procedure, name="procedure"),
        path("my/", views.my, name="my"),
        path("login/", sign_in.sign_in, name="sign-in"),
        path("login/code/", sign_in.sign_in_code, name="sign-in-code"),
        path("login/resume/", sign_in.resume, name="sign-in-resume"),
        path("logout/", sign_in.sign_out, name="sign-out"),
        path("about/", views.about, {"page": "about"}, name="about"),
        path("privacy/", views.about, {"page": "privacy"}, name="privacy"),
        path("accessibility/", views.about, {"page": "accessibility"}, name="accessibility"),
    ]
if settings.SIDE != "public":
    urlpatterns += [path("staff/", staff.todo, name="staff-todo")]
