"""The constructed corpus: its shape, and the method problems that were built into it on purpose."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis.retrieval import coverage
from analysis.study.handle import Study

ROOT = Path(__file__).parent.parent
PLANTED: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/data/planted.yaml").read_text(encoding="utf-8"))
BY_ID = {entry["id"]: entry for entry in PLANTED}
QUOTES = [
    (e["id"], source, quote) for e in PLANTED for source, quotes in e.get("quotes", {}).items() for quote in quotes
]
METADATA = ("date", "place", "language", "recorded", "duration_min", "present_others", "field_notes", "method")


@pytest.fixture(scope="module")
def study(repository: Study) -> Study:
    """The study as it lies in the repository."""
    return repository


# Shape


def test_who_is_heard(study: Study) -> None:
    """One of echelon I, two of II, one of III, three of IV, three experts, six staff in a focus group, five alumni."""
    assert Counter(study.participants["role"]) == {
        **{"echelon-1": 1, "echelon-2": 2, "echelon-3": 1, "echelon-4": 3, "expert": 3, "staff": 6, "alumnus": 5},
    }
    assert Counter(study.sources["kind"]) == {"interview": 10, "focus_group": 1, "observation": 1, "verification": 5}


def test_interviews_are_long_enough_to_be_work(study: Study) -> None:
    """Each has 2,500 to 4,500 words with the interviewer's."""
    words = study.sources.query("kind == 'interview'")["words"]

    assert words.between(2500, 4500).all(), words.to_dict()


def test_everything_said_is_constructed_and_says_so(study: Study) -> None:
    """No source in which people speak, and no translation of one, claims to be recorded."""
    assert set(study.sources["provenance"]) == {"constructed"}
    for path in (ROOT / "interviews").glob("S*.md"):
        assert "\nprovenance: constructed\n" in path.read_text(encoding="utf-8"), path.name


def test_each_source_is_described(study: Study) -> None:
    """F01: when, where, how long, in which language, who else was present; whether dependence was looked at."""
    for source in study.loaded.field_sources.values():
        missing = [key for key in METADATA if source.meta.get(key) in (None, "")]
        assert (source.id, missing) == (source.id, [])
        assert "depends_on" in source.meta, source.id


def test_everyone_gave_consent_and_nobody_s_id_tells_a_role(study: Study) -> None:
    """F45: each person is on record for each use; the ids are one series without an order of rank."""
    assert set(study.loaded.consents) == set(study.participants.index)
    ids = list(study.participants.index)
    assert ids == [f"P{number:02}" for number in range(1, len(ids) + 1)]


def test_refusals_are_on_record(study: Study) -> None:
    """F01: as many were interviewed as speak, some declined with a reason, some were lost."""
    rows = (ROOT / "interviews/recruitment.csv").read_text(encoding="utf-8").splitlines()[1:]
    outcomes = Counter(row.split(",")[3] for row in rows)

    assert outcomes["interviewed"] == len(study.participants)
    assert outcomes["declined"] and outcomes["lost"]


def test_sources_are_translated_whole(study: Study) -> None:
    """F46: beside each original stands a translation with the same passages, into the other language of the study."""
    for source in study.loaded.field_sources.values():
        assert set(source.translations) == {"en", "id"} - {source.language}, source.id


def test_alumni_were_read_every_statement(study: Study) -> None:
    """Each verification puts all numbered statements, one by one."""
    statements = yaml.safe_load((ROOT / "codebook/statements.yaml").read_text(encoding="utf-8"))["statements"]
    wanted = [s["id"].lower() for s in statements]

    for source in study.loaded.field_sources.values():
        if source.kind == "verification":
            assert [p.question for p in source.passages if p.question] == wanted, source.id


# What was planted


@pytest.mark.parametrize(
    ("name", "source", "quote"), QUOTES, ids=[f"{n}-{s}-{i}" for i, (n, s, _) in enumerate(QUOTES)]
)
def test_planted_words_stand_where_the_list_says(study: Study, name: str, source: str, quote: str) -> None:
    """Each quote of the list stands once in its source."""
    assert study.source(source).body.count(quote) == 1


def test_the_echo_is_declared(study: Study) -> None:
    """The source that repeats another says so, so that the two are one witness."""
    repeats, origin = BY_ID["echo"]["sources"]

    assert study.source(repeats).depends_on == (origin,)
    assert not any(s.depends_on for s in study.loaded.field_sources.values() if s.id != repeats)


def test_what_was_never_asked(study: Study) -> None:
    """No echelon IV official was asked the question on succession, and every other official was."""
    passages = study.passages
    (question,) = BY_ID["never_asked"]["questions"]
    asked = set(passages[passages["question"] == question]["source"])
    roles = study.sources["role"]

    assert set(roles[roles == "echelon-4"].index) == set(BY_ID["never_asked"]["sources"])
    assert not asked & set(BY_ID["never_asked"]["sources"])
    assert asked >= set(roles[roles.isin(["echelon-1", "echelon-3"])].index)
    profile = study.profiles().query("theme == 'PAT.SUC' and set == 'supervisory'")
    assert profile["silence"].tolist() in (["not_asked"], [""])


def test_a_withdrawn_quotation_is_shown_in_no_profile(study: Study) -> None:
    """The person's words are analysed and not quoted."""
    (person,) = BY_ID["withdrawn_quotation"]["persons"]

    for profile in ("public", "internal"):
        gate = study.gate(profile)
        assert gate.may(person, "analyse")
        assert not gate.may_quote(person)


def test_who_tells_a_recognisable_story_sees_quotations_first(study: Study) -> None:
    """The speaker of the identifiable anecdote is not quoted in public before the check-back."""
    (source,) = BY_ID["identifiable"]["sources"]
    (person,) = study.source(source).participants

    assert not study.gate("public").may_quote(person)


# How it was coded


FREE = [f"S{number:02}" for number in range(1, 12)]
"""The interviews and the focus group: coded by two."""


def test_two_coded_each_interview_and_one_the_rest(study: Study) -> None:
    """Two passes over interviews and focus group, one over notes and verifications; all of them constructed."""
    coded = study.coders.query("codings > 0 and coder != 'adjudicator'").groupby("source")["coder"].agg(list).to_dict()

    assert coded == {
        **dict.fromkeys(FREE, ["coder-a", "coder-b"]),
        **dict.fromkeys([f"S{number:02}" for number in range(12, 18)], ["coder-c"]),
    }
    assert {coder.provenance for coder in study.loaded.coders.values()} == {"constructed"}


def test_every_difference_is_settled_with_a_reason(study: Study) -> None:
    """Kept or dropped, with its type, in a sentence of its own."""
    found = study.differences()

    assert study.rulings_to_make().empty
    assert found["reason"].str.len().min() > 10
    assert set(found["difference"]) == {"definition", "unit", "oversight", "reading"}


def test_each_coding_says_what_it_says(study: Study) -> None:
    """A facet stands with every coding in force; stance, valence, mode and organisation with nearly every one."""
    codings = study.codings()

    assert (codings["facet"] != "").all()
    for attribute in ("stance", "valence", "mode", "organisation"):
        assert (codings[attribute] != "").mean() > 0.98, attribute


def test_each_core_code_is_raised_in_two_roles(study: Study) -> None:
    """At least three codings and two roles under each core code."""
    codings = study.codings().query("role != ''").groupby("code")
    thin = {
        code: (int(codings.size().get(code, 0)), int(codings["role"].nunique().get(code, 0)))
        for code in study.themes()
        if codings.size().get(code, 0) < 3 or codings["role"].nunique().get(code, 0) < 2
    }

    assert thin == {}


def test_relations_are_many_and_of_many_kinds(study: Study) -> None:
    """Sixty at least, of five types at least, some denied, some supposed."""
    relations = study.relations()

    assert len(relations) >= 60 and relations["type"].nunique() >= 5
    assert set(relations["modality"]) == {"asserted", "denied", "hypothetical"}


def test_coders_wrote_down_where_they_hesitated(study: Study) -> None:
    """Memos stand in every coder's journals."""
    for coder in ("coder-a", "coder-b", "coder-c"):
        assert (study.codings(coder=coder)["memo"] != "").sum() >= 20, coder


def test_a_third_of_the_talk_carries_no_code(study: Study) -> None:
    """In each of the two passes, over interviews and focus group; in force somewhat less."""
    texts = [study.source(key) for key in FREE]
    for coder, least in (("coder-a", 1 / 3), ("coder-b", 1 / 3), ("", 0.3)):
        words = coverage(texts, study.codings(coder=coder) if coder else study.codings())
        assert 1 - words["coded"].sum() / words["words"].sum() >= least, coder


def test_statements_are_voiced(study: Study) -> None:
    """Under the codes of each of E1 to E14 somebody supports or opposes the statement of the code."""
    statements = yaml.safe_load((ROOT / "codebook/statements.yaml").read_text(encoding="utf-8"))["statements"]
    taken = study.codings().query("stance in ('supports', 'opposes')")

    for statement in statements:
        assert taken["code"].isin(statement["codes"]).any(), statement["id"]
