"""Small commons and tables for the tests of the inventory layer: invented figures, no real name."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from canivet.commons.store import Commons
from canivet.inventory.assets import Line, ReadTable
from canivet.inventory.build import build_inventory
from canivet.problems import Place

SHIPPED = Path(__file__).resolve().parents[2] / "commons"
OWN_TABLES = ("statuses", "exclusion_reasons", "junk_serials", "place_words", "quality_weights")

TABLES = {
    "classification/families": """id,label_fr,group_fr,counted,default_archetype,note
laptop,Ordinateur portable,Ordinateurs,1,laptop,
desktop,Ordinateur fixe,Ordinateurs,1,desktop,
monitor,Écran,Écrans,1,monitor,
internal_panel,Dalle interne,Écrans,0,,
smartphone,Smartphone,Téléphones,1,smartphone,
server,Serveur,Serveurs,1,server,
virtual,Machine virtuelle,Serveurs,0,,
dongle,Clé,Accessoires,0,,
unknown,Non reconnu,Divers,0,,
""",
    "archetypes/archetypes": """\
id,label_fr,family,is_default,screen_min_in,screen_max_in,in_server_room,embodied_blank_reason,description
laptop,Portable type,laptop,1,,,0,,
laptop_17,Portable de 17 pouces,laptop,0,16.5,20,0,,
desktop,Fixe type,desktop,1,,,0,,
monitor,Écran type,monitor,1,,,0,,
smartphone,Smartphone type,smartphone,1,,,0,,
server,Serveur type,server,1,,,1,,
""",
    "archetypes/parameters": """\
archetype,parameter,unit,value,low,high,pedigree,source,locator,year,licence,reviewed_on,note
laptop,lifetime_years,an,5,4,6,A,test,,2024,test,,
laptop,annual_kwh,kWh,30,20,40,A,test,,2024,test,,
desktop,lifetime_years,an,6,5,7,A,test,,2024,test,,
monitor,lifetime_years,an,7,6,8,A,test,,2024,test,,
monitor,annual_kwh,kWh,50,40,60,A,test,,2024,test,,
smartphone,lifetime_years,an,3,2,4,A,test,,2024,test,,
server,lifetime_years,an,5,4,6,A,test,,2024,test,,
server,annual_kwh,kWh,2000,1500,2500,A,test,,2024,test,,
""",
    "electricity/countries": """iso3,iso2,name_fr,aliases
FRA,FR,France,france metropolitaine
DEU,DE,Allemagne,germany;deutschland
""",
    "engine/parameters": """id,value,low,high,unit,meaning_fr,source,year,licence
pue_default,1.5,,,,essai,test,2024,test
""",
    "uncertainty/pedigree": """class,spread,label_fr,when_to_use,source
A,1.3,essai,essai,test
""",
}


@dataclass(frozen=True)
class Answer:
    family: str
    archetype: str
    confidence: float = 0.95
    rule: str = "test"


class WordClassifier:
    """Recognises a family by a word of the line; what the tests need and no more."""

    WORDS: ClassVar = {
        "latitude": "laptop",
        "portable": "laptop",
        "optiplex": "desktop",
        "p2419h": "monitor",
        "écran": "monitor",
        "ecran": "monitor",
        "n133": "internal_panel",
        "galaxy": "smartphone",
        "vmware": "virtual",
        "poweredge": "server",
        "server": "server",
        "clé": "dongle",
    }

    def classify(self, *description):
        text = " ".join(description[:4]).lower()
        for word, family in self.WORDS.items():
            if word in text:
                return Answer(family, "" if family in ("virtual", "internal_panel", "dongle") else family)
        return Answer("unknown", "", 0.0, "none")


def sample_commons(folder: Path) -> Commons:
    """Commons with the tables of this module, and the shipped ones that belong to the inventory layer."""
    for name, text in TABLES.items():
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in OWN_TABLES:
        shutil.copy(SHIPPED / "classification" / f"{name}.csv", folder / "classification" / f"{name}.csv")
    return Commons(folder)


def table(*rows, file="parc.csv", sheet="", source="generic", hint="", rejected=()):
    """A table whose lines start at physical line 2; ``rejected`` are pairs (cells, reason) after them."""

    def line(number, cells):
        kept = {name: text for name, text in cells.items() if text}
        return Line(Place(file, sheet, number), kept, " ".join(kept.values()), hint)

    lines = tuple(line(number, cells) for number, cells in enumerate(rows, start=2))
    out = tuple(
        (line(number, cells), reason) for number, (cells, reason) in enumerate(rejected, start=2 + len(lines))
    )
    names = list(dict.fromkeys(name for cells in rows for name in cells))
    return ReadTable(
        file=file,
        sheet=sheet,
        source=source,
        encoding="utf-8",
        separator=";",
        header_line=1,
        columns=tuple(names),
        mapping={name: name for name in names},
        lines=lines,
        rejected=out,
    )


def build(commons, *tables, year=2024, country="FRA"):
    """The inventory of some tables."""
    return build_inventory(list(tables), commons, year=year, country=country, classifier=WordClassifier())


def laptop(**cells):
    """Cells of a laptop in use."""
    return {"model": "Latitude 5420", "manufacturer": "Dell", "status": "En service", **cells}
