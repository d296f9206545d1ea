"""URLs of jobs, under an authority."""

from django.urls import path

from canivet_web.jobs import views

app_name = "jobs"
urlpatterns = [path("travaux/<int:pk>/", views.progress, name="progress")]
