"""A small study for tests: three interviews, one rule, two codes, one diagram, one table.

It begins as the study that `jenjang new` makes. Two persons tell how they came, all three why they stayed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import indent

from analysis.coding.journal import ORIGIN, read_journal, seal, to_line
from analysis.model import Act
from analysis.sources.people import USES
from analysis.sources.register import COLUMNS
from analysis.study.handle import Study, open_study
from analysis.study.new import new_study
from analysis.tables import to_yaml, write_csv, write_text

AT = "2024-05-07T10:00:00Z"
TALK: Mapping[str, str] = {
    "S01": "INT [q1]: How did you come to be here?\n\nP01: By bus 🚌, mostly. A friend asked me to come.\n\n"
    "P01: I stayed for the café, and because a friend was here I stayed.\n",
    "S02": "INT [q1]: How did you come to be here?\n\nP02: My mother sent me.\n\nP02: I stayed since I liked it.\n",
    "S03": "INT [q1]: How did you come to be here?\n\nP03: That is long ago.\n\nP03: Nobody else would do the work.\n",
}
ROLES = {"P01": "baker", "P02": "baker", "P03": "seller"}
CODINGS = [
    ("S01", "EXP.FIRST", "A friend asked me to come", "supports"),
    ("S02", "EXP.FIRST", "My mother sent me", "opposes"),
    ("S01", "EXP.STAY", "I stayed for the café", "supports"),
    ("S02", "EXP.STAY", "I stayed since I liked it", "supports"),
    ("S03", "EXP.STAY", "Nobody else would do the work", "opposes"),
]
LINK = ("S01", "because a friend was here I stayed")

STUDY = """\
id: bakery
title: {en: The bakery}
about: {en: Why people come and stay.}
languages: [en]
approach: codebook
questions:
  RQ1: {en: "Why do people come and stay?"}
roles:
  - {id: baker, group: makers, name: {en: Baker}}
  - {id: seller, group: sellers, name: {en: Seller}}
groups:
  - {id: makers, name: {en: Makers}}
  - {id: sellers, name: {en: Sellers}}
attributes:
  valence: [positive, negative]
sets:
  - {id: makers, groups: [makers], name: {en: Makers}}
  - {id: sellers, groups: [sellers], name: {en: Sellers}}
  - {id: rules, kinds: [law], name: {en: Rules}}
thresholds: {keep_supporters: 1, keep_groups: 1}
release:
  profile: PROFILE
  labels:
    - {id: hand, roles: [baker, seller], name: {en: a bakery hand}}
"""
GUIDE = """\
questions:
  - {id: q1, research_question: RQ1, text: {en: "How did you come to be here?"}, codes: [EXP.FIRST, EXP.STAY]}
"""
TYPES = """\
types:
  - {id: leads-to, f29: causes, name: {en: leads to}}
"""
MODEL = """\
name: model
number: 2
kind: diagram
research_question: RQ1
title: {en: From coming to staying}
nodes:
  - {id: come, label: {en: Coming}, codes: [EXP.FIRST]}
  - {id: stay, label: {en: Staying}, codes: [EXP.STAY]}
  - {id: duty, label: {en: Duty to stay}, status: law, documents: ["RULE-1:1"]}
edges:
  - {from: come, to: stay, type: leads-to, pairs: [[EXP.FIRST, EXP.STAY]]}
  - {from: duty, to: stay, type: leads-to, status: law, documents: ["RULE-1:1"]}
"""
RULE = """\
---
id: RULE-1
kind: law
title: {en: House rules}
date: 2020-01-01
language: en
provenance: public
articles: ["1", "2"]
---
1: Whoever begins the dough stays until the bread is out.

2: Aprons are blue.
"""
STAY = {
    "id": "EXP.STAY",
    "parent": "EXP",
    "tier": "core",
    "origin": "data",
    "name": {"en": "Staying"},
    "brief": {"en": "Why somebody stayed"},
    "definition": {"en": "The segment tells why somebody stayed."},
    "statement": {"en": "People stay because they like it."},
    "use_when": {"en": "A reason to stay is told."},
    "not_when": {"en": "Only the beginning is told."},
    "example": {"en": "I stayed for the bread."},
    "indicators": {"en": ["I stayed"]},
    "documents": [{"ref": "RULE-1:1", "norm": "fulfilled"}],
}


def make_study(root: Path, *, profile: str = "internal", provenance: str = "constructed", coded: bool = True) -> Path:
    """A study that checks without a warning, coded by `anna` unless asked for without codings."""
    new_study(root)
    put(root, "study.yaml", STUDY.replace("PROFILE", profile))
    put(root, "interviews/guide.yaml", GUIDE)
    put(root, "codebook/relations.yaml", TYPES)
    put(root, "figures/model.yaml", MODEL)
    put(root, "documents/RULE-1.md", RULE)
    for key, talk in TALK.items():
        put(root, f"interviews/{key}.md", interview(key, talk, provenance=provenance))
    people = [{"id": person, "role": role} for person, role in ROLES.items()]
    write_csv(root / "interviews/participants.csv", people, ("id", "role"))
    write_consent(root, {})
    provision = {"instrument": "RULE-1", "article": "1", "themes": "EXP.STAY", "confidence": "verified"}
    write_csv(root / "documents/register.csv", [{**provision, "scope": "house"}], COLUMNS)
    stay = indent(to_yaml([STAY]), "  ")
    change(root, "codebook/codebook.yaml", "\nhistory:\n", f"\n{stay}\nhistory:\n")
    if coded:
        code_all(open_study(root))
    return root


def interview(key: str, talk: str, *, person: str = "", provenance: str = "constructed") -> str:
    """An interview with the person whose number it has."""
    person = person or key.replace("S", "P")
    head = f"id: {key}\nkind: interview\nspeakers: {{INT: interviewer, {person}: respondent}}\n"
    return f"---\n{head}date: 2024-05-06\nlanguage: en\nprovenance: {provenance}\ndepends_on: []\n---\n{talk}"


def write_consent(root: Path, changed: Mapping[str, Mapping[str, str]], *, people: Mapping[str, str] = ROLES) -> None:
    """Everyone allows everything, without a check-back, but for what is changed."""
    open_to_all = dict.fromkeys(USES, "yes") | {"attribution": "label", "check_back_first": "no"}
    open_to_all |= {"valid_from": "2024-05-06", "evidence_ref": "form"}
    rows = [{"person": person, **open_to_all, **changed.get(person, {})} for person in people]
    columns = ("person", *USES, "valid_from", "withdrawn_at", "evidence_ref")
    write_csv(root / "interviews/consent.csv", rows, columns)


def code_all(study: Study) -> None:
    """Anna codes and links, always at the same moment."""
    anna = {"coder": "anna", "at": AT, "provenance": "constructed"}
    for source, code, quote, stance in CODINGS:
        study.code(source, code=code, quote=quote, stance=stance, **anna)
    source, quote = LINK
    study.relate(source, from_code="EXP.FIRST", to_code="EXP.STAY", type="leads-to", quote=quote, **anna)


def put(root: Path, name: str, text: str) -> Path:
    """Write a text into the study."""
    write_text(root / name, text)
    return root / name


def change(root: Path, name: str, old: str, new: str) -> Path:
    """Replace words that stand once in a file of the study."""
    text = (root / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    return put(root, name, text.replace(old, new))


def rewrite(path: Path, edit: Callable[[int, Act], Act]) -> None:
    """Edit the acts of a journal, counted from 1, and chain them anew: what only another program could have written."""
    prev, lines = ORIGIN, []
    for number, act in enumerate(read_journal(path).acts, start=1):
        sealed = seal(edit(number, act), prev)
        prev = sealed.hash
        lines.append(f"{to_line(sealed)}\n")
    path.write_text("".join(lines), encoding="utf-8")


def files(root: Path) -> dict[str, bytes]:
    """Every file of a folder and what it holds, without the program's own notes."""
    paths = sorted(p for p in root.rglob("*") if p.is_file() and ".jenjang" not in p.parts)
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in paths}
