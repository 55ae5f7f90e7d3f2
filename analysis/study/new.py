"""An empty study that checks: every file that a researcher fills in, with one family and one code to begin from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.codebook import codebook_text
from analysis.errors import StudyError
from analysis.sources.people import USES
from analysis.sources.register import COLUMNS
from analysis.study.config import FILE
from analysis.study.loaded import slug
from analysis.tables import write_csv, write_text

_STUDY = """\
# What this study is, whom it compares, and by which rules it counts.
id: "{id}"
title:
  en: "{title}"
languages: [en]
approach: codebook             # reflexive | codebook | coding_reliability | content_analysis | case_explanation
questions:
  RQ1: {{en: "What do you want to know?"}}
roles:                         # in the order in which displays show them
  - {{id: participant, group: participants, name: {{en: Participant}}}}
groups:
  - {{id: participants, name: {{en: Participants}}}}
attributes:                    # of each coding, beside its stance towards the code's statement
  valence: [positive, negative, mixed, neutral]
sets:                          # what triangulation compares
  - {{id: participants, groups: [participants], name: {{en: Participants}}}}
  - {{id: documents, kinds: [law, document], name: {{en: Documents}}}}
release:
  profile: public              # internal goes to a git-ignored folder as soon as one source is recorded
"""
_GUIDE = """\
questions:
  - {id: q1, research_question: RQ1, text: {en: "How did you come to be here?"}, codes: [EXP.FIRST]}
"""
_FIGURE = """\
name: themes
number: 1
kind: matrix
research_question: RQ1
title: {en: Themes by role}
layout: {rows: codes, by: role, tiers: [core]}
"""
_NEXT = """\
# {title}

1. Take your transcripts in as they are (`jenjang ingest FILE…|FOLDER`), or write `interviews/<id>.md` for each:

       ---
       id: S01
       kind: interview
       speakers: {{INT: interviewer, P01: respondent}}
       date: 2024-05-06
       language: en
       provenance: recorded
       depends_on: []
       ---
       INT [q1]: How did you come to be here?

       P01: By bus, mostly.

2. Add each person to `interviews/participants.csv` and what he or she allowed to `interviews/consent.csv`.
3. Write your codes in `codebook/codebook.yaml`.
4. `jenjang check` lists everything that is missing; `jenjang code` codes; `jenjang build` draws.
5. Compare: give codings a facet (`--facet`), declare an attribute `mode` (fact, norm, wish, evaluation) in `study.yaml`
   where people recite rules, and write the provisions of documents into `documents/register.csv`. Then
   `jenjang undecided convergence FILE.csv` writes the pairs of sets that wait, and
   `jenjang decide convergence FILE.csv --by NAME` takes them back. Other kinds: silences, threads, steps, propositions,
   cells, findings, verdicts, cases.
6. Claim: write `codebook/claims.yaml`, for a start

       claims:
         - id: by-bus
           text: {{en: One of two came by choice.}}
           kind: descriptive
           research_question: RQ1
           scope: {{en: The people heard here.}}
           evidence: [{{codes: [EXP.FIRST], stance: [supports]}}]
           counter: [{{codes: [EXP.FIRST], stance: [opposes]}}]
           by: me

   `jenjang claims` tells what each rests on, `jenjang undecided strength FILE.csv` and `jenjang decide strength` how
   strong it is, `jenjang check --claims` what a critic would say. Every key: codebook/README.md of the program.
"""
_IGNORE = "/.jenjang/\n/out/\n*.torn\n"


def new_study(folder: Path) -> list[Path]:
    """Make an empty study in a folder that is empty or not there yet.

    Returns
    -------
    The files written.

    Raises
    ------
    StudyError
        The folder holds something, or its name cannot be an id.
    """
    name = folder.resolve().name
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise StudyError(f"{name}: a new study begins in an empty folder (got one with files). Choose another name.")
    if not slug(name):
        raise StudyError(
            f"{name!r}: a study's folder is named with letters, digits, '.', '_' and '-'. Choose another name."
        )
    title = name.replace("-", " ").replace("_", " ").capitalize()
    texts = {
        FILE: _STUDY.format(id=name, title=title),
        "README.md": _NEXT.format(title=title),
        ".gitignore": _IGNORE,
        "interviews/guide.yaml": _GUIDE,
        "codebook/codebook.yaml": codebook_text(_codebook(title)),
        "figures/themes.yaml": _FIGURE,
    }
    tables: dict[str, tuple[str, ...]] = {
        "interviews/participants.csv": ("id", "role"),
        "interviews/consent.csv": ("person", *USES, "valid_from", "withdrawn_at", "evidence_ref"),
        "documents/register.csv": COLUMNS,
        "codings/coders.csv": ("coder", "role", "provenance"),
    }
    for file, text in texts.items():
        write_text(folder / file, text)
    for file, columns in tables.items():
        write_csv(folder / file, [], columns)
    return sorted(folder / file for file in (*texts, *tables))


def _codebook(title: str) -> dict[str, Any]:
    return {
        "title": {"en": title},
        "version": 1,
        "languages": ["en"],
        "codes": [
            {
                "id": "EXP",
                "tier": "family",
                "name": {"en": "Experience"},
                "brief": {"en": "What people went through"},
                "definition": {"en": "Statements about what people went through. Replace this family by your own."},
                "statement": {"en": "People tell of what they went through."},
                "use_when": {"en": "No code below fits."},
                "not_when": {"en": "A code below fits (use it)."},
            },
            {
                "id": "EXP.FIRST",
                "parent": "EXP",
                "tier": "core",
                "origin": "data",
                "name": {"en": "Beginnings"},
                "brief": {"en": "How it began"},
                "definition": {
                    "en": "The segment tells how somebody came into the matter. Replace this code by your own."
                },
                "statement": {"en": "People came into the matter by their own choice."},
                "use_when": {"en": "A beginning is told."},
                "not_when": {"en": "Only later events are told."},
                "example": {"en": "I came because a friend asked me to."},
                "indicators": {"en": ["how it began", "came here"]},
            },
        ],
        "history": [
            {
                "version": 1,
                "date": "2000-01-01",
                "by": "template",
                "op": "create",
                "codes": ["EXP", "EXP.FIRST"],
                "reason": "An example to begin from.",
            }
        ],
    }
