"""The addresses of the API; only where residents' pages are."""

from django.conf import settings
from django.urls import path

from yakuba.api.views import api

urlpatterns = [path("api/v1/", api.urls)] if settings.SIDE != "office" else []
