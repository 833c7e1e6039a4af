"""Addresses of applications: applying, following, and the staff's side."""

from django.conf import settings
from django.urls import path

from yakuba.applications import staff
from yakuba.applications.views import apply, status

public = [
    path("apply/<slug:procedure>/", apply.start, name="apply"),
    path("apply/<slug:procedure>/<uuid:pk>/", apply.go_on, name="apply-go-on"),
    path("apply/<slug:procedure>/<uuid:pk>/check/", apply.check, name="apply-check"),
    path("apply/<slug:procedure>/<uuid:pk>/later/", apply.later, name="apply-later"),
    path("apply/<slug:procedure>/<uuid:pk>/done/", apply.done, name="apply-done"),
    path("apply/<slug:procedure>/<uuid:pk>/discard/", apply.discard, name="apply-discard"),
    path("apply/<slug:procedure>/<uuid:pk>/file/<uuid:file>/", apply.file, name="apply-file"),
    path("apply/<slug:procedure>/<uuid:pk>/<slug:section>/", apply.section, name="apply-section"),
    path("applications/", status.find, name="find"),
    path("applications/<str:number>/", status.show, name="application"),
    path("applications/<str:number>/withdraw/", status.withdraw, name="application-withdraw"),
    path("applications/<str:number>/documents/<uuid:pk>/", status.document, name="application-document"),
]

office = [
    path("staff/applications/", staff.listing, name="staff-applications"),
    path("staff/applications/<str:number>/", staff.case, name="staff-application"),
    path("staff/applications/<str:number>/take/", staff.take, name="staff-take"),
    path("staff/applications/<str:number>/return/", staff.ask, name="staff-return"),
    path("staff/applications/<str:number>/propose/", staff.propose, name="staff-propose"),
    path("staff/applications/<str:number>/remand/", staff.remand, name="staff-remand"),
    path("staff/applications/<str:number>/decide/", staff.decide, name="staff-decide"),
    path("staff/applications/<str:number>/resume/", staff.resume, name="staff-resume-examination"),
    path("staff/applications/<str:number>/close/", staff.close, name="staff-close"),
    path("staff/applications/<str:number>/files/<uuid:pk>/", staff.file, name="staff-file"),
    path("staff/applications/<str:number>/documents/<uuid:pk>/", staff.document, name="staff-document"),
    path("staff/applications/<str:number>/documents/<uuid:pk>/remake/", staff.remake, name="staff-remake"),
]

urlpatterns = [
    *(public if settings.SIDE != "office" else []),
    *(office if settings.SIDE != "public" else []),
]
