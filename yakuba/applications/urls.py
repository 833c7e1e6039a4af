"""Addresses of applications: applying, following, and the staff's side."""

from django.conf import settings
from django.urls import path

from yakuba.accounts.entrance import staff_only
from yakuba.applications import staff
from yakuba.applications.staff import colleagues, exports, histories
from yakuba.applications.views import apply, arrived, following, identity, people, status, supplements

public = [
    path("apply/<slug:procedure>/", apply.start, name="apply"),
    path("apply/<slug:procedure>/thanks/", arrived.thanks, name="apply-thanks"),
    path("apply/<slug:procedure>/<uuid:pk>/", apply.go_on, name="apply-go-on"),
    path("apply/<slug:procedure>/<uuid:pk>/check/", apply.check, name="apply-check"),
    path("apply/<slug:procedure>/<uuid:pk>/identity/", identity.prove, name="apply-identity"),
    path("apply/<slug:procedure>/<uuid:pk>/people/", people.state, name="apply-people"),
    path("apply/<slug:procedure>/<uuid:pk>/later/", apply.later, name="apply-later"),
    path("apply/<slug:procedure>/<uuid:pk>/done/", arrived.done, name="apply-done"),
    path("apply/<slug:procedure>/<uuid:pk>/discard/", apply.discard, name="apply-discard"),
    path("apply/<slug:procedure>/<uuid:pk>/file/<uuid:file>/", apply.file, name="apply-file"),
    path("apply/<slug:procedure>/<uuid:pk>/<slug:section>/", apply.section, name="apply-section"),
    path("applications/", status.find, name="find"),
    path("applications/<str:number>/", status.show, name="application"),
    path("applications/<str:number>/follow/<slug:procedure>/", following.begin, name="application-follow"),
    path("applications/<str:number>/supplements/", supplements.send, name="application-supplements"),
    path("applications/<str:number>/withdraw/", status.withdraw, name="application-withdraw"),
    path("applications/<str:number>/documents/<uuid:pk>/", status.document, name="application-document"),
]

office = [
    path("staff/applications/", staff.listing, name="staff-applications"),
    path("staff/applications/<str:number>/", staff.case, name="staff-application"),
    path("staff/applications/<str:number>/take/", staff.take, name="staff-take"),
    path("staff/applications/<str:number>/proxy/confirm/", staff.proxy_confirmed, name="staff-proxy-confirm"),
    path("staff/applications/<str:number>/proxy/end/", staff.proxy_ended, name="staff-proxy-end"),
    path(
        "staff/applications/<str:number>/proxy/document/", staff.proxy_document, name="staff-proxy-document"
    ),
    path("staff/applications/<str:number>/return/", staff.ask, name="staff-return"),
    path("staff/applications/<str:number>/propose/", staff.propose, name="staff-propose"),
    path("staff/applications/<str:number>/remand/", staff.remand, name="staff-remand"),
    path("staff/applications/<str:number>/decide/", staff.decide, name="staff-decide"),
    path("staff/applications/<str:number>/agree/", staff.agree, name="staff-agree"),
    path("staff/applications/<str:number>/revise/", staff.revise, name="staff-revise"),
    path("staff/applications/<str:number>/take-back/", staff.take_back, name="staff-take-back"),
    path("staff/applications/<str:number>/view-after/", staff.view_after, name="staff-view-after"),
    path("staff/applications/<str:number>/record/", staff.record, name="staff-record"),
    path("staff/applications/<str:number>/reroute/", staff.reroute, name="staff-reroute"),
    path("staff/applications/<str:number>/resume/", staff.resume, name="staff-resume-examination"),
    path("staff/applications/<str:number>/steps/<slug:step>/", staff.step, name="staff-step"),
    path("staff/applications/<str:number>/supplement/", staff.supplement_checked, name="staff-supplement"),
    path("staff/applications/<str:number>/delay/", staff.delay, name="staff-delay"),
    path("staff/applications/<str:number>/delay/posted/", staff.delay_posted, name="staff-delay-posted"),
    path("staff/applications/<str:number>/close/", staff.close, name="staff-close"),
    path("staff/applications/<str:number>/second/", staff.second, name="staff-second"),
    path("staff/applications/<str:number>/files/<uuid:pk>/", staff.file, name="staff-file"),
    path("staff/applications/<str:number>/documents/<uuid:pk>/", staff.document, name="staff-document"),
    path("staff/applications/<str:number>/documents/<uuid:pk>/remake/", staff.remake, name="staff-remake"),
    path("staff/applications/<str:number>/papers/<uuid:pk>/", staff.paper, name="staff-paper"),
    path(
        "staff/applications/<str:number>/papers/<uuid:pk>/again/", staff.paper_again, name="staff-paper-again"
    ),
    path(
        "staff/applications/<str:number>/papers/<uuid:pk>/revoke/",
        staff.paper_revoke,
        name="staff-paper-revoke",
    ),
    path("staff/applications/<str:number>/call/", staff.call, name="staff-call"),
    path("staff/applications/<str:number>/correct/", staff.correct, name="staff-correct"),
    path("staff/intake/", staff.intakes, name="staff-intakes"),
    path("staff/intake/new/", staff.register, name="staff-intake-new"),
    path("staff/intake/<str:number>/", staff.intake, name="staff-intake"),
    path("staff/intake/<str:number>/cancel/", staff.cancel_intake, name="staff-intake-cancel"),
    path("staff/intake/<str:number>/scan/", staff.scan, name="staff-intake-scan"),
    path("staff/applications/<str:number>/reached/", staff.reached, name="staff-reached"),
    path("staff/applications/<str:number>/death/", staff.death, name="staff-death"),
    path("staff/applications/<str:number>/heir/", staff.heir, name="staff-heir"),
    path("staff/applications/<str:number>/ended/", staff.ended, name="staff-ended"),
    path("staff/applications/<str:number>/revoke/", staff.revoke, name="staff-revoke"),
    path("staff/applications/<str:number>/revoke/decide/", staff.revoke_decide, name="staff-revoke-decide"),
    path("staff/applications/<str:number>/revoke/cancel/", staff.revoke_cancel, name="staff-revoke-cancel"),
    path("staff/applications/<str:number>/reopen/", staff.reopen, name="staff-reopen"),
    path("staff/applications/<str:number>/keeping/", staff.keeping, name="staff-keeping"),
    path("staff/applications/<str:number>/keeping/<uuid:pk>/lift/", staff.lift, name="staff-hold-lift"),
    path("staff/applications/<str:number>/disclosure/", staff.disclosure, name="staff-disclosure"),
    path(
        "staff/applications/<str:number>/disclosure/<uuid:pk>/<slug:form>/",
        staff.disclosure_file,
        name="staff-disclosure-file",
    ),
    path("staff/applications/<str:number>/erasure/", staff.erase, name="staff-erase"),
    path("staff/posting/", staff.postings, name="staff-postings"),
    path("staff/posting/bundles/<uuid:pk>/", staff.bundle, name="staff-bundle"),
    path("staff/posting/bundles/<uuid:pk>/sheets/", staff.sheets, name="staff-bundle-sheets"),
    path("staff/posting/bundles/<uuid:pk>/dissolve/", staff.dissolve, name="staff-bundle-dissolve"),
    path("staff/posting/<uuid:pk>/drop/", staff.drop_posting, name="staff-posting-drop"),
    path("staff/posting/<uuid:pk>/returned/", staff.posting_returned, name="staff-posting-returned"),
    path("staff/posting/<uuid:pk>/again/", staff.post_again, name="staff-posting-again"),
    # The same pages as residents' (one form for everybody), for what came on paper.
    path(
        "staff/typing/<slug:procedure>/<uuid:pk>/check/", staff_only(apply.check), name="staff-typing-check"
    ),
    path(
        "staff/typing/<slug:procedure>/<uuid:pk>/<slug:section>/",
        staff_only(apply.section),
        name="staff-typing-section",
    ),
    path("staff/applications/<str:number>/notes/", colleagues.note, name="staff-note"),
    path("staff/applications/<str:number>/labels/", colleagues.label, name="staff-label"),
    path("staff/applications/<str:number>/watch/", colleagues.watch, name="staff-watch"),
    path("staff/applications/<str:number>/pass-on/", colleagues.pass_on, name="staff-pass-on"),
    path("staff/applications/<str:number>/same-person/", colleagues.person, name="staff-same-person"),
    path("staff/applications/<str:number>/history/", histories.of_case, name="staff-history"),
    path("staff/applications/<str:number>/history/person/", histories.of_person, name="staff-person-history"),
    path("staff/history/", histories.look_up, name="staff-history-find"),
    path("staff/bulk/<slug:verb>/", staff.bulk_choose, name="staff-bulk"),
    path("staff/bulk/<slug:verb>/start/", staff.bulk_start, name="staff-bulk-start"),
    path("staff/runs/", staff.runs, name="staff-runs"),
    path("staff/runs/<uuid:pk>/", staff.run, name="staff-run"),
    path("staff/exports/<slug:listing>/", exports.start, name="staff-export"),
    path("staff/runs/<uuid:pk>/file/", exports.fetch, name="staff-run-file"),
    path("staff/runs/<uuid:pk>/stop/", staff.run_stop, name="staff-run-stop"),
    path("staff/runs/<uuid:pk>/again/", staff.run_again, name="staff-run-again"),
    path("staff/restricted/", staff.kept_back, name="staff-restricted"),
    path("staff/surveys/", staff.survey_listing, name="staff-surveys"),
    path("staff/surveys/<slug:procedure>/", staff.survey_results, name="staff-survey"),
    path("staff/surveys/<slug:procedure>/export/", staff.survey_export, name="staff-survey-export"),
]

urlpatterns = [
    *(public if settings.SIDE != "office" else []),
    *(office if settings.SIDE != "public" else []),
]
