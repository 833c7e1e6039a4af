"""The gallery of components; included only in the demo and while developing."""

from django.urls import path

from yakuba.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/", views.gallery, name="gallery"),
    path("ui/staff/", views.staff_gallery, name="staff-gallery"),
    path("ui/errors/<str:name>/", views.error_page, name="error-page"),
]
