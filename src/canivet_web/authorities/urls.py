"""URLs of authorities."""

from django.urls import path

from canivet_web.authorities.views import home, mine, profile, programme, services, sites

app_name = "authorities"
urlpatterns = [
    path("collectivites/", mine.mine, name="mine"),
    path("collectivites/nouvelle/", mine.new, name="new"),
    path("programme/", programme.programme, name="programme"),
    path("programme/<siren:siren>/", programme.programme_authority, name="programme_authority"),
    path("c/<siren:siren>/", home.home, name="home"),
    path("c/<siren:siren>/profil/", profile.profile, name="profile"),
    path("c/<siren:siren>/profil/modifier/", profile.profile_edit, name="profile_edit"),
    path("c/<siren:siren>/communes/", profile.communes, name="communes"),
    path("c/<siren:siren>/services/", services.services, name="services"),
    path("c/<siren:siren>/services/ajouter/", services.service_new, name="service_new"),
    path("c/<siren:siren>/services/<int:pk>/", services.service, name="service"),
    path("c/<siren:siren>/services/<int:pk>/supprimer/", services.service_delete, name="service_delete"),
    path("c/<siren:siren>/sites/", sites.sites, name="sites"),
    path("c/<siren:siren>/sites/ajouter/", sites.site_new, name="site_new"),
    path("c/<siren:siren>/sites/<int:pk>/", sites.site, name="site"),
    path("c/<siren:siren>/sites/<int:pk>/supprimer/", sites.site_delete, name="site_delete"),
    path("c/<siren:siren>/supprimer/", mine.close, name="close"),
]
