"""URLs of authorities."""

from django.urls import path

from canivet_web.authorities import views

app_name = "authorities"
urlpatterns = [
    path("collectivites/", views.mine, name="mine"),
    path("collectivites/nouvelle/", views.new, name="new"),
    path("programme/", views.programme, name="programme"),
    path("programme/<siren:siren>/", views.programme_authority, name="programme_authority"),
    path("c/<siren:siren>/", views.home, name="home"),
    path("c/<siren:siren>/profil/", views.profile, name="profile"),
    path("c/<siren:siren>/profil/modifier/", views.profile_edit, name="profile_edit"),
    path("c/<siren:siren>/communes/", views.communes, name="communes"),
    path("c/<siren:siren>/services/", views.services, name="services"),
    path("c/<siren:siren>/services/ajouter/", views.service_new, name="service_new"),
    path("c/<siren:siren>/services/<int:pk>/", views.service, name="service"),
    path("c/<siren:siren>/services/<int:pk>/supprimer/", views.service_delete, name="service_delete"),
    path("c/<siren:siren>/sites/", views.sites, name="sites"),
    path("c/<siren:siren>/sites/ajouter/", views.site_new, name="site_new"),
    path("c/<siren:siren>/sites/<int:pk>/", views.site, name="site"),
    path("c/<siren:siren>/sites/<int:pk>/supprimer/", views.site_delete, name="site_delete"),
    path("c/<siren:siren>/supprimer/", views.close, name="close"),
]
