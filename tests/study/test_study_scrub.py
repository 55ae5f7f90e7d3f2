"""`scrub`: names become labels everywhere at once, or nothing happens; what leaves names nobody."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import study_kit as kit

from analysis import __main__ as command
from analysis.coding.journal import read_journal
from analysis.errors import ReleaseError, StudyError
from analysis.sources import key as keys
from analysis.sources.key import read_key
from analysis.study import swap
from analysis.study.build import build
from analysis.study.handle import Study, open_study
from analysis.study.identify import COLUMNS
from analysis.study.leaks import require_safe, scan_file, scan_outputs
from analysis.tables import read_csv

pytestmark = pytest.mark.usefixtures("coarse")

PHRASE = "four quite random words"
TALK = (
    "INT [q1]: How did you come to be here?\n\nP01: By bus, mostly. Our friend Mr Jonah Reed asked me to come.\n\n"
    "P01: I stayed for the café, and because jonah reed's brother was here I stayed near Leeds.\n"
)
TRANSLATION = (
    "---\nid: S01\ntranslation_of: S01\nlanguage: id\nprovenance: constructed\n"
    "speakers: {INT: interviewer, P01: respondent}\n---\n"
    "INT [q1]: Bagaimana Anda bisa di sini?\n\nP01: Naik bus. Teman kami Pak Jonah Reed yang mengajak.\n\n"
    "P01: Saya betah karena Reed di sini.\n"
)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that is derived at once."""
    monkeypatch.setattr(keys, "COST", 2**4)


@pytest.fixture(scope="module")
def made(coarse: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study, built once."""
    return study_with_names(tmp_path_factory.mktemp("made") / "bakery")


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "bakery")


def study_with_names(root: Path) -> Path:
    """The small study, in which Jonah Reed of Leeds is named in a text, a translation, a facet and memos."""
    kit.make_study(root, coded=False)
    talk = kit.interview("S01", TALK)
    kit.put(
        root,
        "interviews/S01.md",
        talk.replace("depends_on: []", 'depends_on: []\nplace: "a room in Leeds"  # with Reed'),
    )
    kit.put(root, "interviews/S01.id.md", TRANSLATION)
    kit.put(root, "interviews/patterns.yaml", "titles: [Mr, Pak]\nordinary: [Naik]\n")
    study = open_study(root)
    anna = {"coder": "anna", "at": kit.AT, "provenance": "constructed"}
    study.code("S01", code="EXP.FIRST", quote="Jonah Reed asked me", facet="by-Reed", memo="Reed again", **anna)
    study.code("S01", code="EXP.STAY", quote="I stayed for the café", stance="supports", **anna)
    study.code("S02", code="EXP.STAY", quote="I stayed since I liked it", memo="as Jonah Reed said", **anna)
    study.relate("S01", from_code="EXP.FIRST", to_code="EXP.STAY", type="leads-to", quote="I stayed near Leeds", **anna)
    build(root, notebooks=False)
    return root


def decided(study: Study, **decisions: str) -> pd.DataFrame:
    """The table, with Jonah Reed and his surname replaced, and Leeds too."""
    frame = study.identifiers()
    names = frame["form"].isin(["Jonah Reed", "Reed", "Leeds"])
    frame.loc[names, "decision"] = "replace"
    for form, decision in decisions.items():
        frame.loc[frame["form"] == form, ["decision", "reason"]] = [decision, "everyone knows it"]
    return frame


def run(root: Path, frame: pd.DataFrame | None = None):
    """Apply the decisions, with key and archive beside the study."""
    study, beside = open_study(root), root.parent
    return study.scrub(
        decided(study) if frame is None else frame,
        key=beside / "k/study.key",
        passphrase=PHRASE,
        archive=beside / "arch",
    )


def texts(root: Path) -> str:
    """Everything that the study's texts and journals say."""
    names = ("interviews/S*.md", "codings/*/*.jsonl", "interviews/*.csv")
    return "\n".join(p.read_text("utf-8") for name in names for p in sorted(root.glob(name)))


def test_the_table_names_who_is_named(root: Path) -> None:
    """One row per form, with class, label, places and context; one name in a longer one has its label."""
    frame = open_study(root).identifiers().set_index("form")

    assert tuple(frame.reset_index().columns) == tuple(c for c in ("form", *[c for c in COLUMNS if c != "form"]))
    assert frame.loc["Jonah Reed", ["class", "label", "count", "sources"]].tolist() == [
        "person",
        "[P-04]",
        2,
        "S01 S01.id",
    ]
    assert frame.loc["Reed", ["class", "label", "decision"]].tolist() == ["person", "[P-04]", ""]
    assert frame.loc["Leeds", ["class", "label", "rank"]].tolist() == ["name", "[NAME-1]", 2]
    assert "P01" not in frame.index


def test_parts_of_a_name_in_lower_case_are_found(root: Path) -> None:
    """A transcriber typed the first name small: no capital shows it, the longer name does."""
    kit.put(root, "interviews/S03.md", kit.interview("S03", "P03: Then jonah left. Nobody else would do the work.\n"))
    frame = open_study(root).identifiers().set_index("form")

    assert frame.loc["Jonah", ["class", "label", "found_by", "count"]].tolist() == [
        "person",
        "[P-04]",
        "part of a name",
        2,
    ]
    assert frame.loc["Jonah", "sources"].split()[-1] == "S03"


def test_labels_take_the_place_of_names(root: Path) -> None:
    """In the text, its front matter and its translation, in journals, checksums and suggestions; the study checks."""
    done = run(root)
    study = open_study(root)

    assert "Our friend Mr [P-04] asked me" in study.source("S01").body
    assert "because [P-04]'s brother was here I stayed near [NAME-1]." in study.source("S01").body
    assert study.source("S01").meta["place"] == "a room in [NAME-1]"
    assert study.source("S01").translations["id"][2] == "Saya betah karena [P-04] di sini."
    assert not any(name in texts(root).casefold() for name in ("jonah", "reed", "leeds"))
    assert study.problems == ()
    assert done.replaced == {"name": 2, "person": 4}
    assert {leak.file for leak in done.left} == {"figures/evidence.html", "figures/tables/profiles.csv"}


def test_codings_move_with_the_text(root: Path) -> None:
    """The same ids, codes and attributes, on the same words but for the label; the place is computed, not searched."""
    before = {c.id: c for state in open_study(root).loaded.states.values() for c in state.codings}
    run(root)
    study = open_study(root)
    after = {c.id: c for state in study.loaded.states.values() for c in state.codings}

    assert {i: (c.code, c.attributes, c.relation) for i, c in before.items()} == {
        i: (c.code, c.attributes, c.relation) for i, c in after.items()
    }
    assert sorted(c.quote for c in after.values()) == [
        "I stayed for the café",
        "I stayed near [NAME-1]",
        "I stayed since I liked it",
        "[P-04] asked me",
    ]
    assert {(c.facet, c.memo) for c in after.values() if c.memo} == {
        ("by-[P-04]", "[P-04] again"),
        ("", "as [P-04] said"),
    }
    assert study.adrift.empty


def test_originals_and_closed_journals_leave(root: Path) -> None:
    """They lie in the archive as they were, the journals closed; the study keeps checksums that betray nobody."""
    original = (root / "interviews/S01.md").read_bytes()
    done = run(root)
    assert done.archive
    closed = read_journal(done.archive / "codings/anna/S01.jsonl")
    listed = read_csv(root / "interviews/archived.csv")
    manifest = {row["file"]: row for row in read_csv(done.archive / "manifest.csv")}
    new = read_journal(root / "codings/anna/S01.jsonl")

    assert (done.archive / "interviews/S01.md").read_bytes() == original
    assert (closed.closed, closed.problems, closed.acts[-1].op) == (True, (), "close")
    assert [row["file"] for row in listed] == sorted(manifest)
    assert all(
        row["checksum"] == manifest[row["file"]]["checksum"] != manifest[row["file"]]["sha256"] for row in listed
    )
    assert {act.batch for act in new.acts} == {
        f"scrub 1, from the journal closed as {manifest['codings/anna/S01.jsonl']['checksum']}"
    }


def test_what_a_stopped_write_left_goes_to_the_archive(root: Path) -> None:
    """A torn line may name somebody: it leaves with the closed journal, and is not lost."""
    kit.put(root, "codings/anna/S01.jsonl.torn", '{"memo":"Reed o\n')
    with (root / "codings/anna/S01.jsonl").open("ab") as file:
        file.write(b'{"memo":"Ree')
    done = run(root)
    assert done.archive

    assert (done.archive / "codings/anna/S01.jsonl.torn").read_text("utf-8") == '{"memo":"Reed o\n{"memo":"Ree'
    assert not (root / "codings/anna/S01.jsonl.torn").exists()
    assert open_study(root).problems == ()


def test_the_log_holds_no_name(root: Path) -> None:
    """Class, label, rule and count of every change."""
    run(root)
    rows = [tuple(row.values()) for row in read_csv(root / "interviews/scrubbed.csv")]

    assert ("1", "interviews/S01.md", "[P-04]", "person", "title", "2") in rows
    assert ("1", "interviews/S01.id.md", "[P-04]", "person", "capital", "1") in rows


def test_the_same_name_has_the_same_label_later(root: Path) -> None:
    """A text that comes in later gets the key's labels, without a new decision; a new name gets a new one."""
    run(root)
    kit.put(
        root,
        "interviews/S02.md",
        kit.interview("S02", "P02: We saw Reed and Mr Stone there. I stayed since I liked it.\n"),
    )
    kit.put(root, "interviews/checksums.csv", "source,sha256\n")
    (root / "codings/anna/S02.jsonl").unlink()
    study = open_study(root)
    frame = study.identifiers(key=root.parent / "k/study.key", passphrase=PHRASE).set_index("form")

    assert frame.loc["Reed", ["label", "decision"]].tolist() == ["[P-04]", "replace"]
    assert frame.loc["Stone", ["label", "decision"]].tolist() == ["[P-05]", ""]
    frame.loc["Stone", "decision"] = "replace"
    run(root, frame.reset_index())
    assert "We saw [P-04] and Mr [P-05] there." in open_study(root).source("S02").body
    assert [e.label for e in read_key(root.parent / "k/study.key", PHRASE).entities] == ["[NAME-1]", "[P-04]", "[P-05]"]


def test_what_is_open_is_left_and_listed(root: Path) -> None:
    """Without a decision nothing is done; what is kept is on record with its reason."""
    frame = decided(open_study(root), Leeds="keep")
    done = run(root, frame[frame["form"] != "Reed"])

    assert "near Leeds." in open_study(root).source("S01").body
    assert "Reed" in set(done.undecided["form"])
    assert open_study(root).loaded.kept == {"Leeds": "everyone knows it"}


def test_a_person_may_add_what_was_not_found(root: Path) -> None:
    """A row without an id: here a word in lower case."""
    own = {"id": "", "form": "brother", "class": "person", "decision": "replace"}
    run(root, pd.concat([decided(open_study(root)), pd.DataFrame([own])]))

    assert "[P-04]'s [P-05] was here" in open_study(root).source("S01").body


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"decision": "delete"}, "a decision is replace or keep"),
        ({"decision": "keep", "reason": ""}, "what is kept has a reason"),
        ({"decision": "replace", "class": "animal"}, "a class is one of"),
        ({"decision": "replace", "label": "[P-BOSS]"}, "a label of the class person"),
        ({"decision": "replace", "label": "[ORG-1]"}, "a label of the class person"),
        ({"decision": "replace", "id": "i000000000"}, "stands in the texts"),
        ({"decision": "replace", "match": "fuzzy"}, "match is exact or empty"),
    ],
)
def test_decisions_that_do_not_hold(root: Path, row: dict[str, str], said: str) -> None:
    """Each is named with its row, and nothing is written anywhere."""
    frame, before = open_study(root).identifiers(), kit.files(root)
    frame.loc[frame["form"] == "Jonah Reed", list(row)] = list(row.values())

    with pytest.raises(StudyError, match=said):
        run(root, frame)
    assert kit.files(root) == before
    assert not (root.parent / "arch").exists() and not (root.parent / "k").exists()


def test_key_and_archive_stay_outside(root: Path) -> None:
    """Also through a link that leads back in; without an archive nothing is replaced."""
    link, before = root.parent / "link", kit.files(root)
    link.symlink_to(root / "out", target_is_directory=True)
    (root / "out").mkdir(exist_ok=True)
    study = open_study(root)
    ways = [{"key": link / "k"}, {"key": root / "k"}, {"archive": link / "a"}, {"archive": None}]

    for way in ways:
        with pytest.raises(ReleaseError, match=r"lies outside|leave the study"):
            study.scrub(
                decided(study), **{"key": root.parent / "k", "passphrase": PHRASE, "archive": root.parent / "a", **way}
            )
    assert kit.files(root) == before


def test_a_key_of_another_study_is_refused(root: Path) -> None:
    """Labels of two studies never mix."""
    keys.write_key(root.parent / "k/study.key", keys.Key("other"), PHRASE)

    with pytest.raises(ReleaseError, match="belongs to one study"):
        run(root)


def steps(monkeypatch: pytest.MonkeyPatch, stop_at: int) -> list[str]:
    """Count the writes of a run, and stop it in the middle as a machine that loses its power would."""
    done: list[str] = []
    real_replace, real_unlink = swap.os.replace, Path.unlink

    def counted(work: Callable[..., object]) -> Callable[..., object]:
        def step(*given: object, **more: object) -> object:
            if len(done) == stop_at:
                raise KeyboardInterrupt
            done.append(str(given[-1]))
            return work(*given, **more)

        return step

    monkeypatch.setattr(swap.os, "replace", counted(real_replace))
    monkeypatch.setattr(Path, "unlink", counted(real_unlink))
    return done


def test_a_run_that_is_stopped_anywhere_is_whole_or_was_not(root: Path) -> None:
    """At every write: the study is as it was, or the next run finishes it; no original is lost."""
    before = kit.files(root)
    for stop in range(200):
        copy = root.parent / f"c{stop}" / "bakery"
        for name, data in before.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes(data)
        with pytest.MonkeyPatch.context() as patch:
            done = steps(patch, stop)
            try:
                run(copy)
                break
            except KeyboardInterrupt:
                pass
        if swap.is_unfinished(copy):
            assert "a run of scrub is finished" in str(open_study(copy).errors[0])
        swap.finish(copy)
        now = kit.files(copy)
        whole = "[P-04]" in texts(copy)
        assert whole or now == before
        if whole:
            assert open_study(copy).problems == () and "Reed" not in texts(copy)
            assert [p.read_bytes() for p in (copy.parent / "arch").rglob("S01.md")] == [before["interviews/S01.md"]]
        assert any(b"Reed" in data for data in now.values()) or whole
    assert 10 < len(done) < 200


def test_the_archive_stays_once_a_run_was_decided(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails after the texts were swapped, the copies are the only originals and are not taken away."""

    def failing(*_: object) -> None:
        raise PermissionError("no")

    monkeypatch.setattr("analysis.study.scrub.forget", failing)
    old = open_study(root).source("S01").body

    with pytest.raises(PermissionError):
        run(root)
    kept = [path.read_text(encoding="utf-8") for path in root.parent.rglob("S01.md") if root not in path.parents]
    assert any(old in text for text in kept)


def test_a_second_case_needs_no_change(tmp_path: Path) -> None:
    """Patterns of another country and language are data: Spanish here, with its own titles and months."""
    root = kit.make_study(tmp_path / "caso", coded=False)
    talk = "P01: Me lo dijo doña Carmen Ruiz el 3 de mayo de 2021. Llame a Carmen al 912 345 678.\n"
    kit.put(root, "interviews/S01.md", kit.interview("S01", talk))
    form = "forms:\n  - {name: fecha, class: date, match: '\\d{1,2} de [a-z]+ de \\d{4}'}\n"
    kit.put(root, "interviews/patterns.yaml", f"titles: [doña, don]\n{form}")
    frame = open_study(root).identifiers(["S01"])
    frame.loc[frame["rank"] == 1, "decision"] = "replace"
    frame.loc[frame["form"] == "Carmen", "decision"] = "replace"
    run(root, frame)

    assert open_study(root).source("S01").passages[0].text == (
        "Me lo dijo doña [P-04] el [DATE-1]. Llame a [P-04] al [CONTACT-1]."
    )


# What leaves


def test_one_name_in_an_output_stops_the_build(root: Path) -> None:
    """In any profile, since the name was replaced: a title that still names the town lets nothing through."""
    run(root)
    build(root, notebooks=False)
    kit.change(root, "study.yaml", "The bakery", "The bakery at Leeds")

    before = kit.files(root / "figures")
    with pytest.raises(ReleaseError, match="figures/evidence.html, line") as error:
        build(root, notebooks=False)
    assert "Leeds" not in str(error.value)
    assert kit.files(root / "figures") == before


def test_without_the_scan_file_a_build_says_so(root: Path) -> None:
    """It cannot look for names that it does not know."""
    run(root)
    assert build(root, notebooks=False).note == ""
    scan_file(root.parent / "k/study.key").unlink()

    assert "the scan file beside the key is not at hand" in build(root, notebooks=False).note


def test_recorded_words_leave_only_when_they_were_decided_on(root: Path) -> None:
    """In public, a name that the detectors find in a recorded source stops the build until it is kept or replaced."""
    for path in root.glob("interviews/S*.md"):
        path.write_text(path.read_text("utf-8").replace("provenance: constructed", "provenance: recorded"), "utf-8")
    loaded = open_study(root).loaded
    page = {"evidence.html": b"<p>Our friend asked</p>\n<p>near Leeds</p>"}

    with pytest.raises(ReleaseError, match="evidence.html, line 2: name"):
        require_safe(loaded, page, "public")
    require_safe(loaded, page, "internal")
    require_safe(loaded, {"evidence.html": b"<p>Our friend asked</p>"}, "public")
    kit.put(root, "interviews/kept.csv", "form,class,reason\nLeeds,place,a town\n")
    require_safe(open_study(root).loaded, page, "public")


def test_a_public_build_from_recorded_talk(root: Path) -> None:
    """It stops at the quotation that names somebody, and goes through once labels stand there."""
    for path in (*root.glob("interviews/S*.md"), root / "study.yaml"):
        text = path.read_text("utf-8").replace("provenance: constructed", "provenance: recorded")
        path.write_text(text.replace("profile: internal", "profile: public"), "utf-8")
    before = kit.files(root / "figures")

    with pytest.raises(ReleaseError, match=r"evidence.html, line \d+: person"):
        build(root, notebooks=False)
    assert kit.files(root / "figures") == before
    run(root)
    made = build(root, notebooks=False)
    assert "[P-04] asked me" in (made.folder / "evidence.html").read_text("utf-8")


def test_a_folder_is_scanned_before_it_is_handed_on(root: Path, tmp_path: Path) -> None:
    """Every file in it, with the key's scan file; one hit stops it, and what cannot be read is named."""
    run(root)
    share = tmp_path / "share"
    kit.put(share, "a/note.md", "all is well\n")

    (share / "a/dots.png").write_bytes(b"\x89PNG\r\n")
    assert scan_outputs(root, share) == (1, ["a/dots.png"])
    kit.put(share, "a/list.csv", "a\nas REED told\n")
    with pytest.raises(ReleaseError, match="a/list.csv, line 2: person"):
        scan_outputs(root, share, root.parent / "k/study.key")
    with pytest.raises(ReleaseError, match="scan file beside the key"):
        scan_outputs(root, share, tmp_path / "no.key")


# The command


def test_a_whole_day(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Review, fill in, review again (decisions stay), apply, reveal; each says what it did."""

    def jenjang(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["jenjang", "scrub", *arguments, "--study", str(root)])
        with pytest.raises(SystemExit) as end:
            command.main()
            sys.exit(0)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out + printed.err

    monkeypatch.setenv("JENJANG_PASSPHRASE", PHRASE)
    review, key = root.parent / "bakery-private/review.csv", str(root.parent / "k/study.key")
    assert jenjang()[0] == 0
    table = pd.read_csv(review, dtype=str, keep_default_na=False)
    table.loc[table["form"].isin(["Jonah Reed", "Reed"]), "decision"] = "replace"
    table.to_csv(review, index=False)
    code, said = jenjang()
    assert (code, "2 replace" in said) == (0, True)
    code, said = jenjang("--apply", str(review), "--key", key, "--archive", str(root.parent / "arch"))
    assert (code, "4 places now carry a label (4 person)" in said, "no version control" in said) == (0, True, True)
    assert jenjang("--reveal", "P-04", "--key", key) == (0, "[P-04] person: Jonah Reed; Reed\n")
    assert jenjang("--reveal", "P-04")[0] == 1
    assert jenjang("--review", str(root / "review.csv"))[1].startswith("review.csv: a table of names")
    monkeypatch.setenv("JENJANG_PASSPHRASE", "four quite wrong words")
    assert "does not open the key" in jenjang("--reveal", "P-04", "--key", key)[1]
