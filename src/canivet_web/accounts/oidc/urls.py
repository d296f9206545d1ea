"""URLs of the sign-in by the provider, open only where the instance has one."""

from django.urls import path

from canivet_web.accounts.oidc import views

app_name = "oidc"
urlpatterns = [
    path("connexion/", views.departure, name="departure"),
    path("retour/", views.callback, name="callback"),
    path("rattacher/", views.link, name="link"),
]
