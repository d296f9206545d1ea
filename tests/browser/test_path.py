"""The whole path, as somebody alone would walk it: from an account to a page that a committee opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from canivet_web.authorities.models import Authority

#: A list kept by hand: a title above the columns, Windows letters, a model that nobody knows, a total.
MESSY = """Parc informatique au 12/01/2026 ; liste tenue à la main;;;;;
;;;;;
Matériel;Marque;Modèle;Quantité;Date d'achat;Etat;Service
Portable;Dell;Latitude 5420;14;03/2021;En service;Éducation
PC fixe;HP;ProDesk 600 G5;22;15/09/2019;en service;Finances
ecran;;24 pouces;30;2019;en service;Finances
Machine bleue;Zorglub;Z-3000;3;2020;en service;Accueil
Portable;Lenovo;ThinkPad T480;5;2018;réformé;Finances
TOTAL;;;74;;;
"""
SIREN = "200041317"


@pytest.fixture
def messy(tmp_path) -> Path:
    path = tmp_path / "parc_mairie.csv"
    path.write_text(MESSY, encoding="cp1252", newline="\r\n")
    return path


@dataclass
class Walk:
    """Somebody at work, in one browser."""

    server: str
    page: Page

    def go(self, path: str) -> None:
        self.page.goto(f"{self.server}{path}")

    def click(self, role: str, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role(role, name=name).first.click()

    def fill(self, **by_label: str) -> None:
        for label, value in by_label.items():
            self.page.get_by_label(label.replace("_", " ")).first.fill(value)

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def signs_up(self, address: str) -> None:
        """An account, opened from the message received."""
        self.go("/")
        self.click("link", "Créer un compte")
        self.fill(Nom_affiché="Camille Essai", Adresse_électronique=address)
        self.fill(Mot_de_passe="trois mots sans rapport")
        self.click("button", "Créer mon compte")
        (message,) = [one for one in mail.outbox if address in one.to]
        self.go(re.search(r"/inscription/confirmer/\S+", message.body).group(0))
        self.click("button", "Ouvrir mon compte")

    def creates_the_authority(self) -> None:
        """From its SIREN: the tables give the rest."""
        self.go("/collectivites/nouvelle/")
        self.page.get_by_label("SIREN ou nom de la collectivité").fill(SIREN)
        self.click("button", "Chercher")
        self.fill(Agents_ayant_un_poste_numérique="1 200", Année_étudiée="2025")
        self.click("button", "Créer la collectivité")
        self.page.wait_for_url(f"**/c/{SIREN}/**")

    def imports(self, file: Path) -> None:
        self.go(f"/c/{SIREN}/inventaire/importer/")
        self.page.get_by_label("Fichiers d'inventaire").set_input_files(file)
        self.click("button", "Lire ces fichiers")
        self.page.wait_for_url(f"**/c/{SIREN}/inventaire/1/")
        assert "Rien ne compte avant que vous l'acceptiez" in self.text
        assert "Réformé" in self.text

    def reviews_and_accepts(self) -> None:
        """The model that nobody knows, then the whole import."""
        self.click("link", re.compile("Relire les modèles"))
        self.click("link", re.compile("Zorglub"))
        self.page.get_by_label("Ce que c'est").select_option(label="Ordinateur tout-en-un")
        self.click("button", "Enregistrer et passer au suivant")
        self.go(f"/c/{SIREN}/inventaire/1/")
        assert "1 modèle de cet import a été corrigé" in self.text
        self.click("button", "Accepter cet inventaire")

    def computes_and_freezes(self) -> float:
        """The diagnosis; gives the climate figure shown, in kilograms."""
        self.go(f"/c/{SIREN}/diagnostic/calculer/")
        self.click("button", "Calculer le diagnostic")
        self.page.wait_for_url(f"**/c/{SIREN}/diagnostic/1/")
        figure = kilograms(self.page.locator(".figure").first.inner_text())
        self.click("link", "Figer ce diagnostic")
        self.fill(Intitulé="Diagnostic 2025")
        self.click("button", "Figer ce diagnostic")
        return figure

    def shares(self) -> str:
        """The path of the link, read where it is shown once."""
        self.go(f"/c/{SIREN}/documents/")
        self.click("link", "Partager ce diagnostic par un lien")
        self.fill(Pour_qui="Comité de pilotage")
        self.click("button", "Créer le lien")
        return urlsplit(self.page.get_by_label("Adresse à transmettre").input_value()).path

    def closes_the_link(self) -> None:
        self.go(f"/c/{SIREN}/documents/")
        self.click("link", re.compile("^Fermer"))
        self.click("button", "Fermer le lien")


def kilograms(shown: str) -> float:
    """The figure of a page, whatever its unit."""
    number, unit = re.match(r"([\d\s,]+)\s*(t|kg)", shown).groups()
    return float(re.sub(r"\s", "", number).replace(",", ".")) * (1000 if unit == "t" else 1)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_an_account_to_a_shared_diagnosis(browser, server, messy, javascript):
    Authority.objects.filter(siren=SIREN).delete()
    context = browser.new_context(java_script_enabled=javascript, locale="fr-FR")
    context.set_default_timeout(15_000)
    me = Walk(server, context.new_page())

    me.signs_up(f"agent-{'avec' if javascript else 'sans'}@collectivite.example")
    me.creates_the_authority()
    name = Authority.objects.get(siren=SIREN).name
    me.imports(messy)
    me.reviews_and_accepts()
    figure = me.computes_and_freezes()
    path = me.shares()
    # The button is added by a script that runs once the page is there.
    expect(me.page.get_by_role("button", name="Copier l'adresse")).to_have_count(int(javascript))

    other = browser.new_context(java_script_enabled=javascript, locale="fr-FR")
    committee = Walk(server, other.new_page())
    committee.go(path)
    assert name in committee.page.locator("h1").inner_text()
    assert "Comité de pilotage" in committee.text
    assert kilograms(committee.page.locator(".figure").inner_text()) == pytest.approx(figure, rel=0.01)
    for document in ("rapport.pdf", "rapport.html", "tableaux.xlsx"):
        answer = committee.page.request.get(f"{server}{path}{document}")
        assert answer.status == 200
        assert len(answer.body()) > 10_000

    me.closes_the_link()
    committee.go(path)
    assert committee.page.locator("h1").inner_text() == "Ce lien n'est plus ouvert"
    me.go(f"/c/{SIREN}/journal/")
    for act in ("a importé", "a accepté", "a corrigé le modèle", "a figé", "a partagé", "a fermé le lien"):
        assert act in me.text
    other.close()
    context.close()
