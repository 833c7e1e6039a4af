"""Where staff sign in and mind their account; not routed on the public side."""

from django.conf import settings
from django.urls import path

from yakuba.accounts import staff, views

urlpatterns = []
if settings.SIDE != "public":
    urlpatterns += [
        path("staff/login/", views.login, name="staff-login"),
        path("staff/login/code/", views.code, name="staff-login-code"),
        path("staff/login/recovery/", views.recovery, name="staff-login-recovery"),
        path("staff/login/enrol/", views.enrol, name="staff-enrol"),
        path("staff/login/resume/", views.resume, name="staff-resume"),
        path("staff/logout/", views.logout, name="staff-sign-out"),
        path("staff/password/", staff.password, name="staff-password"),
        path("staff/second-factor/", staff.second_factor, name="staff-second-factor"),
        path("staff/second-factor/new/", staff.enrol_again, name="staff-second-factor-new"),
        path("staff/people/", staff.people, name="staff-people"),
        path(
            "staff/people/<uuid:staff_id>/second-factor/",
            staff.reset_second_factor,
            name="staff-second-factor-reset",
        ),
    ]
