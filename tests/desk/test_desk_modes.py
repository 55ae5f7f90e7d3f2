"""Review of suggestions, and the comparison of two coders who did not see each other."""

import desk_kit as kit
import pytest
from desk_kit import CAFE, add, desk, journal, span, standing

from analysis.desk.messages import answer
from analysis.desk.review import rule_record, verdicts
from analysis.errors import AnalysisError, CodingError
from analysis.study.handle import open_study

JUDGE = {"coder": "judge", "role": "adjudicator", "mode": "compare"}
RULE = "EXP.STAY/en/I stayed"


def verdict(at):
    """The decision on each hit, in the order of the text."""
    found = verdicts(at.hits, at.journal.acts, at.state.codings)
    return [found.get(hit.id, "open") for hit in at.hits]


def test_a_hit_is_read_with_its_sentence(root):
    """The rule matches two words twice; accepting codes the sentence, without its full stop."""
    at = desk(root, mode="review")
    first = at.hits[0]
    at.do("accept", hit=first.id)
    (act,) = journal(root).acts

    assert [hit.suggestion.quote for hit in at.hits] == ["I stayed", "I stayed"]
    assert act.quote == "I stayed for the café, and because a friend was here I stayed"
    assert (act.op, act.rule["id"], act.rule["quote"]) == ("accept", RULE, "I stayed")
    assert act.rule["version"] == first.suggestion.rule_version


def test_the_span_can_be_adjusted(root):
    """What is accepted stands on the chosen words."""
    at = desk(root, mode="review")
    at.do("accept", hit=at.hits[0].id, span=span(at, CAFE))

    assert standing(at) == [("EXP.STAY", CAFE)]
    assert verdict(at) == ["accepted", "open"]


def test_a_rejected_hit_does_not_come_back(root):
    """Only this place is decided; a desk opened later knows; undo opens it again."""
    desk(root, mode="review").do("reject", hit=desk(root, mode="review").hits[1].id)
    later = desk(root, mode="review")

    assert verdict(later) == ["open", "rejected"]
    later.do("undo")
    assert verdict(later) == ["open", "open"]


def test_another_code_counts_against_the_rule(root):
    """The hit is turned down and the other code put, as one step."""
    at = desk(root, mode="review")
    at.do("accept_other", hit=at.hits[0].id, code="EXP.FIRST")

    assert [c.code for c in at.state.codings] == ["EXP.FIRST"]
    assert verdict(at) == ["other", "open"]
    assert rule_record(at.loaded, "ben") == {RULE: (0, 1)}
    at.do("undo")
    assert (standing(at), verdict(at)) == ([], ["open", "open"])


def test_all_of_a_rule_only_after_a_sample(root):
    """What was not shown is not accepted; afterwards one undo takes all of it back."""
    at = desk(root, mode="review")
    with pytest.raises(CodingError, match="after 2 of its suggestions were read"):
        at.do("accept_rule", rule=RULE, shown=[at.hits[0].id])
    at.do("accept_rule", rule=RULE, shown=[hit.id for hit in at.hits])

    assert "open" not in verdict(at)
    at.do("undo")
    assert verdict(at) == ["open", "open"]


def test_what_was_coded_before_does_not_wait(root):
    """A suggestion on words that carry the code needs no decision."""
    add(desk(root), CAFE)

    assert verdict(desk(root, mode="review")) == ["there", "open"]


@pytest.fixture
def two(root):
    """Ben and Cleo on one source: the café both, Cleo with another valence; the friend Ben alone."""
    ben, cleo = desk(root), desk(root, coder="cleo")
    add(ben, CAFE, attributes={"valence": "positive"})
    add(ben, kit.FRIEND, "EXP.FIRST")
    add(cleo, CAFE, attributes={"valence": "negative"})
    return ben, cleo


def test_nobody_sees_the_other_before_both_finished(root, two):
    """No message of a coder's desk holds the other's work; a comparison waits for the last one."""
    ben, cleo = two
    ben.do("finish")

    with pytest.raises(CodingError, match="waits for cleo; finished: ben"):
        desk(root, **JUDGE)
    cleo.do("memo", memo="secret of cleo")
    assert "secret of cleo" not in str(answer(desk(root), {"type": "ready"}))
    cleo.do("finish")
    assert desk(root, **JUDGE).comparison.by_coder.keys() == {"ben", "cleo"}
    assert not (root / "codings/judge").exists()


def test_blindness_given_up_is_an_act(root, two):
    """Who opens before all have finished says so in the own journal, once; study.coders and differences show it."""
    two[0].do("finish")
    for _ in range(2):
        assert len(desk(root, **JUDGE, blind=False).comparison.differences) == 2
    (act,) = journal(root, "judge").acts
    study = open_study(root)

    assert (act.op, act.by, act.source, act.attributes) == ("unblind", "judge", "S01", {"others": "cleo"})
    (said,) = study.coders.set_index("coder").loc[["judge"], "blindness"]
    assert said == f"judge compared on {act.at[:10]} before cleo had finished"
    assert set(study.differences()["blindness"]) == {said}
    assert study.loaded.coders["judge"].role == "adjudicator"
    with pytest.raises(CodingError, match="nothing is left to undo"):
        desk(root, **JUDGE, blind=False).do("undo")


def test_who_never_began_is_not_waited_for(root, two):
    """A third coder of other sources keeps nobody waiting; one who has begun and taken all back does."""
    for at in two:
        at.do("finish")
    dan = desk(root, coder="dan", source="S02")
    dan.do("memo", memo="hm")
    assert set(desk(root, **JUDGE).comparison.by_coder) == {"ben", "cleo"}
    dan = desk(root, coder="dan")
    add(dan, CAFE)
    dan.do("undo")

    with pytest.raises(CodingError, match="waits for dan; finished: ben, cleo"):
        desk(root, **JUDGE)


def test_a_reopened_pass_says_why_and_what_could_be_seen(root, two):
    """Still blind while the other codes; after both have finished the act names the other. It is waited for again."""
    ben, cleo = two
    with pytest.raises(CodingError, match="after it was finished"):
        ben.do("reopen", memo="a slip")
    ben.do("finish")
    with pytest.raises(CodingError, match="says why"):
        ben.do("reopen")
    ben.do("reopen", memo="a slip")
    add(ben, "By bus")
    ben.do("finish")
    cleo.do("finish")
    desk(root).do("reopen", memo="another slip", key="k")
    desk(root).do("reopen", memo="another slip", key="k")

    acts = [act for act in journal(root).acts if act.op == "reopen"]
    assert [(a.memo, a.attributes) for a in acts] == [("a slip", {}), ("another slip", {"others": "cleo"})]
    said = open_study(root).coders.set_index("coder").loc["ben", "blindness"]
    assert said.endswith("when the work of cleo could be seen") and "still blind; ben reopened" in said
    with pytest.raises(CodingError, match="waits for ben; finished: cleo"):
        desk(root, **JUDGE)


def test_undo_does_not_reach_behind_a_close(root, two):
    """Finish and reopen are no steps: undo goes on with the codings before them, and finish stays on record."""
    ben = two[0]
    ben.do("finish")
    ben.do("reopen", memo="a slip")
    ben.do("undo")

    assert standing(ben) == [("EXP.STAY", CAFE)]
    assert [act.op for act in journal(root).acts] == ["add", "add", "close", "reopen", "undo"]


def test_blind_is_about_comparing(root):
    """Said to a desk that compares nothing, it is a mistake, and nothing is written."""
    with pytest.raises(AnalysisError, match="blind=False is about a comparison"):
        desk(root, blind=False)
    assert not (root / "codings/ben").exists()


def test_a_ruling_has_type_and_reason_and_can_be_taken_back(root, two):
    """It stands in the adjudicator's journal and is in force; undo opens the difference again."""
    for at in two:
        at.do("finish")
    judge = desk(root, **JUDGE)
    alone = next(d for d in judge.comparison.differences if d.kind == "not_shared")
    ruling = {"of": alone.of, "outcome": "kept", "difference": "oversight", "reason": "Cleo passed over it."}

    with pytest.raises(CodingError, match="a ruling gives its reason"):
        judge.do("rule", **{**ruling, "reason": " "})
    judge.do("rule", **ruling, key="k1")
    judge.do("rule", **ruling, key="k1")
    study = open_study(root)
    assert sorted(study.codings()["quote"]) == [kit.FRIEND, CAFE]
    assert study.loaded.coders["judge"].role == "adjudicator"
    assert len(judge.state.rulings) == 1
    judge.do("undo")
    assert judge.state.rulings == ()


def test_only_an_adjudicator_settles(root, two):
    """A coder does not rule on own work; a new name says its role; one coder alone is no comparison."""
    refused = [
        ({"coder": "ben", "blind": False}, "who does not judge passes of their own .got 'ben', a coder"),
        ({"coder": "ben", "role": "adjudicator"}, "'ben' is listed as coder"),
        ({"coder": "judge", "blind": False}, "who is new here.* role=.adjudicator."),
        ({"coder": "judge", "role": "boss"}, "a role is one of coder, adjudicator"),
        ({"coder": "judge", "role": "adjudicator", "source": "S02", "blind": False}, "two coders are compared"),
    ]
    for options, sentence in refused:
        with pytest.raises(CodingError, match=sentence):
            desk(root, mode="compare", **options)
    assert not (root / "codings/judge").exists()
