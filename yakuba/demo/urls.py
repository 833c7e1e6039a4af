"""Addresses of the demo: who can sign in where, and the mails that stay on this machine."""

from django.urls import path

from yakuba.demo import views

urlpatterns = [
    path("demo/", views.start, name="demo"),
    path("demo/mails/", views.mails, name="demo-mails"),
]
