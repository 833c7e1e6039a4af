"""Where officials look after keeping and disposing; not routed on the public side."""

from django.conf import settings
from django.urls import path

from yakuba.records import staff

urlpatterns = []
if settings.SIDE != "public":
    urlpatterns += [
        path("staff/records/", staff.overview, name="staff-records"),
        path("staff/records/due/", staff.due, name="staff-records-due"),
        path("staff/records/runs/<uuid:pk>/", staff.run, name="staff-records-run"),
        path("staff/records/nights/", staff.nights, name="staff-records-nights"),
        path("staff/records/nights/<str:day>/", staff.night, name="staff-records-night"),
        path(
            "staff/records/nights/<str:day>/<slug:form>/", staff.night_file, name="staff-records-night-file"
        ),
        path("staff/records/rules/", staff.rules, name="staff-records-rules"),
        path("staff/records/erasures/", staff.erasures, name="staff-erasures"),
        path("staff/records/erasures/<uuid:pk>/", staff.erasure, name="staff-erasure"),
    ]
