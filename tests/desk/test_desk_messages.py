"""What the page is told, and what may never leave the kernel in a notebook file."""

import json

import desk_kit as kit
from desk_kit import CAFE, add, desk, span

from analysis import open_desk
from analysis.desk.keepsakes import kept
from analysis.desk.messages import answer
from analysis.desk.page import render
from analysis.study.handle import open_study

EVIL = "<img src=x onerror=alert(1)>"


def test_ready_gets_everything_as_json(root):
    """Passages, codes, codings and attributes; canonical JSON can carry it."""
    at = desk(root)
    add(at, CAFE, attributes={"stance": "supports"})
    (told,) = answer(at, {"type": "ready", "view": "v1"})

    assert json.loads(json.dumps(told)) == told
    assert (told["type"], told["to"], told["count"]) == ("desk", "v1", 1)
    assert told["passages"][0]["asks"] and told["passages"][0]["question"] == "q1"
    assert told["codings"][0]["attributes"] == {"stance": "supports"}
    assert told["attributes"]["valence"] == ["positive", "negative"]


def test_an_act_is_answered_with_what_changed(root):
    """Only the new coding; the undo names it as gone."""
    at = desk(root)
    add(at, CAFE)
    move = {"type": "act", "act": "add", "key": "k", "args": {"spans": [span(at, kit.FRIEND)], "codes": ["EXP.FIRST"]}}
    (saved,) = answer(at, move)
    (undone,) = answer(at, {"type": "act", "act": "undo", "key": "k2", "args": {}})

    assert (saved["type"], [c["code"] for c in saved["codings"]]) == ("saved", ["EXP.FIRST"])
    assert (saved["undo"]["op"], saved["undo"]["code"]) == ("add", "EXP.FIRST")
    assert (undone["gone"], undone["redo"]["code"]) == (saved["acts"], "EXP.FIRST")


def test_nonsense_is_refused_in_a_sentence(root):
    """Whatever comes, an answer goes out and nothing is written."""
    at = desk(root)
    for message in [
        None,
        "x",
        {},
        {"type": "act"},
        {"type": "act", "act": "add", "args": {"spans": [{"start": "x"}], "codes": ["EXP.STAY"]}},
        {"type": "act", "act": "remove", "args": {"ids": ["c0"]}},
        {"type": "act", "act": "split", "args": {"id": "c0", "key": 1, "self": 2}},
        {"type": "act", "act": "__init__", "args": {}},
    ]:
        (told,) = answer(at, message)
        assert told["type"] == "refused" and told["message"]
    assert not (root / "codings/ben").exists()


def test_a_failing_disk_says_unsaved(root, monkeypatch):
    """Not refused: the page keeps the act to send it again."""
    at = desk(root)

    def broken(*_args, **_kwargs):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("analysis.desk.state.write_fitting", broken)
    args = {"spans": [span(at, CAFE)], "codes": ["EXP.STAY"]}
    (told,) = answer(at, {"type": "act", "act": "add", "key": "k", "args": args})

    assert (told["type"], told["key"]) == ("unsaved", "k")
    assert "Input/output error" in told["message"]


def test_history_tells_every_act_of_a_coding(root):
    """Also those that were taken back, marked as such."""
    at = desk(root)
    id = add(at, CAFE)
    at.do("memo", id=id, memo="hm")
    at.do("undo")
    (told,) = answer(at, {"type": "history", "id": id})

    assert [(a["op"], a["held"]) for a in told["acts"]] == [("add", True), ("memo", False)]


def test_favourites_and_place_are_kept_outside_the_study(root):
    """For the next time; nonsense is passed over."""
    at = desk(root)
    answer(at, {"type": "keep", "what": {"favourites": ["EXP.STAY", "no such"], "place": 3}})
    answer(at, {"type": "keep", "what": {"widths": {"left": 300, "right": "wide", "top": 9}}})
    answer(at, {"type": "keep", "what": "x"})

    assert kept(desk(root)) == {"favourites": ["EXP.STAY"], "place": 3, "recent": [], "widths": {"left": 300}}
    (root / ".jenjang/desk/ben.json").write_text("broken", encoding="utf-8")
    assert kept(desk(root)) == {"favourites": [], "place": 0, "recent": [], "widths": {}}


def test_no_word_of_the_text_stands_in_what_is_saved(root):
    """Neither in synced state nor in the output that a notebook keeps; both name count and cell, and link the page."""
    widget = open_desk(open_study(root), "S01", coder="ben", provenance="constructed")
    add(widget.desk, CAFE)
    saved = {key: value for key, value in widget.get_state().items() if key not in ("_esm", "_css")}
    data, _ = widget._repr_mimebundle_()

    assert "stayed" not in str(saved) + str(data)
    assert "when this cell was run: 1." in data["text/html"] and "Run the cell again" in data["text/html"]
    assert 'href="' in data["text/html"] and "ben-S01.html" in data["text/html"]
    assert data["text/plain"] == "Desk('S01', coder='ben', mode='code')"
    widget.close()


def test_the_widget_answers_what_it_hears(root):
    """Through the same function; each answer is sent."""
    widget = open_desk(open_study(root), "S01", coder="ben", provenance="constructed")
    sent = []
    widget.send = sent.append
    widget._handle_custom_msg({"type": "ready"}, [])

    assert [message["type"] for message in sent] == ["desk"]
    widget.close()


def test_a_move_from_python_is_shown_on_the_page(root):
    """An open desk is told what changed."""
    widget = open_desk(open_study(root), "S01", coder="ben", provenance="constructed")
    sent = []
    widget.send = sent.append
    widget.do("add", spans=[span(widget.desk, CAFE)], codes=["EXP.STAY"])

    assert [(m["type"], m["codings"][0]["code"]) for m in sent] == [("saved", "EXP.STAY")]
    widget.close()


def test_the_static_page_shows_words_and_codes_as_text(root):
    """Underlined where coded; what looks like a tag stays text; it lies where git does not look."""
    kit.kit.change(root, "interviews/S01.md", "A friend asked me", f"A friend {EVIL} asked me")
    at = desk(root)
    add(at, CAFE, memo=EVIL, attributes={"stance": "supports"})
    page = render(at)

    assert f"<mark>{CAFE}</mark>" in page
    assert EVIL not in page and page.count("&lt;img src=x onerror=alert(1)&gt;") == 2
    assert "out/" in (root / ".gitignore").read_text(encoding="utf-8")


def test_the_static_page_speaks_the_desks_language(root):
    """Stance, attributes and places in Indonesian where the desk is; a law has articles; ids where no name is given."""
    named = "{name: {id: Valensi}, values: [{id: positive, name: {id: positif}}, negative]}"
    kit.kit.change(root, "study.yaml", "valence: [positive, negative]", f"valence: {named}")
    at = desk(root, language="id")
    add(at, CAFE, attributes={"stance": "qualifies", "valence": "positive"})
    add(at, kit.FRIEND, attributes={"valence": "negative"})
    page = render(at)
    law = desk(root, source="RULE-1", language="id")
    add(law, "Aprons are blue")

    for said in ("Sikap: bersyarat", "Valensi: positif", "Valensi: negative", 'aria-label="Kode pada bagian 3"'):
        assert said in page
    assert 'aria-label="Kode pada pasal 2"' in render(law)


def test_the_page_is_written_when_it_is_asked_for(root):
    """And where it lies is said; when the focus leaves it is written without a word."""
    at = desk(root)

    assert answer(at, {"type": "page"}) == [{"type": "page", "path": "out/desk/ben-S01.html"}]
    assert answer(at, {"type": "page", "quiet": True}) == []
    assert (root / "out/desk/ben-S01.html").is_file()


def test_codings_of_an_edited_text_are_shown_apart(root):
    """Where the words no longer stand at the offsets, nothing is drawn on other words; the quote comes along."""
    add(desk(root), CAFE)
    kit.kit.change(root, "interviews/S01.md", "By bus", "By tram, not by bus")
    (told,) = answer(desk(root), {"type": "ready"})

    assert [(c["adrift"], c["quote"]) for c in told["codings"]] == [("edited", CAFE)]
