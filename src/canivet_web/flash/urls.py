"""URLs of the flash path."""

from django.urls import path

from canivet_web.flash.views import answering, estimates

app_name = "flash"
urlpatterns = [
    path("c/<siren:siren>/flash/", answering.index, name="index"),
    path("c/<siren:siren>/flash/questions/<int:step>/", answering.step, name="step"),
    path("c/<siren:siren>/flash/estimer/", estimates.make, name="make"),
    path("c/<siren:siren>/flash/<int:number>/", estimates.show, name="show"),
    path("c/<siren:siren>/flash/<int:number>/flash.pdf", estimates.pdf, name="pdf"),
    path("c/<siren:siren>/flash/<int:number>/flash.html", estimates.page, name="page"),
    path("c/<siren:siren>/flash/<int:number>/reprendre/", estimates.take_in, name="take_in"),
]
