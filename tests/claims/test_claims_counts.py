"""Do the sentences of the ledger say the numbers that it counts, in both languages and where they are quoted?"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.claims.texts import find_place, read_notebooks
from analysis.claims.words import WordList, read_words
from analysis.study.handle import Study

ROOT = Path(__file__).parents[2]
WORDS, _ = read_words()
MORE = {"en": {"fifteen": 15, "second": 2, "fifth": 5}, "id": {"dua belas": 12, "lima belas": 15}}
TWICE = {"lima belas": "15", "dua belas": "12", "article 69(1)": "", "Law 5/2014": "", "ayat (1)": "", "seorang": ""}


@pytest.fixture(scope="module")
def study(repository: Study) -> Study:
    """The study of this repository."""
    return repository


def numbers(text: str, language: str, *, stem: str = "") -> set[int]:
    """The numbers from two up that a sentence says; with a stem also those written with it, as `ketiga`."""
    words: WordList = WORDS[language]
    known = {**words.numbers, **MORE[language]}
    for phrase, digits in TWICE.items():
        text = text.replace(phrase, digits).replace(phrase.capitalize(), digits)
    pattern = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    found = re.findall(rf"(?<!\w)(?:{stem})?(\d+|{pattern})(?!\w)", text, re.IGNORECASE)
    return {n for n in (int(x) if x.isdigit() else known[x.lower()] for x in found) if n > 1 and n not in (69, 2014)}


def test_both_languages_say_the_same_numbers(study: Study) -> None:
    """No number of the Indonesian sentence is missing in the English one, nor the other way round."""
    differ = {
        key: (said, told)
        for key, claim in study.loaded.claims.items()
        for said, told in [(numbers(claim.text["en"], "en"), numbers(claim.text["id"], "id", stem="ke"))]
        if not numbers(claim.text["id"], "id") <= said or not said <= told
    }
    assert differ == {}


OPENING = re.compile(r"^(All )?(?P<n>\w+) (of the \w+ )?(?P<what>persons|sources|outside experts)\b")


def counted(row: pd.Series, what: str) -> int:
    return int(row["sources" if what == "sources" else "persons"])


def test_who_opens_a_sentence_is_who_is_counted(study: Study) -> None:
    """A claim that begins with so many persons or sources rests on so many."""
    frame, wrong, met = study.claims(language="en"), [], 0
    for key, row in frame.iterrows():
        said = OPENING.match(row["text"])
        number = WORDS["en"].number(said["n"]) or MORE["en"].get(said["n"].lower()) if said else None
        if said and number and key not in SEVERAL:
            met += 1
            wrong += [(key, number, counted(row, said["what"]))] if number != counted(row, said["what"]) else []
    assert wrong == [] and met >= 6


SEVERAL = ("encourage-not-guide", "integrity-counts", "self-and-leader-in-ideal")
"""Claims whose sentence adds up several numbers of people."""


def test_independent_ones_are_the_witnesses(study: Study) -> None:
    """Where a claim says how many of its sources are independent, it says what the ledger counts (F07)."""
    frame = study.claims(language="en")
    said = frame["text"].str.extract(r"(\w+) of them independent")[0].dropna()

    assert len(said) >= 3
    assert {key: WORDS["en"].number(word) for key, word in said.items()} == frame.loc[said.index, "witnesses"].to_dict()


def test_a_quoted_claim_keeps_its_numbers(study: Study) -> None:
    """What a notebook says where a claim is shown holds no number that the claim does not."""
    cells = [cell for notebook in read_notebooks(ROOT) for cell in notebook.cells]
    places = [(claim, place) for claim in study.loaded.claims.values() for place in claim.sentences]

    assert places
    for claim, place in places:
        text = find_place(place, cells)
        assert text is not None, place
        words = " ".join(place.partition("#")[2].split())
        sentence = next(s for s in text.sentences if words in s)
        assert numbers(sentence, "en") <= numbers(claim.text["en"], "en"), place


def test_nobody_who_could_not_judge_is_a_witness(study: Study) -> None:
    """No claim rests on words with which somebody could not judge a statement (F14)."""
    assert study.lint("F14").empty
