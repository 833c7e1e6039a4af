"""Where staff sign in and mind their account; not routed on the public side."""

from django.conf import settings
from django.urls import path

from yakuba.accounts import own_sign_in, passkeys, programs, protections, staff, views
from yakuba.accounts.hall import absences, organisation, people, rules

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
        path("staff/login/passkey/", passkeys.sign_in, name="staff-login-passkey"),
        path("staff/passkeys/new/", passkeys.new, name="staff-passkey-new"),
        path("staff/passkeys/<uuid:pk>/remove/", passkeys.remove, name="staff-passkey-remove"),
        path("staff/sessions/", own_sign_in.sessions, name="staff-sessions"),
        path("staff/sessions/end/", own_sign_in.end_sessions, name="staff-sessions-end"),
        path("staff/sessions/<uuid:pk>/end/", own_sign_in.end_session, name="staff-session-end"),
        path("staff/people/", staff.people, name="staff-people"),
        path("staff/organisation/", organisation.on_a_day, name="staff-organisation"),
        path("staff/organisation/change/", organisation.reorganisation, name="staff-reorganisation"),
        path("staff/organisation/change/do/", organisation.reorganise, name="staff-reorganise"),
        path("staff/organisation/export/", organisation.export, name="staff-organisation-export"),
        path("staff/people/new/", people.create, name="staff-create"),
        path("staff/people/<uuid:staff_id>/", people.person, name="staff-person"),
        path("staff/people/<uuid:staff_id>/close/", people.close, name="staff-person-close"),
        path("staff/people/<uuid:staff_id>/posts/new/", people.add_post, name="staff-post-new"),
        path(
            "staff/people/<uuid:staff_id>/posts/<uuid:post_id>/end/", people.end_post, name="staff-post-end"
        ),
        path("staff/rules/", rules.rules, name="staff-rules"),
        path("staff/rules/delegation/new/", rules.add_delegation, name="staff-delegation-new"),
        path("staff/rules/acting/new/", rules.add_acting, name="staff-acting-new"),
        path("staff/rules/<uuid:rule_id>/end/", rules.end_rule, name="staff-rule-end"),
        path("staff/rules/try/", rules.who_decides, name="staff-who-decides"),
        path("staff/absences/", absences.month, name="staff-absences"),
        path("staff/absences/new/", absences.note, name="staff-absence-new"),
        path("staff/absences/<uuid:absence_id>/cancel/", absences.cancel, name="staff-absence-cancel"),
        path(
            "staff/people/<uuid:staff_id>/second-factor/",
            staff.reset_second_factor,
            name="staff-second-factor-reset",
        ),
        path("staff/programs/", programs.listing, name="staff-programs"),
        path("staff/programs/new/", programs.enter, name="staff-program-new"),
        path("staff/programs/<uuid:pk>/", programs.show, name="staff-program"),
        path("staff/programs/<uuid:pk>/end/", programs.end, name="staff-program-end"),
        path(
            "staff/programs/<uuid:pk>/tokens/<uuid:token>/revoke/",
            programs.revoke,
            name="staff-program-token-revoke",
        ),
        path("staff/protections/", protections.listing, name="staff-protections"),
        path("staff/protections/new/", protections.flag, name="staff-protection-new"),
        path("staff/protections/officers/", protections.officers, name="staff-protection-officers"),
        path(
            "staff/protections/officers/<uuid:pk>/end/",
            protections.dismiss,
            name="staff-protection-officer-end",
        ),
        path("staff/protections/requests/<uuid:pk>/", protections.answer, name="staff-countersign"),
        path("staff/protections/<uuid:pk>/", protections.show, name="staff-protection"),
    ]
