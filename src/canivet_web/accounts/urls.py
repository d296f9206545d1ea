"""URLs of accounts."""

from django.urls import path

from canivet_web.accounts.views import (
    account,
    instance,
    invitation,
    passwords,
    sign_in,
    sign_up,
    team,
)

app_name = "accounts"
urlpatterns = [
    path("inscription/", sign_up.sign_up, name="sign_up"),
    path("inscription/confirmer/<token:token>/", sign_up.confirm, name="confirm"),
    path("connexion/", sign_in.login, name="login"),
    path("connexion/lien/", sign_in.link, name="link"),
    path("connexion/lien/<token:token>/", sign_in.link_in, name="link_in"),
    path("deconnexion/", sign_in.logout, name="logout"),
    path("mot-de-passe/", passwords.reset, name="reset"),
    path("mot-de-passe/<str:uid>/<str:token>/", passwords.reset_confirm, name="reset_confirm"),
    path("invitation/<token:token>/", invitation.invitation, name="invitation"),
    path("compte/", account.account, name="account"),
    path("compte/mot-de-passe/", passwords.password, name="password"),
    path("compte/donnees.json", account.own_data, name="own_data"),
    path("compte/supprimer/", account.close_account, name="close_account"),
    path("instance/", instance.instance, name="instance"),
    path("instance/collectivites/", instance.instance_authorities, name="instance_authorities"),
    path("instance/comptes/<int:pk>/", instance.instance_user, name="instance_user"),
    path("c/<siren:siren>/equipe/", team.team, name="team"),
    path("c/<siren:siren>/equipe/inviter/", team.invite, name="invite"),
    path("c/<siren:siren>/equipe/<int:pk>/", team.member, name="member"),
    path("c/<siren:siren>/equipe/<int:pk>/retirer/", team.member_remove, name="member_remove"),
    path(
        "c/<siren:siren>/equipe/invitations/<int:pk>/annuler/",
        team.invitation_withdraw,
        name="invitation_withdraw",
    ),
]
