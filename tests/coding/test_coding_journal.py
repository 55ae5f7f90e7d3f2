"""Journals: nothing acknowledged is lost, nothing changed goes unseen, branches join."""

import json
import multiprocessing
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coding import disk
from analysis.coding import journal as rooms
from analysis.coding.fold import fold
from analysis.coding.journal import ORIGIN, Journal, hash_act, parse_line, read_journal, seal, to_line
from analysis.coding.writing import append, merge
from analysis.errors import CodingError
from analysis.model import Act
from analysis.tables import canonical_json, sha256

AT = "2024-05-06T07:08:09Z"


def add(name, start=0, **more):
    """An act that puts code A on ten letters."""
    more = {"code": "A", "quote": "café 👍🏽 ok", **more}
    return Act(seq=0, at=AT, by="ana", op="add", id=name, source="S01", start=start, end=start + 10, **more)


def remove(name):
    """An act that takes a coding away."""
    return Act(seq=0, at=AT, by="ana", op="remove", id=name, source="S01")


@pytest.fixture
def desk(tmp_path):
    """Where a journal lies and its lock."""
    return tmp_path / "codings" / "ana" / "S01.jsonl", tmp_path / "locks" / "S01.lock"


@pytest.fixture
def quick(monkeypatch):
    """No waiting for the disk, where a test writes a thousand times."""
    monkeypatch.setattr(disk.os, "fsync", lambda _: None)


def ids(path):
    """The codings that stand, by id."""
    state = fold(read_journal(path).acts, coder="ana", source="S01")
    return sorted(coding.id for coding in state.codings)


def errors(path):
    """Row and rule of each error."""
    return [(p.row, p.rule) for p in read_journal(path).problems if p.level == "error"]


# Lines


def test_a_line_is_canonical_json_without_empty_fields():
    """Keys sorted, no spaces, non-ASCII kept; offset 0 and number 0 are no empty fields."""
    act = Act(seq=0, at=AT, by="ana", op="add", id="c1", start=0, end=4, quote="café", attributes={"b": "2", "a": "1"})

    assert to_line(act) == (
        '{"at":"2024-05-06T07:08:09Z","attributes":{"a":"1","b":"2"},"by":"ana","end":4,"id":"c1","op":"add",'
        '"quote":"café","seq":0,"start":0}'
    )


def test_the_hash_covers_the_line_and_the_one_before_it():
    """F37's rule: SHA-256 of prev, a newline and the canonical line without prev and hash."""
    act = seal(add("c1"), "f" * 64)
    content = {key: value for key, value in json.loads(to_line(act)).items() if key not in ("prev", "hash")}

    assert act.hash == sha256("f" * 64 + "\n" + canonical_json(content))
    assert act.hash != seal(add("c1"), "e" * 64).hash


TEXT = st.text(st.characters(exclude_categories=("Cs",)))
ACTS = st.builds(
    Act,
    seq=st.integers(0, 9),
    at=TEXT.filter(bool),
    by=TEXT.filter(bool),
    op=st.sampled_from(rooms.OPERATIONS),
    quote=TEXT,
    memo=TEXT,
    start=st.integers(-1, 9),
    end=st.integers(-1, 9),
    attributes=st.dictionaries(TEXT, TEXT),
    rule=st.dictionaries(TEXT, st.one_of(TEXT, st.integers(), st.none())),
    round=st.integers(0, 3),
)


@given(ACTS)
def test_an_act_is_read_as_it_was_written(act):
    """Any words in any field, and the hash still fits."""
    sealed = seal(act, ORIGIN)
    again = parse_line(to_line(sealed))

    assert again == sealed
    assert hash_act(again) == sealed.hash
    assert "\n" not in to_line(sealed)


def chain(acts):
    """The acts sealed one after the other."""
    sealed = []
    for number, act in enumerate(acts, start=1):
        sealed.append(seal(replace(act, seq=number, merges=""), sealed[-1].hash if sealed else ORIGIN))
    return sealed


WHOLE = json.loads(to_line(seal(add("c1"), ORIGIN)))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "a line is one JSON object"),
        ("[" * 100_000, "a line is one JSON object"),
        ("[]", "a line is one JSON object .got list"),
        ({**WHOLE, "kode": "A"}, "a field of an act is one of .*got kode"),
        ({**WHOLE, "op": "burn"}, "an operation is one of .*got 'burn'"),
        ({**WHOLE, "start": "0"}, "start is a whole number .got '0'"),
        ({**WHOLE, "start": True}, "start is a whole number .got True"),
        ({**WHOLE, "start": 0.0}, "start is a whole number .got 0.0"),
        ({**WHOLE, "code": 1}, "code is text .got 1"),
        ({**WHOLE, "code": None}, "code is text .got None"),
        ({**WHOLE, "attributes": "x"}, "attributes is an object .got 'x'"),
        ({**WHOLE, "attributes": {"stance": 1}}, "attributes holds texts"),
        ({key: value for key, value in WHOLE.items() if key != "at"}, "names seq, at, by, op, prev and hash .no at"),
    ],
)
def test_a_line_that_is_no_act_is_refused(line, message):
    """No object, an unknown field or operation, another kind of value, a missing field."""
    with pytest.raises(CodingError, match=message):
        parse_line(line if isinstance(line, str) else json.dumps(line))


# The chain


def test_a_journal_that_is_not_there_is_empty(desk):
    """No acts, no problems, and the chain begins at the origin."""
    path, _ = desk

    assert read_journal(path) == Journal(path, (), (ORIGIN,), (), "", 0)


def test_acts_are_numbered_and_chained(desk):
    """`seq` counts from 1, each act names the hash of the one before it, the last hash is the end."""
    path, lock = desk
    first = append(path, [add("c1"), add("c2")], lock=lock)
    second = append(path, [remove("c1")], lock=lock)
    found = read_journal(path)

    assert found.acts == (*first, *second)
    assert [act.seq for act in found.acts] == [1, 2, 3]
    assert [act.prev for act in found.acts] == [ORIGIN, *(act.hash for act in found.acts[:2])]
    assert (found.heads, found.problems, found.torn) == ((found.acts[-1].hash,), (), "")
    assert path.read_text(encoding="utf-8") == "".join(f"{to_line(act)}\n" for act in found.acts)
    assert found.size == path.stat().st_size


def test_nothing_to_append_writes_nothing(desk):
    """No acts make no file."""
    path, lock = desk

    assert append(path, [], lock=lock) == []
    assert not path.exists()


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (replace(add("c1"), at=""), "act 2 .add. cannot be written: an act names .*no at"),
        (replace(add("c1"), op="burn"), "act 2 .burn. cannot be written: an operation is one of"),
        (replace(add("c1"), attributes={"stance": 1}), "attributes holds texts"),
        (replace(add("c1"), rule={9: "a", 10: "b"}), "what is read back differs"),
    ],
)
def test_an_act_that_could_not_be_read_is_not_written(desk, act, message):
    """A journal stays readable whatever it is given; the whole batch is refused."""
    path, lock = desk
    append(path, [add("c0")], lock=lock)
    before = path.read_bytes()

    with pytest.raises(CodingError, match=message):
        append(path, [act, add("c2")], lock=lock)
    assert path.read_bytes() == before


def test_a_changed_line_is_an_error_with_its_line(desk):
    """Another code in line 2: its hash no longer fits, and nothing more is written."""
    path, lock = desk
    append(path, [add("c1"), add("c2"), add("c3")], lock=lock)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[1].replace('"A"', '"B"'), lines[2], ""]), encoding="utf-8")

    assert errors(path) == [(2, "the hash fits the line")]
    with pytest.raises(CodingError, match="S01.jsonl, line 2: the hash fits the line"):
        append(path, [add("c4")], lock=lock)


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("broken", ["{", "<<<<<<< ours", "{}"])
def test_a_broken_line_is_an_error_with_its_line(desk, number, broken):
    """Whole lines that are no acts are no rest of a stopped write, the last one neither."""
    path, lock = desk
    append(path, [add("c1"), add("c2"), add("c3")], lock=lock)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[number - 1] = broken
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    assert errors(path)[0][0] == number
    with pytest.raises(CodingError, match=f"line {number}"):
        append(path, [add("c4")], lock=lock)


@pytest.mark.parametrize("number", [1, 2])
def test_a_missing_line_is_an_error(desk, number):
    """The act after it names one that is not here; nothing is appended or merged."""
    path, lock = desk
    append(path, [add("c1"), add("c2"), add("c3")], lock=lock)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[: number - 1] + lines[number:]), encoding="utf-8")

    assert errors(path) == [(0, "each act names the one before it")]
    with pytest.raises(CodingError, match="which is not here"):
        append(path, [add("c4")], lock=lock)
    with pytest.raises(CodingError, match="which is not here"):
        merge(path, by="ana", at=AT, lock=lock)


def test_a_byte_that_is_not_utf8_is_an_error_with_its_line(desk):
    """Nothing is read of such a file, and nothing written to it."""
    path, lock = desk
    append(path, [add("c1"), add("c2")], lock=lock)
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xe9"))

    assert errors(path) == [(1, "a journal is UTF-8 (got byte 0xe9)")]
    with pytest.raises(CodingError, match="UTF-8"):
        append(path, [add("c3")], lock=lock)


def test_windows_line_ends_do_no_harm(desk):
    """A checkout that turned LF into CRLF is read all the same."""
    path, lock = desk
    acts = append(path, [add("c1"), add("c2")], lock=lock)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert read_journal(path).acts == tuple(acts)
    assert errors(path) == []


def test_a_closed_journal_takes_no_more(desk):
    """After `close` every append is refused, and the file stays."""
    path, lock = desk
    append(path, [add("c1"), Act(seq=0, at=AT, by="ana", op="close")], lock=lock)
    before = path.read_bytes()

    assert read_journal(path).closed
    with pytest.raises(CodingError, match=r"a closed journal takes no more acts \(got 2\)"):
        append(path, iter([add("c2"), add("c3")]), lock=lock)
    assert path.read_bytes() == before


def test_a_reopened_journal_goes_on(desk):
    """`reopen` is the one act, with what tells of blindness, that may follow a close; after it all others may."""
    path, lock = desk
    tell = [Act(seq=0, at=AT, by="ana", op=op) for op in ("close", "unblind", "reopen", "close")]
    append(path, [add("c1"), tell[0]], lock=lock)
    append(path, [tell[1]], lock=lock)
    assert read_journal(path).closed
    with pytest.raises(CodingError, match="Reopen the pass first"):
        append(path, [tell[1], add("c2")], lock=lock)
    append(path, [tell[2], add("c2")], lock=lock)

    assert not read_journal(path).closed
    assert append(path, [tell[3]], lock=lock) and read_journal(path).closed


# Torn writes


def test_a_write_stopped_at_any_byte_loses_nothing_acknowledged(desk, quick):
    """Cut anywhere, a journal reads as its whole lines; the next act stands behind them, the rest in `.torn`."""
    path, lock = desk
    acts = append(path, [add("c1"), remove("c1")], lock=lock)
    raw = path.read_bytes()
    torn = path.with_name("S01.jsonl.torn")

    for cut in range(len(raw) + 1):
        torn.unlink(missing_ok=True)
        path.write_bytes(raw[:cut])
        whole = raw[: cut + 1].count(b"\n")  # a line that lacks its newline alone is whole
        rest = raw[raw.rfind(b"\n", 0, cut) + 1 : cut] if raw[cut : cut + 1] != b"\n" else b""
        found = read_journal(path)

        assert found.acts == tuple(acts[:whole])
        assert [p.level for p in found.problems] == ["warning"] * bool(rest)
        new = append(path, [add("c9", 40)], lock=lock)
        again = read_journal(path)
        assert again.acts == (*acts[:whole], *new)
        assert (again.problems, new[0].seq) == ((), whole + 1)
        assert (torn.read_bytes() if torn.exists() else b"") == (rest + b"\n" if rest else b"")


def test_a_torn_line_is_a_warning_with_its_line(desk):
    """Reading goes on without it, and the warning says where it will be kept."""
    path, lock = desk
    append(path, [add("c1"), add("c2")], lock=lock)
    path.write_bytes(path.read_bytes()[:-9])
    (problem,) = read_journal(path, name="codings/ana/S01.jsonl").problems

    assert (problem.file, problem.row, problem.level) == ("codings/ana/S01.jsonl", 2, "warning")
    assert "S01.jsonl.torn" in problem.next_step
    assert ids(path) == ["c1"]


def test_several_torn_lines_are_all_kept(desk):
    """`.torn` grows; nothing in it is written over."""
    path, lock = desk
    append(path, [add("c1")], lock=lock)
    for rest in ("{one", "{two"):
        with path.open("a", encoding="utf-8") as file:
            file.write(rest)
        append(path, [add(rest)], lock=lock)

    assert path.with_name("S01.jsonl.torn").read_text(encoding="utf-8") == "{one\n{two\n"
    assert ids(path) == ["c1", "{one", "{two"]


def test_a_whole_line_without_newline_that_was_changed_is_an_error(desk):
    """It is no rest of a stopped write: no part of an object is an object."""
    path, lock = desk
    append(path, [add("c1"), add("c2")], lock=lock)
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n").replace('"id":"c2"', '"id":"c7"'), encoding="utf-8")

    assert errors(path) == [(2, "the hash fits the line")]


def test_an_act_sent_again_is_not_written_twice(desk):
    """No acknowledgement came, the act stands all the same: the same hash comes back, also for part of a batch."""
    path, lock = desk
    first = append(path, [add("c1"), add("c2")], lock=lock)
    raw = path.read_bytes()

    assert append(path, [add("c1"), add("c2")], lock=lock) == first
    assert append(path, [add("c2")], lock=lock) == first[1:]
    assert path.read_bytes() == raw
    again = append(path, [add("c1"), add("c2"), add("c3")], lock=lock)
    assert again[:2] == first
    assert read_journal(path).acts == tuple(again)


def test_an_act_done_again_after_another_on_the_same_coding_is_a_new_act(desk):
    """Put, taken away, put again within one second: three acts, and the coding stands."""
    path, lock = desk
    append(path, [add("c1")], lock=lock)
    append(path, [remove("c1")], lock=lock)
    append(path, [add("c1")], lock=lock)

    assert [act.op for act in read_journal(path).acts] == ["add", "remove", "add"]
    assert ids(path) == ["c1"]


def test_a_close_sent_again_is_no_error(desk):
    """The journal is closed, as was wanted."""
    path, lock = desk
    close = Act(seq=0, at=AT, by="ana", op="close")
    first = append(path, [close], lock=lock)

    assert append(path, [close], lock=lock) == first


def test_a_journal_that_cannot_be_opened_is_an_error(desk):
    """A folder of that name, say: a sentence, not a traceback, and no empty journal."""
    path, lock = desk
    path.mkdir(parents=True)

    assert errors(path) == [(0, "a journal can be read")]
    with pytest.raises(CodingError, match="a journal can be read"):
        append(path, [add("c1")], lock=lock)


@given(st.lists(ACTS.filter(lambda act: act.op not in ("close", "merge")), min_size=1, max_size=4), st.data())
def test_a_journal_cut_at_any_byte_is_read_as_its_first_acts(tmp_path_factory, acts, data):
    """Whatever was said in it, and wherever the machine stopped."""
    path = tmp_path_factory.mktemp("cut") / "S01.jsonl"
    sealed = chain(acts)
    raw = "".join(f"{to_line(act)}\n" for act in sealed).encode()
    path.write_bytes(raw[: data.draw(st.integers(0, len(raw)))])
    found = read_journal(path)

    assert found.acts == tuple(sealed[: len(found.acts)])
    assert [p.level for p in found.problems] == ["warning"] * bool(found.torn)
    assert path.read_bytes()[: found.size].count(b"\n") in (len(found.acts), len(found.acts) - (not found.whole))


@given(st.lists(ACTS.filter(lambda act: act.op not in ("close", "merge")), min_size=1, max_size=4), st.data())
def test_a_changed_byte_is_reported_with_file_and_line(tmp_path_factory, acts, data):
    """Any byte, any change of it: the acts read the same (a blank for the last line end), or the line is named."""
    path = tmp_path_factory.mktemp("flip") / "S01.jsonl"
    sealed = chain(acts)
    raw = bytearray("".join(f"{to_line(act)}\n" for act in sealed).encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(raw)
    found = read_journal(path, name="codings/ana/S01.jsonl")

    line = raw.count(b"\n", 0, at) + 1
    named = [str(p) for p in found.problems if p.row in (line, line + 1)]
    assert found.acts == tuple(sealed) or named[0].startswith("codings/ana/S01.jsonl, line ")


# Branches


@pytest.fixture
def branches(desk):
    """One journal of c1 and c2, carried on in two copies, whose lines then met in one file."""
    path, lock = desk
    append(path, [add("c1"), add("c2", 20)], lock=lock)
    trunk = path.read_text(encoding="utf-8")
    append(path, [add("c3", 40), remove("c1")], lock=lock)
    ours = path.read_text(encoding="utf-8")
    path.write_text(trunk, encoding="utf-8")
    append(path, [add("c4", 60)], lock=lock)
    theirs = path.read_text(encoding="utf-8")
    return trunk, ours, theirs


def test_two_ends_are_an_error_until_they_are_joined(desk, branches):
    """Both branches are read, once each; writing waits for the merge."""
    path, lock = desk
    trunk, ours, theirs = branches
    path.write_text(ours + theirs, encoding="utf-8")
    found = read_journal(path)

    assert len(found.heads) == 2
    assert errors(path) == [(0, "a journal has one end")]
    assert len(found.acts) == 5
    assert ids(path) == ["c2", "c3", "c4"]
    with pytest.raises(CodingError, match="run jenjang merge"):
        append(path, [add("c5")], lock=lock)


def test_a_merge_joins_two_ends(desk, branches):
    """One act names both heads; then the journal goes on."""
    path, lock = desk
    trunk, ours, theirs = branches
    path.write_text(ours + theirs.removeprefix(trunk), encoding="utf-8")
    heads = read_journal(path).heads
    act = merge(path, by="ana", at=AT, lock=lock)

    assert (act.op, {act.prev, act.merges}, act.seq) == ("merge", set(heads), 5)
    assert (read_journal(path).heads, errors(path)) == ((act.hash,), [])
    (new,) = append(path, [add("c5", 80)], lock=lock)
    assert (new.prev, new.seq) == (act.hash, 6)
    assert ids(path) == ["c2", "c3", "c4", "c5"]


def test_the_fold_follows_the_chain_not_the_lines(desk, branches):
    """However git shuffles the lines, the acts come in the order in which they were made."""
    path, lock = desk
    trunk, ours, theirs = branches
    path.write_text(ours + theirs, encoding="utf-8")
    merge(path, by="ana", at=AT, lock=lock)
    in_order = read_journal(path).acts
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)

    path.write_text("".join(reversed(lines)), encoding="utf-8")
    assert read_journal(path).acts == in_order
    assert errors(path) == []
    place = {act.hash: number for number, act in enumerate(in_order)}
    assert all(place[act.prev] < place[act.hash] for act in in_order if act.prev != ORIGIN)
    assert in_order[-1].op == "merge"
    assert ids(path) == ["c2", "c3", "c4"]


def test_two_journals_of_one_source_can_be_joined(desk):
    """Two coders' machines began apart: no act in common, two beginnings, one end after the merge."""
    path, lock = desk
    append(path, [add("c1")], lock=lock)
    ours = path.read_text(encoding="utf-8")
    path.unlink()
    append(path, [add("c2", 20)], lock=lock)
    with path.open("a", encoding="utf-8") as file:
        file.write(ours)
    merge(path, by="ana", at=AT, lock=lock)

    assert errors(path) == []
    assert ids(path) == ["c1", "c2"]


def test_one_end_needs_no_merge(desk):
    """Nothing to join: no act, no line."""
    path, lock = desk
    append(path, [add("c1")], lock=lock)
    before = path.read_bytes()

    assert merge(path, by="ana", at=AT, lock=lock) is None
    assert path.read_bytes() == before


def test_three_ends_are_joined_one_by_one(desk, branches):
    """A merge names two heads; three are refused with the way out."""
    path, lock = desk
    trunk, ours, theirs = branches
    path.write_text(trunk, encoding="utf-8")
    append(path, [add("c8", 90)], lock=lock)
    path.write_text(ours + theirs + path.read_text(encoding="utf-8"), encoding="utf-8")

    with pytest.raises(CodingError, match=r"joins two ends \(got 3\)"):
        merge(path, by="ana", at=AT, lock=lock)


def test_a_journal_with_a_changed_line_is_not_merged(desk, branches):
    """First the line, then the ends."""
    path, lock = desk
    trunk, ours, theirs = branches
    path.write_text((ours + theirs).replace('"start":60', '"start":61'), encoding="utf-8")

    with pytest.raises(CodingError, match="the hash fits the line"):
        merge(path, by="ana", at=AT, lock=lock)


def test_a_branch_that_was_closed_stays_closed_after_the_merge(desk, branches):
    """Whichever end comes last in the order of the chain."""
    path, lock = desk
    trunk, ours, theirs = branches
    path.write_text(ours, encoding="utf-8")
    append(path, [Act(seq=0, at=AT, by="ana", op="close")], lock=lock)
    with path.open("a", encoding="utf-8") as file:
        file.write(theirs)
    merge(path, by="ana", at=AT, lock=lock)

    assert read_journal(path).closed
    with pytest.raises(CodingError, match="closed journal"):
        append(path, [add("c9")], lock=lock)


# Two at once


def _append_many(path, lock, who, barrier):
    barrier.wait(30)
    for number in range(25):
        append(path, [replace(add(f"{who}{number}", number), by=who)], lock=lock)


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_two_desks_at_once_lose_nothing(desk):
    """Two processes append 25 acts each: 50 acts in one chain, each desk's in its order."""
    path, lock = desk
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")  # a fork imports nothing
    barrier = context.Barrier(2)
    desks = [context.Process(target=_append_many, args=(path, lock, who, barrier)) for who in ("ana", "ben")]
    for process in desks:
        process.start()
    for process in desks:
        process.join(60)

    assert [process.exitcode for process in desks] == [0, 0]
    found = read_journal(path)
    assert (found.problems, [act.seq for act in found.acts]) == ((), list(range(1, 51)))
    for who in ("ana", "ben"):
        assert [act.id for act in found.acts if act.by == who] == [f"{who}{number}" for number in range(25)]
