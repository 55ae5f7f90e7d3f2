"""Which codings hold: what all who coded a source agree on, and the rulings."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coding.fold import State
from analysis.coding.layer import KEPT_SPANS, agreed, in_force
from analysis.errors import CodingError
from analysis.model import Coding, Relation

TEXT = "abcdefghijklmnopqrstuvwxyz"


def coding(coder, start, end, code="A", **fields):
    """A coding of the alphabet."""
    fields = {"prefix": TEXT[:start], "suffix": TEXT[end:], **fields}
    return Coding(f"{coder}{start}", coder, fields.pop("source", "S01"), start, end, TEXT[start:end], code, **fields)


def spans(codings):
    """(start, end, quote, code, coder) of each coding."""
    return [(c.start, c.end, c.quote, c.code, c.coder) for c in codings]


def states(*codings, source="S01"):
    """The state of each coder's journal of one source."""
    coders = sorted({c.coder for c in codings})
    return {(name, source): State(tuple(c for c in codings if c.coder == name)) for name in coders}


# One coder, several coders


def test_where_one_person_coded_everything_of_hers_holds():
    """Unchanged, with memo and attributes."""
    mine = (coding("ana", 0, 4, memo="odd", attributes={"stance": "supports"}), coding("ana", 2, 6))

    assert in_force(states(*mine)) == list(mine)


def test_two_agree_on_the_same_code_on_overlapping_segments():
    """Another code, or segments that only touch, are no agreement."""
    by_coder = {
        "ana": [coding("ana", 0, 4), coding("ana", 10, 14), coding("ana", 20, 24, "B")],
        "ben": [coding("ben", 2, 6), coding("ben", 14, 18), coding("ben", 20, 24, "C")],
    }

    assert spans(agreed(by_coder)) == [(0, 6, "abcdef", "A", "ana+ben")]


def test_all_who_coded_must_agree():
    """Two of three are not enough; three that share a stretch are."""
    by_coder = {
        "ana": [coding("ana", 0, 6), coding("ana", 10, 16)],
        "ben": [coding("ben", 2, 8), coding("ben", 12, 18)],
        "cid": [coding("cid", 7, 9), coding("cid", 14, 20)],
    }

    assert spans(agreed(by_coder)) == [(10, 20, "klmnopqrst", "A", "ana+ben+cid")]


def test_nobody_agrees_with_nobody():
    """No coders, no codings."""
    assert agreed({}) == []
    assert in_force({}) == []


def test_a_coder_with_nothing_standing_has_not_coded():
    """A journal of removed codings vetoes nothing, unless it was closed: then its coder found nothing."""
    mine = coding("ana", 0, 4)
    begun = {**states(mine), ("ben", "S01"): State()}
    finished = {**states(mine), ("ben", "S01"): State(done=True)}

    assert in_force(begun) == [mine]
    assert in_force(finished) == []


def test_each_source_has_its_own_coders():
    """Who coded one source has no say in another."""
    one, two = coding("ana", 0, 4), coding("ben", 0, 4, source="S02")

    assert in_force({**states(one), **states(two, source="S02")}) == [one, two]


# What an agreed coding carries


@pytest.mark.parametrize(
    ("kept_span", "start", "end"), [("union", 0, 10), ("intersection", 4, 5), ("first", 2, 7), ("longest", 4, 10)]
)
def test_the_kept_span_is_declared(kept_span, start, end):
    """What any marked, what all marked, the first coder's by name, the longest; with its words and surroundings."""
    by_coder = {"cid": [coding("cid", 0, 5)], "ben": [coding("ben", 4, 10)], "ana": [coding("ana", 2, 7)]}
    (one,) = agreed(by_coder, kept_span=kept_span)

    assert (one.start, one.end, one.quote) == (start, end, TEXT[start:end])
    assert (one.prefix, one.suffix) == (TEXT[:start], TEXT[end:])


def test_of_two_equally_long_spans_the_earlier_is_kept():
    """Whoever marked it."""
    by_coder = {"ana": [coding("ana", 2, 6)], "ben": [coding("ben", 0, 4)]}

    assert spans(agreed(by_coder, kept_span="longest")) == [(0, 4, "abcd", "A", "ana+ben")]


def test_another_kept_span_is_refused():
    """The spans there are, and what came."""
    with pytest.raises(CodingError, match="kept_span is one of first, intersection, union, longest .got 'shortest'"):
        agreed({"ana": []}, kept_span="shortest")


def test_only_what_is_equal_is_kept():
    """Attributes, facet and relation on which they agree; the older codebook version; no memo; both ids."""
    ana = coding("ana", 0, 4, facet="bus", memo="odd", codebook_version=3)
    ben = coding("ben", 0, 4, facet="car", memo="hm", codebook_version=2)
    ana = replace(ana, attributes={"stance": "supports", "mode": "fact", "about": "self"})
    ben = replace(ben, attributes={"stance": "opposes", "mode": "fact", "about": "self"})
    both = {"about": "self", "mode": "fact"}

    (one,) = agreed({"ana": [ana], "ben": [ben]})
    assert one == replace(coding("ana", 0, 4, codebook_version=2), id="ana0+ben0", coder="ana+ben", attributes=both)
    assert list(one.attributes) == list(both)


def test_an_equal_facet_is_kept():
    """Both said bus."""
    by_coder = {name: [coding(name, 0, 4, facet="bus")] for name in ("ana", "ben")}

    assert [c.facet for c in agreed(by_coder)] == ["bus"]


def test_relations_agree_when_all_of_them_is_the_same():
    """Ends, type, polarity and modality: one that denies does not agree with one that asserts."""
    link = Relation("A", "B", "causes")
    by_coder = {
        "ana": [coding("ana", 0, 4, "", relation=link), coding("ana", 10, 14, "", relation=link)],
        "ben": [
            coding("ben", 2, 6, "", relation=link),
            coding("ben", 10, 14, "", relation=replace(link, modality="denied")),
        ],
    }

    assert [(c.start, c.end, c.relation) for c in agreed(by_coder)] == [(0, 6, link)]


# Several of one code


CHAIN = {
    "ana": [coding("ana", 5, 20)],
    "ben": [coding("ben", 0, 8), coding("ben", 16, 26)],
}


def test_unions_that_overlap_are_one():
    """One long segment against two short ones: one union, under the ids of all three."""
    (one,) = agreed(CHAIN, kept_span="union")

    assert (one.start, one.end, one.quote, one.id) == (0, 26, TEXT, "ana5+ben0+ben16")


def test_unions_that_touch_stay_two():
    """Two sentences, each marked by both, are two codings."""
    by_coder = {name: [coding(name, 0, 4), coding(name, 4, 8)] for name in ("ana", "ben")}

    assert [(c.start, c.end, c.id) for c in agreed(by_coder)] == [(0, 4, "ana0+ben0"), (4, 8, "ana4+ben4")]


def test_intersections_stay_apart():
    """The same three share two stretches, each with an id of its own."""
    assert [(c.start, c.end, c.quote, c.id) for c in agreed(CHAIN, kept_span="intersection")] == [
        (5, 8, "fgh", "ana5+ben0"),
        (16, 20, "qrst", "ana5+ben16"),
    ]


def test_the_same_span_counts_once():
    """The first coder's segment, agreed with twice, is one coding, with what all three share."""
    chain = {name: [replace(c, facet="bus") for c in codings] for name, codings in CHAIN.items()}
    chain["ben"][1] = replace(chain["ben"][1], facet="car")
    (one,) = agreed(chain, kept_span="first")

    assert (one.start, one.end, one.quote, one.id, one.facet) == (5, 20, TEXT[5:20], "ana5+ben0+ben16", "")


# Rulings


def test_rulings_are_added_to_what_was_agreed():
    """What the adjudicator codes holds, also where nobody agreed; she needs nobody's consent."""
    rulings = coding("judge", 0, 2, "B"), coding("judge", 10, 14, "B")
    found = in_force(states(coding("ana", 1, 4), coding("ben", 2, 6), *rulings), adjudicators=iter(["judge"]))

    assert spans(found) == [
        (0, 2, "ab", "B", "judge"),
        (1, 6, "bcdef", "A", "ana+ben"),
        (10, 14, "klmn", "B", "judge"),
    ]


def test_a_ruling_on_an_agreed_segment_stands_alone():
    """The same code on the same offsets counts once, as the ruling."""
    found = in_force(states(coding("ana", 0, 4), coding("ben", 0, 4), coding("judge", 0, 4)), adjudicators=["judge"])

    assert found == [coding("judge", 0, 4)]


def test_without_adjudicators_everyone_is_a_coder():
    """A third coder who found nothing of it undoes the agreement of two."""
    found = in_force(states(coding("ana", 0, 4), coding("ben", 0, 4), coding("judge", 10, 14)))

    assert found == []


# Laws

CODINGS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 5), st.sampled_from("AB")), max_size=4, unique_by=lambda c: c[0]
)


def make(coder, marks):
    """The codings of a coder from (start, length, code)."""
    return [coding(coder, start, start + length, code) for start, length, code in marks]


@given(CODINGS, CODINGS, st.sampled_from(KEPT_SPANS))
def test_what_holds_was_marked_by_both(ana, ben, kept_span):
    """Each agreed span overlaps a segment of that code of each coder, and its quote is its words."""
    by_coder = {"ana": make("ana", ana), "ben": make("ben", ben)}

    for one in agreed(by_coder, kept_span=kept_span):
        assert one.quote == TEXT[one.start : one.end]
        for theirs in by_coder.values():
            assert any(c.code == one.code and c.start < one.end and one.start < c.end for c in theirs)


@given(CODINGS, CODINGS, st.sampled_from(KEPT_SPANS))
def test_the_order_of_journals_does_not_matter(ana, ben, kept_span):
    """Coders count by name, not by who was read first."""
    one, two = make("ana", ana), make("ben", ben)

    assert agreed({"ana": one, "ben": two}, kept_span=kept_span) == agreed(
        {"ben": two[::-1], "ana": one[::-1]}, kept_span=kept_span
    )


@given(CODINGS, CODINGS)
def test_unions_cover_exactly_what_pairs_cover(ana, ben):
    """Letter by letter, the unions are the segments that met another of their code; and none overlap."""
    one, two = make("ana", ana), make("ben", ben)
    covered = set()
    for a, b in itertools.product(one, two):
        if a.code == b.code and a.start < b.end and b.start < a.end:
            covered |= {(a.code, at) for c in (a, b) for at in range(c.start, c.end)}

    found = [(c.code, at) for c in agreed({"ana": one, "ben": two}) for at in range(c.start, c.end)]
    assert sorted(found) == sorted(covered)


@given(CODINGS)
def test_a_coder_agrees_with_a_copy(marks):
    """Two coders who marked the same, each code once at a place: the first coder's segments hold."""
    found = agreed({"ana": make("ana", marks), "ben": make("ben", marks)}, kept_span="first")

    assert {(c.start, c.end, c.code) for c in found} == {(c.start, c.end, c.code) for c in make("ana", marks)}


MANY = st.lists(st.tuples(st.integers(0, 18), st.integers(1, 8), st.sampled_from("AAAB")), max_size=6)


def many(coder, marks):
    """The codings of a coder, also several that start together, each with an id of its own."""
    return [replace(c, id=f"{coder}{n}") for n, c in enumerate(make(coder, marks))]


def agreed_by_every_choice(by_coder, kept_span):
    """The definition, word by word and without haste: every choice of one coding of each coder is looked at."""
    groups = {}
    for name in sorted(by_coder):
        for one in by_coder[name]:
            groups.setdefault(one.code, {name: [] for name in sorted(by_coder)})[name].append(one)
    found = set()
    for code, columns in groups.items():
        choices = [
            choice
            for choice in itertools.product(*columns.values())
            if max(c.start for c in choice) < min(c.end for c in choice)
        ]
        pieces = {}
        for choice in choices:
            pieces.setdefault(span_of(choice, kept_span), set()).update((c.coder, c.start, c.end, c.id) for c in choice)
        if kept_span == "union":
            pieces = joined_unions(pieces)
        for (start, end), parts in pieces.items():
            found.add((start, end, TEXT[start:end], code, "+".join(part[3] for part in sorted(parts))))
    return sorted(found)


def span_of(choice, kept_span):
    """The span of one choice, as `KEPT_SPANS` says."""
    starts, ends = [c.start for c in choice], [c.end for c in choice]
    longest = min(choice, key=lambda c: (c.start - c.end, c.start))
    return {
        "first": (starts[0], ends[0]),
        "intersection": (max(starts), min(ends)),
        "union": (min(starts), max(ends)),
        "longest": (longest.start, longest.end),
    }[kept_span]


def joined_unions(pieces):
    """Unions that overlap are one, until none overlap."""
    pieces = list(pieces.items())
    for one, other in itertools.combinations(pieces, 2):
        (a, b), (c, d) = one[0], other[0]
        if a < d and c < b:
            rest = [piece for piece in pieces if piece not in (one, other)]
            return joined_unions(dict_of([*rest, ((min(a, c), max(b, d)), one[1] | other[1])]))
    return dict(pieces)


def dict_of(pieces):
    """Pieces by span; those of one span together."""
    out = {}
    for span, parts in pieces:
        out[span] = out.get(span, set()) | parts
    return out


@given(st.lists(MANY, min_size=2, max_size=4), st.sampled_from(KEPT_SPANS))
def test_what_all_marked_is_what_every_choice_says(marks, kept_span):
    """Two to four coders, segments across and within each other: the quick way finds what the definition says."""
    by_coder = {name: many(name, m) for name, m in zip("dcba", marks, strict=False)}

    found = [(c.start, c.end, c.quote, c.code, c.id) for c in agreed(by_coder, kept_span=kept_span)]
    assert sorted(found) == agreed_by_every_choice(by_coder, kept_span)


@given(MANY, MANY, MANY)
def test_a_ruling_replaces_all_that_it_overlaps_and_nothing_else(ana, ben, eve):
    """Letter by letter, however the rulings lie among the agreed codings."""
    one, two, rulings = many("ana", ana), many("ben", ben), many("eve", eve)
    held = in_force(states(*one, *two, *rulings), adjudicators=["eve"])
    free = [
        c
        for c in in_force(states(*one, *two))
        if not any(r.code == c.code and r.start < c.end and c.start < r.end for r in rulings)
    ]

    assert [c for c in held if c.coder != "eve"] == free
    assert len(held) == len(free) + len(rulings)


def test_a_ruling_replaces_what_it_overlaps():
    """The adjudicator cut the segment anew: the agreed one gives way, and one of another code does not."""
    both = [coding(name, 0, 20, code) for name in ("ana", "ben") for code in ("A", "B")]

    held = in_force(states(*both, coding("eve", 0, 15)), adjudicators=["eve"])

    assert [(c.code, c.start, c.end, c.coder) for c in held] == [("A", 0, 15, "eve"), ("B", 0, 20, "ana+ben")]
