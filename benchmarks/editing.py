"""Fifty people edit the same entries for a minute, through the pages; then every change is accounted for.

    python benchmarks/editing.py [seconds]

Each accepted change stands in the audit trail with what it replaced. Nothing is lost when, for each field
of each entry, the changes form one chain: each replaces the value the one before it left, the last is what is
stored, and every change a person was told accepted is in the chain.
"""

from __future__ import annotations

import html.parser
import json
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from dataclasses import field as own
from itertools import pairwise
from urllib.parse import urlencode

from instance import SIREN, Instance, instance
from measure import load

PEOPLE, ENTRIES = 50, 5
FIELDS = ("supplier", "hosted_by", "reference", "remark", "quantity", "users")

TRAIL = f"""
import json, django
django.setup()
from canivet_web.journal.models import Event
from canivet_web.registers.models import Entry
events = [[e.target, e.details] for e in Event.objects.filter(act="entry.changed").order_by("pk")]
read = lambda e, f: "" if getattr(e, f) is None else str(getattr(e, f))
stored = {{e.name: {{f: read(e, f) for f in {FIELDS!r}}} for e in Entry.objects.all()}}
print(json.dumps({{"events": events, "stored": stored}}))
"""


class Form(html.parser.HTMLParser):
    """Values of the form of a page that has a field called ``base``."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("name") and given.get("type") not in ("submit", "checkbox"):
            self.values[given["name"]] = given.get("value", "")
        elif tag == "select":
            self.select = given.get("name", "")
            self.values[self.select] = ""
        elif tag == "option" and self.select and "selected" in given:
            self.values[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area = given.get("name", "")
            self.values[self.area] = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.values[self.area] = self.values[self.area].removeprefix("\n")
            self.area = ""


@dataclass
class Ledger:
    """What the people were told."""

    accepted: list = own(default_factory=list)
    counts: Counter = own(default_factory=Counter)
    errors: list = own(default_factory=list)


def person(number: int, served: Instance, until: float, ledger: Ledger) -> None:
    """Open an entry, think, change a field or two, save; on a conflict, read it and save again."""
    chance = random.Random(number)
    connection = served.connection()
    cookie = served.cookies[number]
    serial = 0
    while time.monotonic() < until:
        entry = chance.choice(served.entries[:ENTRIES])
        path = f"/c/{SIREN}/usages/applications/{entry}/"
        try:
            token, values = read(connection, path, cookie)
            chosen = chance.sample([name for name in FIELDS if name in values], chance.choice((1, 1, 2)))
            for field in chosen:
                serial += 1
                mark = number * 100_000 + serial
                values[field] = str(mark) if field in ("quantity", "users") else f"v{mark}"
            time.sleep(chance.uniform(0, 0.4))
            for _ in range(4):
                status, answer = post(connection, path, f"{cookie}; {token}", values)
                ledger.counts[status] += 1
                if status == 302:
                    ledger.accepted.append((entry, {field: values[field] for field in chosen}))
                    break
                if status not in (200, 409) or "Quelqu'un d" not in answer.replace("&#x27;", "'"):
                    ledger.errors.append((status, answer[:300]))
                    break
                ledger.counts["conflict"] += 1
                form = Form()
                form.feed(answer)
                values = {**form.values, **{field: values[field] for field in chosen}}
        except OSError as error:
            ledger.errors.append(("connection", repr(error)))
            connection = served.connection()


def read(connection, path: str, cookie: str) -> tuple[str, dict[str, str]]:
    """The CSRF cookie of a page, and its form."""
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    page = response.read().decode()
    if response.status != 200:
        raise OSError(f"{path}: {response.status}")
    form = Form()
    form.feed(page)
    token = (response.headers.get("Set-Cookie") or "").split(";")[0]
    return token, form.values


def post(connection, path: str, cookie: str, values: dict[str, str]) -> tuple[int, str]:
    """Status and page of a saving."""
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode(values), headers)
    response = connection.getresponse()
    return response.status, response.read().decode()


def accounted(served: Instance, told: list) -> int:
    """Number of changes of the chains; raises when one is missing or was written over unseen."""
    data = json.loads(served.run(TRAIL).splitlines()[-1])
    names = dict(zip(served.entries, (f"Application {i:03}" for i in range(50)), strict=True))
    chains: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for target, details in data["events"]:
        name = next(name for name in names.values() if name in target)
        for field, pair in details.items():
            chains[name, field].append(pair)
    for (name, field), pairs in chains.items():
        for before, after in pairwise(pairs):
            assert before[1] == after[0], f"{name}.{field}: {before} then {after}"
        if field in FIELDS:
            last, stored = pairs[-1][1], data["stored"][name][field]
            assert same(last, stored), f"{name}.{field}: {last} was the last change, {stored} is stored"
    seen = {(name, field, plain(pair[1])) for (name, field), pairs in chains.items() for pair in pairs}
    for entry, values in told:
        for field, value in values.items():
            assert (names[entry], field, plain(value)) in seen, f"{names[entry]}.{field} = {value} is lost"
    return sum(map(len, chains.values()))


def plain(value: str) -> str:
    """A number the same whatever its writing: the trail writes them as people read them."""
    try:
        return repr(float("".join(value.split()).replace(",", ".")))
    except ValueError:
        return value


def same(one: str, other: str) -> bool:
    """Whether two writings say the same."""
    return plain(one) == plain(other)


def main(seconds: float = 60.0) -> int:
    """Run, account, print."""
    ledger = Ledger()
    with instance(people=PEOPLE) as served:
        until = time.monotonic() + seconds
        people = [threading.Thread(target=person, args=(i, served, until, ledger)) for i in range(PEOPLE)]
        for one in people:
            one.start()
        for one in people:
            one.join()
        changes = accounted(served, ledger.accepted)
    print(
        f"{PEOPLE} people, {seconds:.0f} s, {ENTRIES} entries: {len(ledger.accepted)} savings, "
        f"{changes} changes, {ledger.counts['conflict']} conflicts told, {len(ledger.errors)} errors, "
        f"none lost   load {load()}"
    )
    for error in ledger.errors[:5]:
        print("  ", error)
    return 1 if ledger.errors or not ledger.accepted else 0


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:2])))
