"""Each check of section 13 on a ledger where it fires, and on one where it does not."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from lint_kit import BOOK, CLAIM, DECIDED, SAID, SEARCH, SOURCES, changed, found, grounds, told

from analysis.claims.grounds import findings_frame
from analysis.claims.limits import Case
from analysis.claims.lint import RULES, question_of, run
from analysis.claims.negative_records import NegativeCases
from analysis.claims.query import Link, Query
from analysis.claims.records import Decision
from analysis.claims.rival_records import Hypothesis, Rivals, Verdict
from analysis.claims.texts import TITLE, Notebook, Text
from analysis.model import Code, Passage


def test_a_sound_ledger_has_no_findings() -> None:
    """Nothing is found where nothing is wrong: all checks at once."""
    assert run(grounds()) == []


def test_every_check_says_what_it_asks() -> None:
    """The first line of each function names its check and its question."""
    assert set(RULES) == {*(f"L{n:02}" for n in range(1, 23) if n not in (19, 20)), "F14", "F15a", "F15b", "F17"}
    assert all(question_of(rule) for rule in RULES)
    assert all((check.__doc__ or "").startswith(f"{rule}: ") for rule, checks in RULES.items() for check in checks)


def test_l01_no_segment() -> None:
    """An error for what is said of the world, none for the authors' view."""
    assert found(grounds(changed(evidence=())), "L01") == [("error", 2, "no segment stands behind the claim")]
    assert found(grounds(changed(evidence=(), kind="normative")), "L01") == []
    draft = changed(evidence=(), status="draft")
    assert found(grounds(draft), "L01") == [("warning", 2, "no segment stands behind the claim")]


def test_l04_one_loud_person() -> None:
    """P1 gives 2 of 4 quotes, more than 40 %."""
    loud = grounds(said=[*SAID, SAID[0]])

    assert found(loud, "L04") == [("warning", 2, "one person, P1, gives 2 of 4 quotes")]


def test_l04_two_people_with_a_quote_each() -> None:
    """Neither of two is loud; a single quote is one voice."""
    assert found(grounds(changed(evidence=("P1/c0", "P2/c1"))), "L04") == []
    assert [what for _, _, what in found(grounds(changed(evidence=("P1/c0",))), "L04")] == [
        "everything is said by one group, top",
        "one person, P1, gives 1 of 1 quotes",
    ]


def test_l04_one_group() -> None:
    """A theme that one group alone speaks of."""
    one = grounds(
        changed(evidence=(Query(codes=("A",), groups=("floor",)),)), said=[*SAID, ("P4", "A", "supports", "", "floor")]
    )

    assert found(one, "L04") == [("warning", 2, "everything is said by one group, floor")]


def test_l04_an_echo() -> None:
    """P2 repeats P1: three sources are two witnesses."""
    echo = {**SOURCES, "P2": dataclasses.replace(SOURCES["P2"], depends_on=("P1",))}
    ground = grounds()
    entry = ground.weighed["K1"]
    heard = dataclasses.replace(entry, counts={**entry.counts, "witnesses": 2})

    assert found(dataclasses.replace(ground, weighed={"K1": heard}, sources=echo), "L04") == [
        ("warning", 2, "3 sources are 2 independent witnesses")
    ]


def test_l06_no_record() -> None:
    """A final claim without a search for exceptions is an error, a draft a warning, a view needs none."""
    bare = {"searches": ()}

    assert found(grounds(**bare), "L06") == [("error", 2, "no record of a search for negative cases")]  # type: ignore[arg-type]
    assert [f[0] for f in found(grounds(changed(status="draft"), **bare), "L06")] == ["warning"]  # type: ignore[arg-type]
    assert found(grounds(changed(kind="normative"), **bare), "L06") == []  # type: ignore[arg-type]


def test_l06_none_found_without_a_search() -> None:
    """No negative case is no finding by itself: it must say where it was looked."""
    unsearched = dataclasses.replace(SEARCH, search=None)

    assert found(grounds(searches=[unsearched]), "L06") == [
        ("error", 5, "no negative case, and no record of where it was looked for")
    ]


def test_l06_an_open_case() -> None:
    """P3 opposes, and nobody said what becomes of that."""
    said = [*SAID[:2], ("P3", "A", "opposes", "", "floor")]

    assert found(grounds(said=said), "L06") == [("error", 5, "1 negative cases without an ending")]


def test_l06_a_search_that_could_not_find() -> None:
    """Without a statement no coding can oppose."""
    mute = dataclasses.replace(BOOK, codes={"A": Code("A")})

    assert [what for _, _, what in found(grounds(codebook=mute), "L06")] == [
        "no code of the claim has a statement that a coding could oppose or qualify"
    ]


def test_l07_one_story() -> None:
    """A causal claim without a rival; one with a rival that was tested is in order."""
    causal = changed(kind="causal")
    rivals = {"V": Rivals("V", "K1", {}, {"H1": Hypothesis("H1"), "H2": Hypothesis("H2")}, line=3)}
    tested, untested = {("V", "H1"): "open", ("V", "H2"): "weakened"}, {("V", "H1"): "open", ("V", "H2"): "untested"}

    assert found(grounds(causal), "L07") == [("warning", 2, "a causal claim without a rival explanation")]
    assert found(grounds(causal, rivals=rivals, verdicts=tested), "L07") == []
    assert found(grounds(causal, rivals=rivals, verdicts=untested), "L07") == [
        ("warning", 3, "the rival H2 is tested by nothing that was looked for")
    ]


@pytest.mark.parametrize(("status", "findings"), [("none", 1), ("law", 0), ("observed", 0)])
def test_l08_opaque_marks(status: str, findings: int) -> None:
    """A mark has evidence, or declares what else it rests on."""
    marks = {"model": pd.DataFrame({"mark": ["node:a"], "status": [status]})}

    assert len(found(grounds(marks=marks), "L08")) == findings


@pytest.mark.parametrize(
    ("statement", "findings"),
    [
        ({}, 1),
        ({"en": "Budget"}, 1),
        ({"en": "There is no budget."}, 0),
        ({"en": "There is no budget.", "id": "Dana"}, 1),
    ],
)
def test_l11_topic_words(statement: dict[str, str], findings: int) -> None:
    """A theme says something that can be opposed, in every language."""
    book = dataclasses.replace(BOOK, codes={"A": Code("A", statement=statement)})

    assert len(found(grounds(codebook=book), "L11")) == findings


@pytest.mark.parametrize(("places", "findings"), [(["here", "here", "there"], 0), (["here", "", "there"], 1)])
def test_l12_another_case(places: list[str], findings: int) -> None:
    """One of two from elsewhere is half of what is told; what is not told counts on no side."""
    ground = grounds(case=Case("place", ("here",)))
    ground.weighed["K1"].evidence.rows["place"] = places

    assert len(found(ground, "L12")) == findings


def test_l12_a_scope_that_covers_other_cases() -> None:
    """A claim that speaks of both cases may use both."""
    ground = grounds(changed(cases=("there",)), case=Case("place", ("here",)))
    ground.weighed["K1"].evidence.rows["place"] = ["here", "there", "there"]

    assert found(ground, "L12") == []


@pytest.mark.parametrize(("approach", "findings"), [("", 1), ("intuition", 1), ("reflexive", 0)])
def test_l13_approach(approach: str, findings: int) -> None:
    """One of the declared kinds."""
    assert len(found(grounds(approach=approach), "L13")) == findings


OTHER = changed(id="K2", evidence=(Query(codes=("A",), stance=("opposes",)),), line=9)
DIVIDED = [*SAID, ("P4", "A", "opposes", "", "top")]


def test_l16_an_unnoticed_contradiction() -> None:
    """Everybody is told, nobody is told: both final, and nobody judged the theme."""
    assert found(grounds(CLAIM, OTHER, said=DIVIDED), "L16") == [
        ("error", 2, "contradicts K2 on A, both are final, and F08 has no entry")
    ]


def test_l16_a_contradiction_that_was_judged() -> None:
    """With an entry in the matrix, or while one of the two is a draft, nothing is unnoticed."""
    assert found(grounds(CLAIM, OTHER, said=DIVIDED, converged={"A"}), "L16") == []
    assert found(grounds(CLAIM, dataclasses.replace(OTHER, status="draft"), said=DIVIDED), "L16") == []


def test_l16_links_contradict_too() -> None:
    """One claim rests on a link that is asserted, the other on the same link denied."""
    links = [("P1", "A", "limits", "B", "asserted"), ("P2", "A", "limits", "B", "denied")]
    one, other = (
        changed(id=key, evidence=(Query(relation=Link(("A",), ("B",), modality=(how,))),))
        for key, how in (("K1", "asserted"), ("K2", "denied"))
    )

    assert [what for _, _, what in found(grounds(one, other, linked=links), "L16")] == [
        "contradicts K2 on A limits B, both are final, and F08 has no entry"
    ]


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({"evidence": ("BOOK:1",)}, ["rests on literature alone, as if that were field evidence"]),
        ({"evidence": ("ACT:1",)}, ["rests on law alone, as if that were field evidence"]),
        ({"evidence": ("ACT:1",), "layer": "norm"}, []),
        ({"evidence": ("ACT:1",), "kind": "normative"}, []),
        ({"evidence": ("ACT:1", "P1/c0")}, []),
    ],
)
def test_l17_references_in_place_of_data(changes: dict[str, object], findings: list[str]) -> None:
    """What is written is no field evidence, but a claim about the norm may rest on it."""
    assert [what for _, _, what in found(grounds(changed(**changes)), "L17")] == findings


@pytest.mark.parametrize(("mode", "findings"), [("norm", 1), ("fact", 0)])
def test_l17_norm_as_practice(mode: str, findings: int) -> None:
    """What people say ought to be is not what happens."""
    assert len(found(grounds(mode=mode), "L17")) == findings


def test_l21_drift() -> None:
    """One of three codings is older than the definition."""
    assert found(grounds(drifted={"P1/c0"}), "L21") == [
        ("warning", 2, "1 of 3 codings are older than their code's definition")
    ]
    assert found(grounds(drifted={"P9/c0"}), "L21") == []


def test_l22_least_reported_items() -> None:
    """A source that says nothing of the return of transcripts; `no` is an answer."""
    silent = dataclasses.replace(
        SOURCES["P1"], meta={**SOURCES["P1"].meta, "transcript_returned": ""}, file="interviews/P1.md"
    )

    assert found(grounds(sources={**SOURCES, "P1": silent}), "L22") == [
        ("warning", 2, "transcript_returned is empty in 1 of 4 sources, P1 first")
    ]


def test_f15a_evidence_that_is_gone() -> None:
    """A reference that is not in force, and a query that reaches nothing."""
    lost = changed(evidence=("P1/c0", "P1/c9", Query(codes=("A",), stance=("opposes",))))

    assert [(level, what) for level, _, what in found(grounds(lost), "F15a")] == [
        ("error", "a query reaches nothing: codes A; stance opposes"),
        ("error", "evidence P1/c9 is not in force"),
    ]


def test_f15a_both_sides() -> None:
    """One coding is no evidence for and against."""
    twice = changed(counter=("P1/c0",))

    assert found(grounds(twice), "F15a") == [("warning", 2, "1 pieces stand on both sides, P1/c0 first")]


def test_f15a_a_query_that_grew() -> None:
    """New codings are noticed, on the row of the query."""
    grown = changed(evidence=(Query(codes=("A",), frozen=2, line=4),))

    assert found(grounds(grown), "F15a") == [
        ("warning", 4, "a query reaches 3 where 2 were reached when it was written: codes A")
    ]


def test_f15b_a_decision_without_a_reason() -> None:
    """The rule proposes none; minor without a reason is an error, with one it is a decision."""
    mute = changed(strength={**DECIDED, "coherence": Decision("serious", "", "", 6)})

    assert [(level, row) for level, row, _ in found(grounds(mute), "F15b")] == [("error", 6)]
    assert [level for level, _, _ in found(grounds(changed(strength={})), "F15b")] == ["warning"]


def test_f17_a_verdict_without_a_reason() -> None:
    """Where the tests propose another."""
    rivals = {"V": Rivals("V", "K1", {}, {"H1": Hypothesis("H1")}, (), {"H1": Verdict("supported", "", 8)})}

    assert [level for level, _, _ in found(grounds(rivals=rivals, verdicts={("V", "H1"): "open"}), "F17")] == ["error"]
    assert found(grounds(rivals=rivals, verdicts={("V", "H1"): "supported"}), "F17") == []


# --- sentences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "language", "what"),
    [
        ("We spoke with Rung I to IV.", "en", "'Rung I to IV', and nobody of Rung III was heard"),
        ("Rungs I–IV were interviewed.", "en", "'Rungs I–IV', and nobody of Rung III was heard"),
        (
            "Jenjang 1 sampai jenjang 4 diwawancarai.",
            "id",
            "'Jenjang 1 sampai jenjang 4', and nobody of Jenjang III was heard",
        ),
        ("A Rung V official said so.", "en", "'Rung V', and nobody of Rung V was heard"),
        ("Rung I, II and III agree.", "en", "'Rung I, II and III', and nobody of Rung III was heard"),
        ("Nine interviewees agree.", "en", "'Nine interviewees', and the register has 6"),
        ("All 5 interviewees agree.", "en", "'All 5 interviewees', and the register has 6"),
        ("There were 7 interviews.", "en", "'7 interviews', and the register has 6"),
        ("Three Rung II said so.", "en", "'Three Rung II', and the register has 2"),
        ("The interviews were held in 2019.", "en", "'interviews were held in 2019', and people were heard in 2022"),
    ],
)
def test_l02_samples_that_differ(sentence: str, language: str, what: str) -> None:
    """Roles of a range that nobody stands for, counts above the register's, years in which nobody was heard."""
    assert found(told(sentence, language), "L02") == [("error", 7, what)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Rung I, II and IV were heard.",
        "Rung I to II were heard.",
        "Two of six interviewees agree.",
        "All six interviewees agree.",
        "The interviews were held in 2022.",
        "The act of 2014 was read in the interviews.",
        "We stand on the first rung.",
    ],
)
def test_l02_samples_that_agree(sentence: str) -> None:
    """A part of the sample is no contradiction to it."""
    assert found(told(sentence), "L02") == []


@pytest.mark.parametrize(
    ("sentence", "findings"),
    [
        ("We used triangulation.", 1),
        ("A focus group was held.", 1),
        ("Hasil diverifikasi oleh alumni.", 1),
        ("No triangulation was made.", 0),
        ("Observations were made.", 1),
        ("We read the texts twice.", 0),
    ],
)
def test_l03_methods_without_record(sentence: str, findings: int) -> None:
    """A method is named and the study holds no record of it; a denial is no claim."""
    assert len(found(told(sentence, "id" if "Hasil" in sentence else "en"), "L03")) == findings


def test_l03_methods_with_record() -> None:
    """Judged themes and verdicts are the record."""
    assert (
        found(told("We used triangulation and it was verified by others.", converged={"A"}, verified=True), "L03") == []
    )


@pytest.mark.parametrize(
    ("sentence", "language", "findings"),
    [
        ("Most officials know.", "en", 1),
        ("Most officials (4 of 6) know.", "en", 0),
        ("Most officials, four of six, know.", "en", 0),
        ("It shows how many know.", "en", 0),
        ("Sebagian besar pegawai tahu.", "id", 1),
        ("Sebagian besar pegawai (4 dari 6) tahu.", "id", 0),
        ("`most` is a name in code.", "en", 0),
        ("Almost nobody knows.", "en", 0),
        ("Do most officials know?", "en", 0),
        ("It is written once, however often it was sent.", "en", 0),
        ("The table shows some of the codings.", "en", 0),
        ("Some of the officials know.", "en", 1),
    ],
)
def test_l05_vague_magnitude(sentence: str, language: str, findings: int) -> None:
    """A word of quantity stands with a count, in digits or words; words in code are no words."""
    assert len(found(told(sentence, language), "L05")) == findings


def test_l09_saturation_by_declaration() -> None:
    """It is shown where a notebook computes it, and a reflexive study claims none."""
    shown = [Notebook("notebooks/1.ipynb", (), "study.saturation()")]

    assert [level for level, _, _ in found(told("Saturation was reached."), "L09")] == ["error"]
    assert found(told("Saturation was reached.", notebooks=shown), "L09") == []
    assert len(found(told("Saturation was reached.", notebooks=shown, approach="reflexive"), "L09")) == 1
    assert found(told("Saturation was not assessed."), "L09") == []


@pytest.mark.parametrize(
    ("sentence", "approach", "findings"),
    [
        ("Kappa was 0.71.", "codebook", 1),
        ("Kappa was 0.71 per segment [0.60, 0.80].", "codebook", 0),
        ("Kappa was 0.71 per segment.", "codebook", 1),
        ("Kappa was computed.", "codebook", 0),
        ("Kappa was computed.", "reflexive", 1),
    ],
)
def test_l10_agreement(sentence: str, approach: str, findings: int) -> None:
    """A coefficient has its unit and its interval; a reflexive analysis has none."""
    assert len(found(told(sentence, approach=approach), "L10")) == findings


@pytest.mark.parametrize(
    ("title", "findings"), [("“They told us nothing”: careers", 1), ("Careers on “merit”", 0), ("Careers", 0)]
)
def test_l14_quotes_in_titles(title: str, findings: int) -> None:
    """One voice for all; a word in quotation marks is no quote."""
    texts = [Text("figures/model.yaml", 1, TITLE, TITLE, title, "en")]

    assert len(found(grounds(titles=texts), "L14")) == findings


@pytest.mark.parametrize(
    ("quote", "findings"),
    [
        ("he said “they told us … in the hall”", 0),
        ("he said “they told us [...] in the end”", 1),
        ("he said “they [the chiefs] told us nothing at all”", 1),
        ("he said “they told us nothing”", 0),
        ("> They told us nothing … in the hall", 0),
    ],
)
def test_l15_cut_quotes(quote: str, findings: int) -> None:
    """The parts around the cut stand in one passage of a source, or the full text is not stored."""
    body = "They told us nothing, standing in the hall."
    spoken = dataclasses.replace(SOURCES["P1"], passages=(Passage(1, "P1", 0, len(body), body, 1),))

    assert len(found(told(quote, sources={"P1": spoken}), "L15")) == findings


@pytest.mark.parametrize(
    ("sentence", "language", "findings"),
    [
        ("Openings must be told.", "en", 1),
        ("Leaders should say and tell what is open.", "en", 1),
        ("Openings are told.", "en", 0),
        ("Lowongan harus diumumkan.", "id", 1),
        ("**Question.** How does a box look when it has to answer for itself? **Material.** Five figures.", "en", 0),
        ("Two officials say that openings must be told.", "en", 0),
        ("Dua pejabat mengatakan bahwa lowongan harus diumumkan.", "id", 0),
        ("Letters do not have to be signed.", "en", 0),
        ("Surat tidak harus ditandatangani.", "id", 0),
    ],
)
def test_l18_advice_among_results(sentence: str, language: str, findings: int) -> None:
    """What ought to be stands in normative claims; a question, a denial, a demand with its voice are no advice."""
    assert len(found(told(sentence, language), "L18")) == findings


def test_f14_what_could_not_be_judged_is_no_evidence() -> None:
    """The words with which P2 could not judge stand behind K1: found; without the verdict nothing is."""
    refs = grounds().weighed["K1"].evidence.rows["ref"]
    ground = grounds(unjudged={refs.iloc[1]: "P2 could not judge E1"})

    assert [(level, row) for level, row, _ in found(ground, "F14")] == [("warning", 2)]
    assert "P2 could not judge E1" in found(ground, "F14")[0][2]
    assert found(grounds(), "F14") == []


def test_a_message_ends_once() -> None:
    """The sentence in a message brings no full stop of its own."""
    assert found(told("Most officials know."), "L05") == [("warning", 7, "'Most' without a count: Most officials know")]


def test_l18_spares_normative_claims() -> None:
    """The text of a normative claim says what ought to be, and may."""
    text = Text("codebook/claims.yaml", 2, "K1", "claim", "Openings must be told.", "en", owner="K1")

    assert len(found(grounds(texts=[text]), "L18")) == 1
    assert found(grounds(changed(kind="normative"), texts=[text]), "L18") == []


def test_a_language_without_words_is_silent() -> None:
    """No list, no finding; the rules on the ledger hold all the same."""
    assert found(told("La mayoría lo sabe.", "es"), "L05") == []


def test_the_worked_example_of_the_case() -> None:
    """The study that is re-implemented: no segment, no record, a method without a matrix, a rung too many."""
    bare = changed(evidence=(), text={"en": "Fair treatment is very important."})
    texts = [Text("notebooks/1.ipynb", 1, "cell 1", "notebook", "By triangulation, with Rung I to IV.", "en")]
    ground = grounds(bare, searches=(), texts=texts)

    assert sorted({f.id for f in run(ground)}) == ["L01", "L02", "L03", "L06"]


def test_findings_are_a_sorted_frame() -> None:
    """By check, level, file and row; the same finding once."""
    finding = run(grounds(changed(evidence=())), ["L01"])[0]

    assert findings_frame([finding, finding]).to_dict("records") == [
        {
            "id": "L01",
            "level": "error",
            "file": "codebook/claims.yaml",
            "row": 2,
            "place": "K1",
            "what": "no segment stands behind the claim",
            "next_step": "Name its evidence, or take it out; it is not rendered.",
        }
    ]


def test_a_search_record_is_of_a_claim() -> None:
    """An entry of another claim does not excuse this one."""
    other = NegativeCases("K2", condition=SEARCH.condition, outcome=SEARCH.outcome)

    assert len(found(grounds(searches=[other]), "L06")) == 1
