"""What each register asks, and which kinds of use belong to it: one table of each."""

from __future__ import annotations

from canivet_web.registers.models import Register

#: What says that an entry counts, in every register.
COUNTED = ("kind", "quantity", "origin")

#: Register → its fields, in the order of the form; only those that make sense there.
FIELDS: dict[str, tuple[str, ...]] = {
    Register.APPLICATIONS: (
        "name", "service", "supplier", "users", "hosted_by", "address", "yearly_cost", *COUNTED, "remark",
    ),
    Register.HOSTING: (
        "name", "service", "supplier", "hosted_by", "reference", "yearly_cost", *COUNTED, "remark",
    ),
    Register.WEBSITES: ("name", "service", "address", "supplier", "hosted_by", *COUNTED, "remark"),
    Register.TELECOM: ("name", "service", "supplier", "reference", "yearly_cost", *COUNTED, "remark"),
    Register.CONTRACTS: (
        "name", "service", "supplier", "reference", "starts_on", "ends_on", "yearly_cost", *COUNTED, "remark",
    ),
    Register.OTHER: ("name", "service", *COUNTED, "remark"),
}  # fmt: skip

#: Register → groups of ``services/kinds`` that are offered there; the first register of a group is where an
#: imported line goes.
GROUPS: dict[str, tuple[str, ...]] = {
    Register.APPLICATIONS: ("SaaS", "IA"),
    Register.HOSTING: ("hébergement", "stockage"),
    Register.WEBSITES: ("web", "hébergement"),
    Register.TELECOM: ("télécom", "visio"),
    Register.OTHER: ("messagerie", "impression", "visio", "stockage", "IA", "web", "télécom"),
    Register.CONTRACTS: ("SaaS", "hébergement", "stockage", "messagerie", "télécom", "impression"),
}

#: What each register is for, in one sentence.
PURPOSES: dict[str, str] = {
    Register.APPLICATIONS: "Logiciels employés par les services, hébergés ou non par la collectivité.",
    Register.HOSTING: "Machines virtuelles, colocation, stockage et sauvegarde loués à d'autres.",
    Register.WEBSITES: "Sites et téléservices ouverts au public.",
    Register.TELECOM: "Lignes fixes et mobiles, données échangées, visioconférence.",
    Register.CONTRACTS: "Marchés et abonnements numériques, avec leur échéance.",
    Register.OTHER: "Courriels, impression, visioconférence, et le reste.",
}

#: Labels that differ from those of the model.
LABELS: dict[str, dict[str, str]] = {
    Register.TELECOM: {"supplier": "Opérateur", "reference": "Numéro ou référence"},
    Register.WEBSITES: {"supplier": "Prestataire"},
    Register.CONTRACTS: {"name": "Objet", "supplier": "Titulaire", "reference": "Référence du marché"},
}


def register_of(group: str) -> str:
    """The register where an imported line of this group goes."""
    return next((key for key, groups in GROUPS.items() if group in groups), Register.OTHER.value)
