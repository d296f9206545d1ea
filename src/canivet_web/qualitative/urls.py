"""URLs of the state of play."""

from django.urls import path

from canivet_web.qualitative import views

app_name = "qualitative"
urlpatterns = [path("c/<siren:siren>/etat-des-lieux/", views.index, name="index")]
