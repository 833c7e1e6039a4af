"""The pages that the browser tests open: the gallery, and a form whose questions depend on answers."""

from collections.abc import Callable
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

PAGE = """{% extends "ui/base.html" %}{% load ui %}
{% block title %}試し{% endblock title %}
{% block head %}{% include "ui/htmx.html" %}{% endblock head %}
{% block main %}
<h1>試し</h1>
{% if form.errors %}{% include "ui/components/error_summary.html" %}{% endif %}
<form method="post" enctype="multipart/form-data" novalidate data-submit-once data-max-file-bytes="1000000">
  <div data-questions>{% for bound in form %}{% field bound %}{% endfor %}</div>
  <p class="actions"><button class="button" name="go" value="1">次へ進む</button></p>
</form>
{% endblock main %}"""
sent: list[str] = []
TOWN = SimpleNamespace(
    name="軽井沢町",
    slug="karuizawa",
    telephone="0267-00-0000",
    office_hours="平日 8時30分から17時15分まで",
)


class DogForm(forms.Form):
    """A dog, and where it lives if that is somewhere else."""

    name = forms.CharField(label="犬の名")
    photo = forms.FileField(label="犬の写真", required=False)
    at_home = forms.ChoiceField(
        label="犬は飼い主の住所にいますか",
        choices=[("yes", "はい"), ("no", "いいえ")],
        widget=forms.RadioSelect,
    )
    place = forms.CharField(label="犬のいる場所")
    note = forms.CharField(label="そのほか", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at_home"].decides = True
        if self.data.get("at_home") != "no":
            del self.fields["place"]


def town(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give every request a town."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.municipality = TOWN
        return get_response(request)

    return answer


@csrf_exempt
def dog(request: HttpRequest) -> HttpResponse:
    form = DogForm(request.POST, request.FILES) if request.method == "POST" else DogForm()
    if request.method == "POST" and "HX-Request" not in request.headers:
        sent.append(request.POST["go"])
    return HttpResponse(Template(PAGE).render(Context({"form": form, "municipality": TOWN})))


urlpatterns = [path("", include("yakuba.ui.urls")), path("dog/", dog)]
