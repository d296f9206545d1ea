"""URLs of accounts."""

from django.urls import path

from canivet_web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("inscription/", views.sign_up, name="sign_up"),
    path("inscription/confirmer/<token:token>/", views.confirm, name="confirm"),
    path("connexion/", views.login, name="login"),
    path("connexion/lien/", views.link, name="link"),
    path("connexion/lien/<token:token>/", views.link_in, name="link_in"),
    path("deconnexion/", views.logout, name="logout"),
    path("mot-de-passe/", views.reset, name="reset"),
    path("mot-de-passe/<str:uid>/<str:token>/", views.reset_confirm, name="reset_confirm"),
    path("invitation/<token:token>/", views.invitation, name="invitation"),
    path("compte/", views.account, name="account"),
    path("compte/mot-de-passe/", views.password, name="password"),
    path("compte/donnees.json", views.own_data, name="own_data"),
    path("compte/supprimer/", views.close_account, name="close_account"),
    path("instance/", views.instance, name="instance"),
    path("instance/comptes/<int:pk>/", views.instance_user, name="instance_user"),
    path("c/<siren:siren>/equipe/", views.team, name="team"),
    path("c/<siren:siren>/equipe/inviter/", views.invite, name="invite"),
    path("c/<siren:siren>/equipe/<int:pk>/", views.member, name="member"),
    path("c/<siren:siren>/equipe/<int:pk>/retirer/", views.member_remove, name="member_remove"),
    path(
        "c/<siren:siren>/equipe/invitations/<int:pk>/annuler/",
        views.invitation_withdraw,
        name="invitation_withdraw",
    ),
]
