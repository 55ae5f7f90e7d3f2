"""What may leave: consent per use (F45), attribution labels (F43), small cells (F44), profiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ReleaseError
from analysis.model import Participant, Source
from analysis.release import Gate, Label, constructed_mark, gaps
from analysis.sources.people import USES, Consent

# The toy study T8: one of role I, two of II, three of IV, two from outside.
T8 = {
    person: Participant(person, role)
    for person, role in zip(
        ("R1", "R2", "R3", "R4", "R5", "R6", "X1", "X2"), ("I", "II", "II", "IV", "IV", "IV", "X", "X"), strict=True
    )
}
YES = dict.fromkeys(USES, "yes") | {"attribution": "label", "check_back_first": "no"}


def label(*roles: str, name: str = "", population: int = 0) -> Label:
    """A label named after its roles, in two languages."""
    words = name or "+".join(roles)
    return Label(words, roles, {"en": words, "id": f"{words} (id)"}, population)


def gate(*labels: Label, profile: str = "public", people: dict[str, Participant] = T8, **uses: str) -> Gate:
    """A gate over T8 in which R1 allows everything but what `uses` change, and nobody else has a consent."""
    return Gate(profile, people, {"R1": Consent("R1", YES | uses)}, labels)


def shown(gate: Gate, language: str = "en") -> dict[str, str]:
    """Role -> the label that its people are published under."""
    return {gate.participants[person].role: gate.label(person, language) for person in gate.participants}


# --- attribution labels (F43) --------------------------------------------------------------------------------------

INFORMANT = "informant"


def test_a_label_for_each_role_fails() -> None:
    """{I}, {II}, {IV}, {X} have 1, 2, 3 and 2 persons: IV alone may keep its label, the other five share one."""
    found = shown(gate(label("I"), label("II"), label("IV"), label("X")))

    assert found == {"I": INFORMANT, "II": INFORMANT, "IV": "IV", "X": INFORMANT}


def test_two_left_over_betray_themselves() -> None:
    """{I, II}, {IV}, {X} fails with 3, 3 and 2: X alone would be the rest, so nobody keeps a label."""
    found = shown(gate(label("I", "II"), label("IV"), label("X")))

    assert found == dict.fromkeys(("I", "II", "IV", "X"), INFORMANT)


def test_one_left_over_betrays_itself() -> None:
    """Where labels leave a single person out, nobody keeps a label: the one without would be known at once."""
    seven = {person: entry for person, entry in T8.items() if person != "X2"}

    assert set(shown(gate(label("I", "II"), label("IV"), people=seven)).values()) == {INFORMANT}


def test_calling_two_informants_hides_nobody() -> None:
    """{I, II}, {IV} with X under no label fails as well: the general word would cover two."""
    found = shown(gate(label("I", "II"), label("IV")))

    assert found == dict.fromkeys(("I", "II", "IV", "X"), INFORMANT)


def test_senior_and_other() -> None:
    """{I, II} with 3 and {IV, X} with 5 holds, in every language of the labels."""
    good = gate(label("I", "II", name="senior official"), label("IV", "X", name="other informant"))

    senior, other = "senior official", "other informant"
    assert shown(good) == {"I": senior, "II": senior, "IV": other, "X": other}
    assert shown(good, "id") == {
        **{"I": "senior official (id)", "II": "senior official (id)"},
        **{"IV": "other informant (id)", "X": "other informant (id)"},
    }


def test_supervisors_apart() -> None:
    """{I, II, X} with 5 and {IV} with 3 holds."""
    found = shown(gate(label("I", "II", "X"), label("IV")))

    assert found == {"I": "I+II+X", "II": "I+II+X", "IV": "IV", "X": "I+II+X"}


def test_a_population_that_is_smaller() -> None:
    """The risk of a label is 1 over the smaller of sample and known population: 3 heard of 2 that exist is 2."""
    assert shown(gate(label("I", "II", population=2), label("IV", "X")))["I"] == INFORMANT
    assert shown(gate(label("I", "II", population=40), label("IV", "X")))["I"] == "I+II"


def test_a_role_under_two_labels() -> None:
    """A role belongs to its first label: {I, II, IV} takes six, {IV, X} is left with two, so all are informants."""
    assert set(shown(gate(label("I", "II", "IV"), label("IV", "X"))).values()) == {INFORMANT}
    assert shown(gate(label("IV", "X"), label("I", "II", "IV")))["IV"] == "IV+X"


def test_too_few_for_any_label() -> None:
    """Of two persons in all nothing can be said about who speaks, and nothing is quoted."""
    two = {person: T8[person] for person in ("R1", "X1")}
    small = gate(label("I", "X"), people=two)

    assert (small.label("R1", "en"), small.label("R1", "id")) == ("withheld", "tidak ditampilkan")
    assert not small.may_quote("R1")


def test_a_label_without_a_name() -> None:
    """A label that was given no words is printed by its id, never as nothing."""
    assert shown(gate(Label("senior", ("I", "II")), Label("other", ("IV", "X"))))["I"] == "senior"


def test_inside_everyone_is_named_by_id() -> None:
    """The internal profile shows ids, whatever the labels."""
    assert gate(label("I"), profile="internal").label("R1", "id") == "R1"


ROLES = ("I", "II", "IV", "X")


@given(
    st.lists(st.sampled_from(ROLES), min_size=1, max_size=12),
    st.lists(st.lists(st.sampled_from(ROLES), min_size=1, unique=True), max_size=4),
    st.integers(1, 4),
)
def test_every_published_label_covers_enough(roles: list[str], partition: list[list[str]], k: int) -> None:
    """Whatever roles and labels there are, each word that is published stands for at least k persons."""
    people = {f"P{i}": Participant(f"P{i}", role) for i, role in enumerate(roles)}
    labels = [Label(f"label {i}", tuple(group)) for i, group in enumerate(partition)]
    public = Gate("public", people, {}, labels, k=k)
    names = [public.label(person, "en") for person in people]

    assert all(names.count(name) >= k for name in set(names) - {"withheld"})


# --- small cells (F44) ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "size", "printed"),
    [(0, 4, "none"), (1, 4, "some"), (4, 4, "some"), (4, 5, "4"), (0, 5, "0"), (5, 5, "5"), (None, 9, "")],
    ids=["none", "some", "never all", "five is enough", "zero of five", "all of five", "no count"],
)
def test_counts_of_small_classes(number: int | None, size: int, printed: str) -> None:
    """In public a class below five shows none or some and never all; from five on the number stands."""
    assert gate().count(number, size, "en") == printed


def test_counts_in_the_other_language_and_inside() -> None:
    """The words follow the language; internally the number is shown."""
    assert [gate().count(n, 3, "id") for n in (0, 3)] == ["tidak ada", "ada"]
    assert gate(profile="internal").count(3, 3, "en") == "3"


# --- consent (F45) -------------------------------------------------------------------------------------------------

LABELS = (label("I", "II"), label("IV", "X"))


def test_everything_not_allowed_is_denied() -> None:
    """No consent on record, an empty cell, a no, and a use that nobody knows are all denied."""
    public = gate(*LABELS, translate="", share_open="no")

    assert public.may("R1", "analyse")
    assert not any(public.may("R1", use) for use in ("translate", "share_open", "film"))
    assert not any(public.may("R2", use) for use in USES)


def test_withdrawn_consent_allows_nothing() -> None:
    """After withdrawal no use is allowed, in no profile."""
    consents = {"R1": Consent("R1", YES, withdrawn_at="2022-05-01")}
    gates = [Gate(profile, T8, consents, LABELS) for profile in ("public", "internal")]

    assert not any(g.may("R1", use) or g.may_quote("R1") for g in gates for use in USES)


def test_quotation_alone_may_be_withdrawn() -> None:
    """The words stay in the analysis and are quoted in no profile; other uses are as they were."""
    consents = {"R1": Consent("R1", YES, withdrawn_at="2022-05-01", withdrawn_uses=("quote_verbatim",))}
    for profile in ("public", "internal"):
        held = Gate(profile, T8, consents, LABELS)
        assert held.may("R1", "analyse")
        assert held.may("R1", "quote_paraphrase")
        assert not held.may_quote("R1")
    only = Gate("public", {"R1": T8["R1"]}, consents, LABELS)
    assert gaps(only) == ["R1: verbatim quotation withdrawn 2022-05-01, words are not quoted"]


def test_who_may_be_quoted_in_public() -> None:
    """Analysis, verbatim quotation, attribution by a label at least, and no check-back that is owed."""
    assert gate(*LABELS).may_quote("R1")
    assert gate(*LABELS, attribution="named").may_quote("R1")
    for refusal in ({"analyse": "no"}, {"quote_verbatim": "no"}, {"quote_verbatim": ""}, {"check_back_first": "yes"}):
        assert not gate(*LABELS, **refusal).may_quote("R1")
    for attribution in ("none", "", "initials"):
        assert not gate(*LABELS, attribution=attribution).may_quote("R1")


def test_who_may_be_quoted_inside() -> None:
    """Within the team the consent to analyse is enough, and nothing replaces it."""
    inside = gate(profile="internal", quote_verbatim="no", attribution="none", check_back_first="yes")

    assert inside.may_quote("R1")
    assert not inside.may_quote("R2")
    assert not gate(profile="internal", analyse="no").may_quote("R1")


def test_what_is_held_back() -> None:
    """One sentence per person whose words stay out, sorted, each with what is known about why."""
    consents = {
        "R1": Consent("R1", YES),
        "R2": Consent("R2", YES, withdrawn_at="2022-05-01"),
        "R3": Consent("R3", YES | {"analyse": "no"}),
        "R4": Consent("R4", YES | {"check_back_first": "yes"}),
    }
    people = {person: T8[person] for person in ("R4", "R3", "R2", "R1", "R5")}
    public = Gate("public", people, consents, [label("I", "II", "IV")])

    assert gaps(public) == [
        "R2: consent withdrawn 2022-05-01, nothing new is used",
        "R3: analysis is not allowed, nothing is analysed or quoted",
        "R4: words are not quoted in the public profile",
        "R5: no consent on record, nothing is analysed or quoted",
    ]


# --- profiles ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "provenances", "publishable"),
    [
        ("internal", {"constructed", "public"}, True),
        ("internal", {"constructed", "recorded"}, False),
        ("internal", {"constructed", ""}, False),
        ("internal", set(), True),
        ("public", {"recorded"}, True),
    ],
    ids=["nothing recorded", "one recorded", "one unknown", "no source", "public"],
)
def test_what_may_be_published(profile: str, provenances: set[str], publishable: bool) -> None:
    """Internal results may be published only when nothing is recorded, and what is not known may be recorded."""
    assert Gate(profile, {}, {}, provenances=frozenset(provenances)).publishable is publishable


def test_an_unknown_profile() -> None:
    """A gate is public or internal; a misspelt profile opens nothing."""
    with pytest.raises(ReleaseError) as refused:
        Gate("interal", {}, {})

    assert str(refused.value) == "a profile is one of public, internal (got 'interal'). Write one of them."


def source(kind: str, provenance: str) -> Source:
    return Source("S1", kind, "", (), "", "", provenance=provenance)


def test_constructed_is_called_constructed() -> None:
    """One constructed interview is enough for the sentence, in the language asked for; a constructed law is not."""
    mark = "Constructed demonstration material: no person said this."
    mixed = [source("law", "public"), source("interview", "recorded"), source("focus_group", "constructed")]

    assert constructed_mark(mixed, "en") == mark
    assert constructed_mark(mixed, "id") == "Bahan peragaan buatan: tidak ada orang yang mengatakannya."
    assert constructed_mark(mixed[:2], "en") == constructed_mark([source("law", "constructed")], "en") == ""


def test_who_withdrew_hides_nobody() -> None:
    """{I, II} had three; one of them withdrew analysis, two are left under the label, and it is used no more."""
    consents = {"R1": Consent("R1", YES, withdrawn_at="2022-05-01")}
    held = Gate("public", T8, consents, [label("I", "II"), label("IV", "X")])

    assert sorted(held.label_classes().values()) == [2, 5]
    assert set(shown(held).values()) == {INFORMANT}
