"""Each move at the desk, the acts it writes, and what can be taken back."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import study_kit as kit
from desk_kit import CAFE, FRIEND, add, desk, journal, span, standing

from analysis.desk.state import Desk
from analysis.errors import AnalysisError, CodingError
from analysis.study.handle import open_study


def test_several_codes_on_several_spans_are_one_step(root):
    """Two passages and two codes make four codings that one undo takes back."""
    at = desk(root)
    at.do("add", spans=[span(at, FRIEND), span(at, CAFE)], codes=["EXP.STAY", "EXP.FIRST"])

    assert len(journal(root).acts) == 4
    assert {act.batch for act in journal(root).acts} == {journal(root).acts[0].batch}
    at.do("undo")
    assert standing(at) == []


def test_what_stands_already_is_passed_over(root):
    """Of two codes the new one is put; where none is new, the desk says so."""
    at = desk(root)
    add(at, CAFE, "EXP.STAY")
    add(at, CAFE, "EXP.STAY", "EXP.FIRST")

    assert sorted(standing(at)) == [("EXP.FIRST", CAFE), ("EXP.STAY", CAFE)]
    with pytest.raises(CodingError, match="stands on these words already"):
        add(at, CAFE, "EXP.STAY")


def test_a_wrong_offset_is_noticed(root):
    """The quote comes along; an offset that counts other units (behind an emoji) is refused."""
    at = desk(root)
    wrong = {**span(at, FRIEND), "start": span(at, FRIEND)["start"] + 1}

    with pytest.raises(CodingError, match="the quote is the text between the offsets"):
        at.do("add", spans=[wrong], codes=["EXP.STAY"])
    assert not (root / "codings/ben").exists()


def test_a_segment_stays_whole_letters_within_one_answer(root):
    """Not across passages, not through an accent, not in a question."""
    at = desk(root)
    body = at.text.body
    across = {"start": body.index(FRIEND), "end": body.index(CAFE) + 3}
    question = span(at, "How did you come")

    for wrong, sentence in [(across, "within one passage"), (question, "lies in a turn of somebody who answers")]:
        with pytest.raises(CodingError, match=sentence):
            at.do("add", spans=[wrong], codes=["EXP.STAY"])


def test_recode_changes_what_is_named(root):
    """The code alone, then an attribute, then the facet away; memo and span stay."""
    at = desk(root)
    id = add(at, CAFE, attributes={"stance": "supports", "valence": "positive"}, facet="coffee", memo="hm")
    at.do("recode", id=id, code="EXP.FIRST")
    at.do("recode", id=id, attributes={"stance": ""}, facet="")
    (coding,) = at.state.codings

    assert (coding.code, coding.attributes, coding.facet, coding.memo) == (
        "EXP.FIRST",
        {"valence": "positive"},
        "",
        "hm",
    )


def test_move_takes_another_span(root):
    """Longer, shorter or elsewhere; the words follow."""
    at = desk(root)
    id = add(at, CAFE)
    at.do("move", id=id, span=span(at, "I stayed for the café, and because a friend"))
    assert standing(at) == [("EXP.STAY", "I stayed for the café, and because a friend")]
    at.do("move", id=id, span=span(at, FRIEND))
    assert standing(at) == [("EXP.STAY", FRIEND)]


def test_split_makes_two_with_all_that_was_said(root):
    """The space at the cut goes to neither; one undo joins them again."""
    at = desk(root)
    id = add(at, CAFE, attributes={"stance": "supports"}, memo="hm")
    at.do("split", id=id, at=at.text.body.index("for the café"))

    assert standing(at) == [("EXP.STAY", "I stayed"), ("EXP.STAY", "for the café")]
    assert {(c.memo, c.stance) for c in at.state.codings} == {("hm", "supports")}
    at.do("undo")
    assert standing(at) == [("EXP.STAY", CAFE)]


def test_memos_on_coding_source_and_code(root):
    """Each replaces the one before; an empty one takes it away; the one on a code has a journal of its own."""
    at = desk(root)
    id = add(at, CAFE)
    at.do("memo", id=id, memo="first")
    at.do("memo", id=id, memo="second")
    at.do("memo", memo="on the talk")
    at.do("note_code", code="EXP.STAY", memo="too wide?")

    assert (at.state.codings[0].memo, at.state.memos) == ("second", (("", "on the talk"),))
    assert at.notes.memos == {"EXP.STAY": "too wide?"}
    assert [a.op for a in journal(root, source="codebook").acts] == ["memo"]
    at.do("memo", memo="")
    assert at.state.memos == ()


def test_relate_links_two_codes(root):
    """With type, polarity and modality; the link can be changed later."""
    at = desk(root)
    link = {"from": "EXP.FIRST", "to": "EXP.STAY", "type": "leads-to", "polarity": "-", "modality": "denied"}
    id = at.do("relate", spans=[span(at, CAFE)], relation=link).acts[0].id
    at.do("recode", id=id, relation={**link, "modality": "asserted"})
    (coding,) = at.state.codings

    assert (coding.relation.from_code, coding.relation.polarity, coding.relation.modality) == (
        "EXP.FIRST",
        "-",
        "asserted",
    )
    with pytest.raises(CodingError, match="type of a relation is one of leads-to"):
        at.do("relate", spans=[span(at, CAFE)], relation={**link, "type": "eats"})


def test_undo_and_redo_have_no_end_and_survive(root):
    """A desk opened anew takes back what another one did, and does it again."""
    at = desk(root)
    id = add(at, CAFE)
    at.do("memo", id=id, memo="hm")
    at.do("remove", ids=[id])
    for move, codings in [("undo", 1), ("undo", 1), ("undo", 0), ("redo", 1), ("redo", 1), ("redo", 0), ("undo", 1)]:
        later = desk(root)
        later.do(move)
        assert len(later.state.codings) == codings
    assert later.state.codings[0].memo == "hm"


def test_nothing_left_is_said(root):
    """Undo and redo on an empty journal."""
    for move in ("undo", "redo"):
        with pytest.raises(CodingError, match="nothing is left"):
            desk(root).do(move)


def test_the_same_key_writes_once(root):
    """A move sent again, by another desk too, writes nothing; a batch that was cut off is completed."""
    at = desk(root)
    move = {"spans": [span(at, CAFE)], "codes": ["EXP.STAY", "EXP.FIRST"], "key": "k1"}
    at.do("add", **move)
    desk(root).do("add", **move)
    path = root / "codings/ben/S01.jsonl"
    assert len(journal(root).acts) == 2

    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b"\n") + 1])
    desk(root).do("add", **move)
    assert [a.id for a in journal(root).acts] == [a.id for a in at.journal.acts]


def test_two_desks_on_one_journal_lose_nothing(root):
    """Each writes after the other and sees what it wrote."""
    one, two = desk(root), desk(root)
    add(one, CAFE)
    add(two, FRIEND)
    saved = one.look()

    assert standing(two) == [("EXP.STAY", FRIEND), ("EXP.STAY", CAFE)]
    assert [c.quote for c in saved.changed] == [FRIEND]


def test_threads_lose_nothing(root):
    """Twelve moves from four threads, on two desks: all are there, and the chain is whole."""
    desks = [desk(root), desk(root)]
    words = ["I", "stayed", "for", "the", "and", "because"]

    def work(number):
        at = desks[number % 2]
        for word in words[number % 2 :: 2]:
            at.do("add", spans=[span(at, f"{word} ")] if word == "I" else [span(at, word)], codes=[CODES[number // 2]])

    CODES = ["EXP.STAY", "EXP.FIRST"]
    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(journal(root).acts) == 12
    assert journal(root).problems == ()


def test_a_cell_sees_what_the_desk_wrote(root):
    """The study of the notebook stands on the new acts; its frames are computed anew."""
    study = open_study(root)
    before = len(study.codings())
    at = Desk(study, "S01", coder="ben", provenance="constructed")
    add(at, CAFE)

    assert (before, list(study.codings()["quote"])) == (0, [CAFE])


def test_a_finished_pass_takes_no_more(root):
    """The journal is closed, for the desk and for the command line."""
    at = desk(root)
    add(at, CAFE)
    at.do("finish")

    assert at.state.done
    with pytest.raises(CodingError, match="closed journal"):
        add(at, FRIEND)


def test_proposals_change_nothing_by_themselves(root):
    """A new code and another wording wait in the journal; the codebook is as it was."""
    at = desk(root)
    before = (root / "codebook/codebook.yaml").read_bytes()
    at.do("propose", change="create", code="EXP.PAY", parent="EXP", name="Pay", definition="Money is named.", memo="!")
    at.do("propose", change="redefine", code="EXP.STAY", definition="Why somebody did not leave.", quote=CAFE)
    first, second = at.study.proposals().to_dict("records")

    assert (first["code"], first["name"], second["change"], second["quote"]) == ("EXP.PAY", "Pay", "redefine", CAFE)
    assert (root / "codebook/codebook.yaml").read_bytes() == before
    at.do("withdraw", id=first["id"])
    assert list(at.study.proposals()["code"]) == ["EXP.STAY"]
    with pytest.raises(CodingError, match="a new code has an id of its own"):
        at.do("propose", change="create", code="EXP.STAY", name="Again")
    assert open_study(root).errors == []


def test_the_study_still_checks(root):
    """After every kind of act there is no error, and codings of taken-back acts count nowhere."""
    at = desk(root)
    id = add(at, CAFE, attributes={"stance": "supports"})
    at.do("split", id=id, at=at.text.body.index("for the café"))
    at.do("undo")
    at.do("remove", ids=[id])
    at.do("undo")
    study = open_study(root)

    assert study.errors == []
    assert list(study.codings()["quote"]) == [CAFE]


@pytest.mark.parametrize("changed", [{"mode": "draw"}, {"source": "S99"}, {"coder": "suggester"}])
def test_what_is_no_desk_is_refused(root, changed):
    """An unknown mode or source, or the name of the machine."""
    with pytest.raises(AnalysisError):
        add(desk(root, **changed), CAFE)


def test_a_full_disk_loses_no_act_silently(root, monkeypatch):
    """The move fails; sent again with its key, it is written once."""
    at = desk(root)
    add(at, FRIEND)

    def full(fd):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("analysis.coding.disk.os.fsync", full)
    move = {"spans": [span(at, CAFE)], "codes": ["EXP.STAY"], "key": "k9"}
    with pytest.raises(CodingError, match="It is NOT saved"):
        at.do("add", **move)
    monkeypatch.undo()
    at.do("add", **move)

    assert standing(desk(root)) == [("EXP.STAY", FRIEND), ("EXP.STAY", CAFE)]
    assert len(journal(root).acts) == 2


def test_a_code_found_in_the_words(root):
    """The codebook gets it by an operation, and the words carry it; sent again, nothing happens twice."""
    at = desk(root)
    move = {
        "spans": [span(at, "for the café")],
        "code": "EXP.CAFE",
        "parent": "EXP",
        "name": "for the café",
        "key": "k",
    }
    at.do("new_code", **move)
    at.do("new_code", **move)
    book = open_study(root).codebook

    assert (book.version, book.code("EXP.CAFE").name) == (2, {"en": "for the café"})
    assert (book.history[-1]["op"], book.history[-1]["by"]) == ("create", "ben")
    assert standing(at) == [("EXP.CAFE", "for the café")]
    with pytest.raises(CodingError, match="an act names words"):
        at.do("new_code", code="EXP.BUS", name="bus")
    assert "EXP.BUS" not in open_study(root).codebook
    kit.change(root, "study.yaml", "approach: codebook", "approach: coding_reliability")
    with pytest.raises(CodingError, match="Propose it instead"):
        desk(root).do("new_code", **{**move, "code": "EXP.BUS", "name": "bus"})


WRITER = """
import sys
from analysis.desk.state import Desk
from analysis.study.handle import open_study

root, code = sys.argv[1:]
desk = Desk(open_study(root), "S01", coder="ben", provenance="constructed")
words = desk.text.passages[2]
for at in range(12):
    span = {"start": words.start + at, "end": words.start + at + 3}
    desk.do("add", spans=[span], codes=[code])
"""


@pytest.mark.slow
def test_two_processes_on_one_journal_lose_nothing(root):
    """Twelve acts each, at the same time: all are there, one after the other, and the coder is listed once."""
    command = [sys.executable, "-c", WRITER, str(root)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONWARNINGS": "ignore"}
    writers = [subprocess.Popen([*command, code], env=environment) for code in ("EXP.STAY", "EXP.FIRST")]

    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert len(journal(root).acts) == 24 and journal(root).problems == ()
    assert (root / "codings/coders.csv").read_text(encoding="utf-8").count("ben") == 1


def test_a_move_to_where_it_stands_is_no_act(root):
    """A key that is held down fills no journal with copies."""
    at = desk(root)
    id = add(at, CAFE)

    assert at.do("move", id=id, span=span(at, CAFE)).acts == ()
    assert len(journal(root).acts) == 1


def test_what_a_move_shows_holds_no_words(root):
    """A cell that ends in a move, or in the state, writes counts into the notebook and no participant's words."""
    at = desk(root)
    saved = at.do("add", spans=[span(at, CAFE)], codes=["EXP.STAY"])

    assert repr(saved) == "Saved(1 acts, 1 codings changed, 0 gone)"
    assert repr(at.state) == "State(1 codings, 0 rulings, done=False)"
