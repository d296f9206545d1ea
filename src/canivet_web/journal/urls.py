"""URLs of journal."""

from django.urls import path

from canivet_web.journal import views

app_name = "journal"
urlpatterns = [
    path("c/<siren:siren>/journal/", views.trail, name="trail"),
    path("c/<siren:siren>/journal/journal.csv", views.export, name="export"),
    path("c/<siren:siren>/corbeille/", views.bin, name="bin"),
    path("c/<siren:siren>/corbeille/<slug:kind>/<int:pk>/retablir/", views.bring_back, name="bring_back"),
]
