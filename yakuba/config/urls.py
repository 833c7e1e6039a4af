"""The root of all addresses: each app brings its own."""

from django.conf import settings
from django.urls import include, path

handler400 = "yakuba.core.middleware.bad_request"
handler500 = "yakuba.core.outages.failed"
urlpatterns = [
    path("", include("yakuba.portal.urls")),
    path("", include("yakuba.accounts.urls")),
    path("", include("yakuba.records.urls")),
    path("", include("yakuba.applications.urls")),
    path("", include("yakuba.documents.urls")),
    path("", include("yakuba.api.urls")),
]
if settings.DEMO or settings.TESTING:
    urlpatterns += [path("", include("yakuba.demo.urls"))]
if settings.DEMO or settings.DEBUG or settings.TESTING:
    urlpatterns += [path("", include("yakuba.ui.urls"))]
