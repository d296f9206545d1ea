"""Which proofs of a dossier are confidential: files that may be shared count them and do not name them."""

from __future__ import annotations

from pathlib import Path

from canivet.dossier import open_folder


def secret_proofs(path: Path | None) -> frozenset[str]:
    """Identifiers of the confidential proofs of a dossier; none without one."""
    if path is None or not path.exists():
        return frozenset()
    from canivet.maturity import files

    part = files.load(open_folder(path))
    return frozenset(proof.id for proof in part.proofs if proof.confidentiality == "confidential")
