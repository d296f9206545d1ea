"""A realistic result document, made by hand arithmetic so that every view adds up.

``sample()`` is a full one; ``sample_cases`` bends it into the awkward cases.
"""

from __future__ import annotations

from typing import Any

CATEGORIES = {
    "laptop": ("Ordinateur portable", 640.0, 38_400.0),
    "monitor": ("Écran", 910.0, 31_850.0),
    "desktop": ("Ordinateur fixe", 210.0, 22_260.0),
    "server": ("Serveur", 18.0, 19_440.0),
    "smartphone": ("Téléphone mobile multifonction", 320.0, 11_200.0),
    "mfp": ("Imprimante multifonction", 45.0, 9_450.0),
    "switch": ("Commutateur réseau", 96.0, 8_160.0),
    "tablet": ("Tablette", 150.0, 4_200.0),
    "storage_array": ("Baie de stockage", 3.0, 2_610.0),
    "printer": ("Imprimante individuelle", 38.0, 912.0),
    "router": ("Routeur", 22.0, 330.0),
    "access_point": ("Borne Wi-Fi", 64.0, 288.0),
    "ip_phone": ("Téléphone IP", 410.0, 260.0),
    "firewall": ("Pare-feu", 4.0, 140.0),
    "ups": ("Onduleur", 12.0, 0.0),
}
TOTAL = sum(row[2] for row in CATEGORIES.values())
STAGES = {
    "manufacturing": 0.68,
    "distribution": 0.04,
    "use": 0.21,
    "end_of_life": 0.02,
    "embodied_unsplit": 0.05,
}
STAGE_LABELS = {
    "manufacturing": "Fabrication",
    "distribution": "Transport",
    "use": "Utilisation",
    "end_of_life": "Fin de vie",
    "embodied_unsplit": "Fabrication, transport et fin de vie (non séparés par la source)",
    "service_unsplit": "Cycle de vie des services (non séparé par la source)",
}
SERVICES = {
    "Écoles élémentaires et maternelles": 0.34,
    "Direction des systèmes d'information": 0.22,
    "Services techniques": 0.15,
    "Médiathèques & archives": 0.11,
    "Centre communal d'action sociale": 0.08,
    "non renseigné": 0.10,
}
CRITERIA = {
    "gwp": ("Changement climatique", "kg CO2 eq", TOTAL, 0.87),
    "adpe": ("Épuisement des métaux et minéraux", "kg Sb eq", 4.137, 0.71),
    "pe": ("Énergie primaire", "MJ", 3_456_789.0, 0.71),
    "ap": ("Acidification", "mol H+ eq", 812.4, 0.46),
    "pm": ("Particules fines", "disease incidence", 0.0000612, 0.46),
    "ir": ("Rayonnements ionisants", "kBq U235 eq", 0.0, 0.0),
}


def _view(shares: dict[str, float], total: float) -> dict[str, float]:
    return {name: share * total for name, share in shares.items()}


def _criterion(label: str, unit: str, total: float, coverage: float) -> dict[str, Any]:
    categories = {name: row[2] / TOTAL * total for name, row in CATEGORIES.items()}
    views = {
        "by_stage": _view(STAGES, total),
        "by_category": categories,
        "by_service": _view(SERVICES, total),
    }
    return {
        "label": label,
        "unit": unit,
        "central": total,
        "low": 0.66 * total,
        "high": 1.52 * total,
        "coverage": coverage,
        **views,
        "intervals": {
            view: {name: [0.55 * value, 1.7 * value] for name, value in parts.items()}
            for view, parts in views.items()
        },
    }


def _reference(value: float | None, comparability: str, **more: Any) -> dict[str, Any]:
    return {
        "value": value,
        "low": None,
        "high": None,
        "unit": "kgCO2e/agent",
        "year": "2021",
        "scope": "organisations volontaires, parc et hébergement",
        "sector": "mixte",
        "source": "Étude publique",
        "url": "https://exemple.fr/etude",
        "method": "déclaratif",
        "comparability": comparability,
        "note": "",
        **more,
    }


def _ratio(identifier: str, label: str, unit: str, value: float | None, **more: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "label": label,
        "unit": unit,
        "value": value,
        "low": None,
        "high": None,
        "definition": "Nombre du parc rapporté au nombre d'agents ayant un poste numérique.",
        "direction": "lower",
        "references": [],
        **more,
    }


def _heaviest() -> list[dict[str, Any]]:
    rows = sorted(CATEGORIES.items(), key=lambda item: -item[1][2])[:5]
    return [
        {
            "category": name,
            "label": label,
            "units": units,
            "gwp": gwp,
            "low": 0.55 * gwp,
            "high": 1.7 * gwp,
            "share": gwp / TOTAL,
            "per_unit": gwp / units,
            "main_stage": "use" if name == "server" else "manufacturing",
        }
        for name, (label, units, gwp) in rows
    ]


def _ratios(agents: int, population: int) -> list[dict[str, Any]]:
    per_agent = TOTAL / agents
    return [
        _ratio(
            "gwp_per_agent",
            "Empreinte climat par agent",
            "kgCO2e/agent",
            per_agent,
            low=0.66 * per_agent,
            high=1.52 * per_agent,
            definition="Empreinte climat de l'année rapportée aux agents ayant un poste numérique.",
            references=[
                _reference(
                    265.0, "indicative", note="les usages hébergés ne sont pas renseignés dans ce diagnostic"
                ),
                _reference(514.0, "not_comparable", year="2016", note="grands comptes, autre méthode"),
                _reference(None, "comparable", low=400.0, high=530.0, source="Collectif de collectivités"),
            ],
        ),
        _ratio(
            "gwp_per_inhabitant",
            "Empreinte climat par habitant",
            "kgCO2e/habitant",
            TOTAL / population,
            low=0.66 * TOTAL / population,
            high=1.52 * TOTAL / population,
        ),
        _ratio(
            "devices_per_agent",
            "Équipements par agent",
            "équipements/agent",
            4.2,
            references=[_reference(2.8, "comparable", unit="équipements/agent")],
        ),
        _ratio("screens_per_pc", "Écrans par ordinateur", "écrans/ordinateur", 1.07, direction="none"),
        _ratio("lifetime_smartphone", "Durée de vie des téléphones", "ans", None, direction="higher"),
    ]


def sample() -> dict[str, Any]:
    """A town of 41,000 inhabitants with 640 agents."""
    agents, population = 640, 41_250
    units = sum(row[1] for row in CATEGORIES.values())
    return {
        "engine_version": "0.1.0",
        "commons_version": "2026.11",
        "commons_fingerprint": "a3" * 32,
        "dossier_fingerprint": "5f" * 32,
        "factor_set": "ademe_be_v2",
        "factor_set_label": "ADEME Base Empreinte v2",
        "profile": "canivet",
        "method": "amortie",
        "year": 2025,
        "country": "FRA",
        "interval_level": 0.9,
        "generated_on": "2026-01-15",
        "authority": {
            "siren": "217900000",
            "name": "Commune d'Exempleville-sur-Sèvre",
            "kind": "commune",
            "type": "COM",
            "population": population,
            "population_municipal": 40_310,
            "agents": agents,
            "reen_obligation": {
                "status": "voluntary",
                "reason": "Avec 41 250 habitants, la commune est sous le seuil de 50 000 habitants : "
                "la stratégie numérique responsable n'est pas obligatoire, elle est volontaire.",
                "article": "loi n° 2021-1485 du 15 novembre 2021, article 35",
                "near_threshold": False,
                "deadlines": [],
            },
        },
        "inventory": {
            "files": [
                {
                    "file": "glpi_ordinateurs.csv",
                    "sheet": "",
                    "source": "glpi",
                    "encoding": "utf-8",
                    "lines": 912,
                    "columns": {
                        "model": "Modèle",
                        "serial": "Numéro de série",
                        "status": "Statut",
                        "service": "Lieu",
                    },
                    "notes": [],
                },
                {
                    "file": "écrans & réseau.xlsx",
                    "sheet": "Parc",
                    "source": "generic",
                    "encoding": "",
                    "lines": 1_204,
                    "columns": {"designation": "Désignation", "quantity": "Qté", "purchase_date": "Achat"},
                    "notes": [],
                },
            ],
            "lines_read": 2_116,
            "lines_counted": 1_987,
            "lines_excluded": 129,
            "units_counted": units,
            "exclusions": [
                {"reason": "stock", "label": "En stock", "lines": 71, "units": 88.0},
                {
                    "reason": "duplicate",
                    "label": "Déjà présent dans un autre fichier",
                    "lines": 33,
                    "units": 33.0,
                },
                {"reason": "retired", "label": "Sorti du parc", "lines": 21, "units": 24.0},
                {
                    "reason": "negative_quantity",
                    "label": "Quantité nulle ou négative",
                    "lines": 4,
                    "units": -3.0,
                },
            ],
            "by_family": {name: row[1] for name, row in CATEGORIES.items()},
            "by_family_labels": {name: row[0] for name, row in CATEGORIES.items()},
            "stock": {"units": 88.0, "by_family": {"laptop": 60.0, "monitor": 28.0}},
        },
        "footprint": {name: _criterion(*row) for name, row in CRITERIA.items()},
        "labels": {
            "stages": STAGE_LABELS,
            "categories": {name: row[0] for name, row in CATEGORIES.items()},
            "criteria": {name: row[0] for name, row in CRITERIA.items()},
        },
        "heaviest": _heaviest(),
        "missing": [
            {
                "category": "ups",
                "label": "Onduleur",
                "stage": stage,
                "criteria": list(CRITERIA),
                "units": 12.0,
                "reason": "no_factor",
                "reason_label": "aucun facteur ouvert",
            }
            for stage in ("manufacturing", "distribution", "end_of_life")
        ]
        + [
            {
                "category": "switch",
                "label": "Commutateur réseau",
                "stage": "manufacturing",
                "criteria": ["adpe", "pe"],
                "units": 96.0,
                "reason": "no_factor",
                "reason_label": "aucun facteur ouvert",
            }
        ],
        "ratios": _ratios(agents, population),
        "bridge": {
            "ademe_be_v2": {"gwp": TOTAL, "adpe": 4.137},
            "base_carbone_2018": {"gwp": 1.46 * TOTAL, "adpe": 4.137},
            "manufacturers": {"gwp": 1.31 * TOTAL, "adpe": 4.137},
        },
        "bridge_detail": {
            "ademe_be_v2": {"label": "ADEME Base Empreinte v2", "own_share": {"gwp": 0.82}},
            "base_carbone_2018": {"label": "ADEME Base Carbone 2018", "own_share": {"gwp": 0.74}},
            "manufacturers": {
                "label": "Déclarations des fabricants, médianes (ODbL)",
                "own_share": {"gwp": 0.59},
            },
        },
        "uses": {"covered": False, "by_kind": {}, "missing": []},
        "quality": {
            "score": 62.4,
            "grade": "C",
            "by_origin": {
                "identification": {"declared": 0.71, "deduced": 0.24, "default": 0.05},
                "lifetime": {"deduced": 0.46, "archetype": 0.54},
                "annual_kwh": {"declared": 0.03, "archetype": 0.954, "missing": 0.016},
                "country": {"default": 1.0},
            },
            "improvements": [
                {
                    "label": "Relever la consommation des serveurs",
                    "datum": "annual_kwh",
                    "units": 18.0,
                    "advice": "Mesurez quelques serveurs au wattmètre.",
                    "gain": 9.2,
                    "width_share": 0.21,
                },
                {
                    "label": "Donner la date d'achat des écrans",
                    "datum": "lifetime",
                    "units": 604.0,
                    "advice": "Renseignez la date d'achat, même à l'année près.",
                    "gain": 4.6,
                    "width_share": 0.17,
                },
                {
                    "label": "Préciser le modèle des « PC divers »",
                    "datum": "identification",
                    "units": 47.0,
                    "advice": "Renseignez le pays.",
                    "gain": 0.4,
                    "width_share": None,
                },
            ],
        },
        "warnings": [
            "684 achats portent la même date : il s'agit sans doute d'une date de reprise.",
            "La colonne « Qté » contient une valeur de 25 700 à la ligne 18 : vérifiez-la.",
        ],
        "sources": [
            {
                "id": "ademe_be",
                "title": "Base Empreinte®, données numériques",
                "publisher": "ADEME",
                "version": "2.1.0",
                "year": "2023",
                "licence": "MIT",
                "attribution": "ADEME",
                "locator": "publicodes-acv-numerique",
            },
            {
                "id": "own",
                "title": "Jeu local",
                "publisher": "",
                "version": "",
                "year": "",
                "licence": "",
                "attribution": "",
                "locator": "",
            },
        ],
    }
