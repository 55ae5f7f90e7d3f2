"""What holds after acts were taken back, and what can be done again."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analysis.coding.fold import fold
from analysis.coding.journal import ORIGIN, read_journal, seal
from analysis.coding.undo import in_effect, trail
from analysis.coding.writing import extend
from analysis.model import Act


def chain(*acts):
    """Acts sealed one after the other; `undoes` gives the number of the act meant, counted from 1."""
    prev, sealed = ORIGIN, []
    for number, (op, fields) in enumerate(acts, start=1):
        if "undoes" in fields:
            fields = {**fields, "undoes": sealed[fields["undoes"] - 1].hash}
        act = Act(seq=number, at="2024-05-06T07:08:09Z", by="ana", op=op, source="S01", **fields)
        sealed.append(seal(act, prev))
        prev = sealed[-1].hash
    return sealed


def add(id, batch=""):
    return ("add", {"id": id, "code": "A", "start": 0, "end": 3, "quote": "abc", "batch": batch})


def undo(number, batch=""):
    return ("undo", {"undoes": number, "batch": batch})


def codings(acts):
    return [c.id for c in fold(acts, coder="ana", source="S01").codings]


def test_an_undo_takes_an_act_back():
    """Only the act that it names."""
    assert codings(chain(add("c1"), add("c2"), undo(1))) == ["c2"]


def test_undoing_the_undo_does_it_again():
    """And undoing that takes it back again, without end."""
    again = [add("c1"), undo(1), undo(2)]

    assert codings(chain(*again)) == ["c1"]
    assert codings(chain(*again, undo(3))) == []


def test_a_batch_goes_as_one():
    """Whichever act of it the undo names; a batch that came later stays."""
    assert codings(chain(add("c1", "b"), add("c2", "b"), add("c3", "x"), undo(2))) == ["c3"]


def test_what_was_changed_comes_back_as_it_was():
    """A removal taken back brings the coding with its memo, its move and its code."""
    acts = chain(
        add("c1"),
        ("memo", {"id": "c1", "memo": "odd"}),
        ("recode", {"id": "c1", "code": "B"}),
        ("remove", {"id": "c1"}),
        undo(4),
    )
    (coding,) = fold(acts, coder="ana", source="S01").codings

    assert (coding.code, coding.memo) == ("B", "odd")


def test_an_empty_attribute_is_taken_away():
    """So is an empty facet; what the recode does not name among its attributes is gone, as before."""
    first = replace(chain(add("c1"))[0], attributes={"stance": "supports", "mode": "fact"}, facet="bus")
    changed = Act(0, "", "ana", "recode", id="c1", attributes={"mode": "fact", "stance": "", "facet": ""})
    (coding,) = fold([first, changed], coder="ana", source="S01").codings

    assert (dict(coding.attributes), coding.facet) == ({"mode": "fact"}, "")


def test_the_trail_names_what_can_be_undone_and_done_again():
    """The latest step last; a new act ends what can be done again; a move of the text is no step."""
    acts = chain(add("c1", "b"), add("c2", "b"), add("c3"), undo(3), undo(1))
    steps = trail(acts)

    assert steps.done == ()
    assert [[a.id for a in step] for _, step in steps.undone] == [["c3"], ["c1", "c2"]]
    assert trail([*acts, *chain(add("c4"))]).undone == ()
    assert trail(chain(("anchor", {"id": "c1"}), ("close", {}))).done == ()


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=12))
def test_undo_and_redo_walk_a_row(moves):
    """As a row of steps and a finger on it: undo moves it back, redo forward, an act cuts what lies ahead."""
    acts, row, at = [], [], 0
    for move in moves:
        steps = trail(chain(*acts))
        numbers = {a.hash: n for n, a in enumerate(chain(*acts), start=1)}
        if move == "do":
            acts.append(add(f"c{len(acts):02}"))
            row, at = [*row[:at], acts[-1][1]["id"]], at + 1
        elif move == "undo" and steps.done:
            acts.append(undo(numbers[steps.done[-1][-1].hash]))
            at -= 1
        elif move == "redo" and steps.undone:
            acts.append(undo(numbers[steps.undone[-1][0].hash]))
            at += 1

    assert codings(chain(*acts)) == row[:at]
    assert [a.id for a in in_effect(chain(*acts))] == row[:at]


def test_only_what_is_new_is_read(tmp_path):
    """A known journal is read on from its end, to the same journal; where its bytes changed, from the beginning."""
    path, lock = tmp_path / "S01.jsonl", tmp_path / "lock"
    plain = [Act(seq=0, at="2024-05-06T07:08:09Z", by="ana", op="add", id=name) for name in ("c1", "c2", "c3")]
    first, _ = extend(path, lambda journal: plain[:1], lock=lock)
    extend(path, lambda journal: plain[1:], lock=lock)

    assert read_journal(path, known=first) == read_journal(path)
    assert [a.id for a in read_journal(path, known=first).acts] == ["c1", "c2", "c3"]
    path.write_bytes(path.read_bytes().replace(b'"c1"', b'"c9"'))
    assert [p.rule for p in read_journal(path, known=first).problems] == ["the hash fits the line"]


def test_acts_are_made_for_the_journal_as_it_stands(tmp_path):
    """What another process wrote meanwhile is seen before anything is made."""
    path, lock = tmp_path / "S01.jsonl", tmp_path / "lock"
    known, _ = extend(path, lambda journal: [Act(0, "t", "ana", "add", id="c1")], lock=lock)
    extend(path, lambda journal: [Act(0, "t", "ana", "add", id="c2")], lock=lock)
    seen = []
    journal, made = extend(path, lambda journal: seen.extend(a.id for a in journal.acts) or [], lock=lock, known=known)

    assert (seen, made) == (["c1", "c2"], [])
    assert len(journal.acts) == 2
