"""Addresses of the gathering pages."""

from django.conf import settings
from django.urls import path

from yakuba.portal import deliveries, health, sign_in, staff, views
from yakuba.portal.my import account, devices, mandates, passkeys, profile, security, tokens

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
        path("my/profile/", profile.profile, name="my-profile"),
        path("my/household/", profile.household, name="my-household"),
        path("my/household/<uuid:pk>/remove/", profile.remove_member, name="my-household-remove"),
        path("my/mandates/", mandates.mandates, name="my-mandates"),
        path("my/mandates/<uuid:pk>/end/", mandates.end, name="my-mandate-end"),
        path("my/devices/", devices.devices, name="my-devices"),
        path("my/devices/<uuid:pk>/remove/", devices.remove, name="my-device-remove"),
        path("push-worker.js", devices.worker, name="push-worker"),
        path("my/data/", account.data, name="my-data"),
        path("my/data/file.<slug:form>", account.download, name="my-data-file"),
        path("my/data/pdf/", account.make_pdf, name="my-data-pdf"),
        path("my/close/", account.close, name="my-close"),
        path("my/passkeys/new/", passkeys.new, name="my-passkey-new"),
        path("my/passkeys/<uuid:pk>/remove/", passkeys.remove, name="my-passkey-remove"),
        path("login/passkey/", passkeys.sign_in, name="sign-in-passkey"),
        path("my/sign-in/", security.security, name="my-security"),
        path("my/sign-in/end/", security.end_sessions, name="my-sessions-end"),
        path("my/sign-in/<uuid:pk>/end/", security.end_session, name="my-session-end"),
        path("my/tokens/", tokens.tokens, name="my-tokens"),
        path("my/tokens/<uuid:pk>/revoke/", tokens.revoke, name="my-token-revoke"),
        path("login/", sign_in.sign_in, name="sign-in"),
        path("login/code/", sign_in.sign_in_code, name="sign-in-code"),
        path("login/resume/", sign_in.resume, name="sign-in-resume"),
        path("logout/", sign_in.sign_out, name="sign-out"),
        path("about/", views.about, {"page": "about"}, name="about"),
        path("privacy/", views.about, {"page": "privacy"}, name="privacy"),
        path("accessibility/", views.about, {"page": "accessibility"}, name="accessibility"),
    ]
if settings.SIDE != "public":
    urlpatterns += [
        path("staff/", staff.todo, name="staff-todo"),
        path("staff/filters/drop/", staff.drop_filter, name="staff-filter-drop"),
        path("staff/filters/save/<slug:listing>/", staff.save_filter, name="staff-filter-save"),
        path("staff/deliveries/", deliveries.listing, name="staff-deliveries"),
        path("staff/deliveries/<uuid:pk>/", deliveries.show, name="staff-delivery"),
        path("staff/deliveries/<uuid:pk>/again/", deliveries.again, name="staff-delivery-again"),
        path("staff/deliveries/<uuid:pk>/post/", deliveries.post, name="staff-delivery-post"),
        path("staff/deliveries/<uuid:pk>/stop/", deliveries.stop, name="staff-delivery-stop"),
        path("staff/reminders/", staff.put_aside, name="staff-reminders"),
    ]
