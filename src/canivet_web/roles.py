"""Who may do what: the one table of roles and acts."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Roles of a member of an authority."""

    PILOT = "pilot"
    IT = "it"
    CONSULTANT = "consultant"
    CONTRIBUTOR = "contributor"
    ELECTED = "elected"
    READER = "reader"


ROLE_LABELS = {
    Role.PILOT: "Pilote",
    Role.IT: "Informatique",
    Role.CONSULTANT: "Consultant",
    Role.CONTRIBUTOR: "Contributeur d'un service",
    Role.ELECTED: "Élu",
    Role.READER: "Lecteur",
}


class Act(StrEnum):
    """What can be done in an authority."""

    BELONG = "belong"
    """See the authority's home page and its name."""
    READ = "read"
    """Read the profile, the results and the deliverables."""
    READ_INVENTORY = "read_inventory"
    """Read the inventory: models, exclusions, services; it is sensitive."""
    IMPORT = "import"
    EDIT_PROFILE = "edit_profile"
    OWN_REGISTERS = "own_registers"
    """Keep the register entries of one's own service."""
    EDIT_REGISTERS = "edit_registers"
    """Keep the register entries of all services."""
    ANSWER = "answer"
    """Answer the questions of the state of play for one's own service."""
    EDIT_STATE = "edit_state"
    """Keep the state of play: answers of all services, obligations, initiatives, actors, self-assessments."""
    COMPUTE = "compute"
    FREEZE = "freeze"
    SHARE = "share"
    EXPORT = "export"
    """Take the whole dossier out, lines included."""
    TEAM = "team"
    UNDO = "undo"
    JOURNAL = "journal"
    CLOSE = "close"
    """Delete the authority and all its data."""


_WORK = frozenset(
    {
        Act.BELONG,
        Act.READ,
        Act.READ_INVENTORY,
        Act.IMPORT,
        Act.OWN_REGISTERS,
        Act.EDIT_REGISTERS,
        Act.ANSWER,
        Act.EDIT_STATE,
        Act.COMPUTE,
        Act.EXPORT,
    }
)
ACTS: dict[Role, frozenset[Act]] = {
    Role.PILOT: frozenset(Act),
    Role.IT: _WORK | {Act.EDIT_PROFILE, Act.UNDO, Act.JOURNAL},
    Role.CONSULTANT: _WORK | {Act.EDIT_PROFILE},
    Role.CONTRIBUTOR: frozenset({Act.BELONG, Act.OWN_REGISTERS, Act.ANSWER}),
    Role.ELECTED: frozenset({Act.BELONG, Act.READ, Act.JOURNAL}),
    Role.READER: frozenset({Act.BELONG, Act.READ}),
}


def acts_of(role: str) -> frozenset[Act]:
    """Acts of a role; none for a role that does not exist."""
    return ACTS.get(Role(role), frozenset()) if role in Role.__members__.values() else frozenset()
