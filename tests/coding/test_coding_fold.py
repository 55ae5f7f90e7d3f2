"""What the acts of a journal add up to."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analysis.coding.fold import Sight, State, fold
from analysis.coding.journal import ORIGIN, hash_act, seal
from analysis.model import Act, Coding, Relation


def act(op, id="", **fields):
    """An act of one coder on one source."""
    return Act(seq=0, at="2024-05-06T07:08:09Z", by="ana", op=op, source="S01", id=id, **fields)


ADD = act(
    "add",
    "c1",
    text_sha="t1",
    start=5,
    end=9,
    quote="Why?",
    prefix="INT: ",
    suffix=" P01",
    code="A",
    codebook_version=2,
    attributes={"stance": "supports"},
    facet="bus",
    memo="odd",
)
CODING = Coding(
    "c1", "ana", "S01", 5, 9, "Why?", "A", "t1", 2, {"stance": "supports"}, "bus", "odd", None, "", "INT: ", " P01"
)


def state(*acts):
    """The fold of these acts."""
    return fold(acts, coder="ana", source="S01")


def test_no_acts_are_the_empty_state():
    """Nothing coded, nothing rejected, no memo, not closed."""
    assert state() == State((), frozenset(), (), False)


def test_add_puts_a_code_on_a_segment():
    """Everything the act says stands in the coding; the coder is the journal's."""
    assert state(ADD) == State((CODING,))


def test_codings_stand_in_the_order_of_the_text():
    """By start, end, code and id, in whichever order they were made."""
    acts = [replace(ADD, id=name, start=start, end=9, code=code) for name, start, code in [
        ("c4", 6, "A"), ("c3", 5, "B"), ("c2", 5, "A"), ("c1", 5, "A")
    ]]  # fmt: skip

    assert [c.id for c in state(*acts).codings] == ["c1", "c2", "c3", "c4"]


def test_remove_takes_the_coding_away():
    """Others stay."""
    assert state(ADD, replace(ADD, id="c2"), act("remove", "c1")).codings == (replace(CODING, id="c2"),)


def test_recode_changes_the_code_and_what_is_given():
    """Code, codebook version, attributes and facet; the segment and the memo stay."""
    after = state(ADD, act("recode", "c1", code="B", codebook_version=3, attributes={"stance": "opposes"}, facet="car"))

    assert after.codings == (
        replace(CODING, code="B", codebook_version=3, attributes={"stance": "opposes"}, facet="car"),
    )
    assert state(ADD, act("recode", "c1", code="B")).codings == (replace(CODING, code="B"),)
    assert state(ADD, act("recode", "c1", facet="car")).codings == (replace(CODING, facet="car"),)


def test_move_changes_the_segment():
    """Offsets, quote and what stands around; the code stays. Offset 0 is an offset."""
    moved = act("move", "c1", start=0, end=4, quote="Well", prefix="x", suffix="y", text_sha="t2")

    assert state(ADD, moved).codings == (
        replace(CODING, start=0, end=4, quote="Well", prefix="x", suffix="y", text_sha="t2"),
    )


def test_anchor_moves_and_says_how_sure_it_is():
    """After the text changed: the new place, and the state that `anchor` gives; an orphan stays where it was."""
    moved = act("anchor", "c1", start=7, end=11, quote="Why?", text_sha="t2", memo="moved")

    assert state(ADD, moved).codings == (replace(CODING, start=7, end=11, text_sha="t2", anchor_state="moved"),)
    orphan = (replace(CODING, anchor_state="orphaned"),)
    assert state(ADD, act("anchor", "c1", memo="orphaned")).codings == orphan
    assert state(ADD, act("anchor", "c1", memo="orphaned"), act("move", "c1", memo="by hand")).codings == orphan


def test_a_memo_is_tied_to_a_coding_a_code_or_the_source():
    """The last one holds; an empty one takes it away."""
    after = state(
        ADD,
        act("memo", "c1", memo="striking"),
        act("memo", code="A", memo="too wide?"),
        act("memo", memo="tired that day"),
        act("memo", memo="tired, both"),
        act("memo", code="B", memo="?"),
        act("memo", code="B"),
    )

    assert after == State((replace(CODING, memo="striking"),), memos=(("", "tired, both"), ("A", "too wide?")))


def test_a_memo_on_a_coding_that_is_gone_is_kept():
    """A thought is not lost because its coding is."""
    assert state(ADD, act("remove", "c1"), act("memo", "c1", memo="why removed")).memos == (("c1", "why removed"),)


def test_relate_links_two_codes_on_a_segment():
    """Type, polarity and modality; what is not said is asserted and positive."""
    link = {"from": "A", "to": "B", "type": "causes"}
    given = {**link, "polarity": "-", "modality": "hypothetical"}
    one = state(replace(ADD, op="relate", code="", relation=link)).codings
    two = state(replace(ADD, op="relate", code="", relation=given)).codings

    assert one == (replace(CODING, code="", relation=Relation("A", "B", "causes", "+", "asserted")),)
    assert two == (replace(CODING, code="", relation=Relation("A", "B", "causes", "-", "hypothetical")),)


def test_accept_makes_a_coding_of_a_suggestion():
    """It counts as if a person had added it."""
    assert state(replace(ADD, op="accept", rule={"id": "r1", "version": "v1"})).codings == (CODING,)


def test_reject_remembers_the_suggestion():
    """By rule, code and quote, so that it is not offered again; no coding comes of it."""
    after = state(replace(ADD, op="reject", rule={"id": "r1", "version": "v1"}))

    assert after == State((), frozenset({("r1", "A", "Why?")}))


def test_rejections_without_an_id_are_all_remembered():
    """Journals of other hands may name none: the hash tells the acts apart."""
    rejections = [seal(replace(ADD, op="reject", id="", rule={"id": rule}), ORIGIN) for rule in ("r1", "r2")]

    assert state(*rejections).rejected == {("r1", "A", "Why?"), ("r2", "A", "Why?")}


def test_coding_by_hand_lifts_no_rejection():
    """The suggestion stays turned down, whoever codes the same words without it."""
    assert state(replace(ADD, op="reject", id="c2"), ADD) == State((CODING,), frozenset({("", "A", "Why?")}))


def test_what_is_accepted_after_all_is_no_longer_rejected():
    """Second thoughts: the coding stands, the rejection does not; others do."""
    reject = replace(ADD, op="reject", rule={"id": "r1"})
    other = replace(ADD, op="reject", id="c3", rule={"id": "r2"})
    after = state(reject, other, replace(ADD, op="accept", id="c2", rule={"id": "r1"}))

    assert after == State((replace(CODING, id="c2"),), frozenset({("r2", "A", "Why?")}))


def test_close_says_that_the_coder_is_done():
    """The codings stay."""
    assert state(ADD, act("close")) == State((CODING,), done=True)


def test_undo_is_an_act_that_names_what_it_undoes():
    """The hash of the act taken back stands in the line, under the hash of the line; the fold is as before."""
    added = seal(ADD, ORIGIN)
    undo = seal(act("remove", "c1", undoes=added.hash), added.hash)
    again = seal(replace(ADD, undoes=undo.hash), undo.hash)

    assert state(added, undo) == state()
    assert state(added, undo, again) == state(added)
    assert undo.undoes == added.hash
    assert hash_act(replace(undo, undoes="")) != undo.hash


def test_a_rejection_can_be_undone():
    """`remove` with the id of the rejecting act takes it back."""
    reject = replace(ADD, op="reject", rule={"id": "r1"})

    assert state(reject, act("remove", "c1")) == state()


def test_acts_on_a_coding_that_is_gone_have_no_effect():
    """After two branches were joined, one may have removed what the other changed."""
    anchored = act("anchor", "c1", memo="orphaned")
    later = [act("recode", "c1", code="B"), act("move", "c1", start=0, end=4), act("remove", "c1"), anchored]

    assert state(ADD, act("remove", "c1"), *later) == state()


def test_an_act_without_a_source_is_of_the_journal_s():
    """The file says which source is coded; an act that names one keeps it."""
    assert [c.source for c in state(replace(ADD, source="")).codings] == ["S01"]
    assert [c.source for c in fold([ADD], coder="ana", source="S02").codings] == ["S01"]


def test_a_ruling_changes_no_coding_by_itself():
    """What an adjudicator rules is read elsewhere; the coding it names stays."""
    assert state(ADD, act("rule", "c1", memo="keep the first")) == state(ADD)


def test_a_merge_adds_nothing():
    """It joins two ends and changes no coding."""
    assert state(ADD, act("merge", merges="f" * 64)) == state(ADD)


NAMES = st.sampled_from(["c1", "c2", "c3", "c4"])
STEPS = st.one_of(
    st.tuples(st.just("add"), NAMES, st.integers(0, 9), st.sampled_from("AB")),
    st.tuples(st.just("remove"), NAMES),
    st.tuples(st.just("recode"), NAMES, st.sampled_from("ABC")),
)


@given(st.lists(STEPS, max_size=30))
def test_the_fold_is_a_dictionary_played_forward(steps):
    """Adding sets, removing deletes, recoding changes what is there: the same as a plain dict."""
    model, acts = {}, []
    for op, name, *rest in steps:
        if op == "add":
            acts.append(replace(ADD, id=name, start=rest[0], end=20, code=rest[1]))
            model[name] = (rest[0], rest[1])
        elif op == "remove":
            acts.append(act("remove", name))
            model.pop(name, None)
        else:
            acts.append(act("recode", name, code=rest[0]))
            if name in model:
                model[name] = (model[name][0], rest[0])

    found = state(*acts).codings
    assert {c.id: (c.start, c.code) for c in found} == model
    assert [(c.start, c.code, c.id) for c in found] == sorted((s, code, name) for name, (s, code) in model.items())


@given(st.lists(STEPS, max_size=12))
def test_adding_and_taking_back_changes_nothing(steps):
    """Whatever was done before, an act and its undoing leave the state as it was."""
    acts = [act(op, name, code=str(rest[-1]) if rest else "", start=0, end=20) for op, name, *rest in steps]

    assert state(*acts, replace(ADD, id="c9"), act("remove", "c9", undoes="f" * 64)) == state(*acts)


@given(
    st.lists(st.tuples(st.sampled_from(["reject", "accept", "remove"]), st.sampled_from("abc"), st.sampled_from("xy")))
)
def test_a_rejection_stands_until_it_is_removed_or_its_suggestion_accepted(steps):
    """Whatever comes between; an id that rejects once more rejects what it says last."""
    standing = {}
    for op, name, rule in steps:
        if op == "reject":
            standing[name] = rule
        if op == "remove":
            standing.pop(name, None)
        if op == "accept":
            standing = {key: value for key, value in standing.items() if value != rule}
    acts = [replace(ADD, op=op, id=name, rule={"id": rule}) for op, name, rule in steps]

    assert state(*acts).rejected == {(rule, "A", "Why?") for rule in standing.values()}


def test_a_pass_is_finished_until_it_is_reopened():
    """What was seen and why it went on stays, also when it is finished again; the codings are untouched."""
    seen = {"others": "bo,cy"}
    acts = [ADD, act("close"), act("reopen", memo="a slip"), act("close"), act("reopen", attributes=seen, memo="more")]

    assert [state(*acts[:n]).done for n in range(1, 6)] == [False, True, False, True, False]
    assert state(*acts).codings == (CODING,)
    assert [(s.others, s.reason) for s in state(*acts).sights] == [((), "a slip"), (("bo", "cy"), "more")]
    assert str(state(*acts).sights[1]) == "ana reopened on 2024-05-06 when the work of bo, cy could be seen"


def test_blindness_given_up_closes_nothing():
    """`unblind` names those who had not finished; it says nothing about the own pass."""
    told = act("unblind", attributes={"others": "bo"})

    assert state(told) == State(sights=(Sight(told.at, "ana", "unblind", ("bo",)),))
    assert state(act("close"), told).done
