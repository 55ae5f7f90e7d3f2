"""A person withdraws: the record, what changes, what leaves the tree, and what is said of the rest (F45)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import study_kit as kit
from typer.testing import CliRunner

from analysis import __main__ as command
from analysis.coding.journal import read_journal
from analysis.errors import AnalysisError
from analysis.sources.cast import Cast, Voice
from analysis.study import departure as archive_room
from analysis.study.build import build
from analysis.study.handle import open_study
from analysis.study.ingest import REFUSED, Given, ingest
from analysis.study.stamps import digest_file
from analysis.study.withdraw import Withdrawal, withdraw

pytestmark = pytest.mark.usefixtures("coarse")

CASE = Path(__file__).parents[1] / "cases" / "night-handover"
ON = "2024-06-01"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The bakery, coded."""
    return kit.make_study(tmp_path / "bakery")


def changed(done: Withdrawal, what: str) -> list[tuple[str, str, str]]:
    rows = done.effects[done.effects["what"] == what]
    return list(rows[["name", "before", "after"]].itertuples(index=False, name=None))


def test_everything_is_withdrawn(root: Path) -> None:
    """The words of P01 count no more: codings, the link, the mark that stood on it; the label falls below three."""
    done = withdraw(root, "P01", on=ON)

    assert changed(done, "codings") == [("S01", "2", "0")]
    assert changed(done, "relations") == [("S01", "1", "0")]
    assert changed(done, "source") == [("S01", "counts", "counts no more")]
    assert ("model edge:come->stay", "observed, 1 for, 0 against", "none, 0 for, 0 against") in changed(done, "mark")
    assert changed(done, "label") == [("hand", "3 persons", "2 persons, fewer than 3")]
    study = open_study(root)
    assert "S01" not in set(study.codings()["source"]) and study.relations().empty
    assert study.consents.loc["P01", "follows"] == "not counted, not quoted"
    assert not study.suggested()["S01"]


def test_a_label_that_grows_too_small_silences_others(root: Path) -> None:
    """In public, two persons left under a label are quoted no more, though neither withdrew anything."""
    quotes = changed(withdraw(root, "P01", on=ON, dry_run=True), "quotes")

    assert ("S02 (public)", "2", "0") in quotes
    assert ("S02 (internal)", "2", "0") not in quotes


def test_a_quotation_is_withdrawn(root: Path) -> None:
    """Words stay counted and are quoted nowhere; nothing else changes, and the record says which use, since when."""
    done = withdraw(root, "P01", on=ON, uses=["quote_verbatim"])
    study = open_study(root)

    assert set(done.effects["what"]) == {"quotes"}
    assert len(study.codings().query("source == 'S01'")) == 2
    assert study.loaded.consents["P01"].withdrawn_uses == ("quote_verbatim",)
    assert study.withdrawals() == [
        f"P01: quote_verbatim withdrawn {ON}; 3 codings of the person's words are counted and not quoted"
    ]


def test_only_the_row_changes(root: Path) -> None:
    """Other rows and other files keep their bytes."""
    before = kit.files(root)
    withdraw(root, "P02", on=ON)
    after = kit.files(root)

    assert {name for name in after if after[name] != before.get(name)} == {"interviews/consent.csv"}
    old, new = (files["interviews/consent.csv"].splitlines() for files in (before, after))
    assert [line for line in new if line not in old] == [old[2].replace(b",,form", f",{ON},form".encode())]


def test_a_second_withdrawal_keeps_the_first_day(root: Path) -> None:
    """First the quotations, later everything: each use has its own day."""
    withdraw(root, "P01", on=ON, uses=["quote_verbatim"])
    withdraw(root, "P01", on="2024-07-01")
    consent = open_study(root).loaded.consents["P01"]

    assert (consent.withdrawn_at, consent.withdrawn_on) == ("2024-07-01", {"quote_verbatim": ON})
    assert consent.withdrew("analyse") and consent.withdrew("quote_verbatim")


def test_a_dry_run_writes_nothing(root: Path) -> None:
    """The list is the same, the folder too."""
    before = kit.files(root)
    dry = withdraw(root, "P01", on=ON, dry_run=True)

    assert kit.files(root) == before
    assert dry.effects.equals(withdraw(root, "P01", on=ON).effects)


@pytest.mark.parametrize(
    ("person", "options", "said"),
    [
        ("P09", {"on": ON}, "'P09' is no participant"),
        ("P01", {"on": "1 June"}, "written as 2022-03-14"),
        ("P01", {"on": "2024-02-30"}, "written as 2022-03-14"),
        ("P01", {"on": "2024-05-01"}, "withdrawn after it was given"),
        ("P01", {"on": ON, "uses": ["cite"]}, "one of analyse"),
        ("P01", {"on": ON, "uses": ["translate"], "archive": Path("away")}, "where analysis is withdrawn"),
    ],
)
def test_what_cannot_be_withdrawn(root: Path, person: str, options: dict[str, object], said: str) -> None:
    """A sentence, and nothing is written."""
    before = kit.files(root)

    with pytest.raises(AnalysisError, match=said):
        withdraw(root, person, **options)
    assert kit.files(root) == before


def test_once_is_enough(root: Path) -> None:
    """What is withdrawn already is said to be."""
    withdraw(root, "P01", on=ON)

    with pytest.raises(AnalysisError, match="a use is withdrawn once"):
        withdraw(root, "P01", on=ON, uses=["translate"])


def test_the_next_build_shows_it(root: Path, tmp_path: Path) -> None:
    """No word of the person is in anything published or suggested after the build that follows."""
    build(root)
    words = b"A friend asked me to come"
    assert any(words in data for name, data in kit.files(root).items() if name.startswith("figures/"))
    withdraw(root, "P01", on=ON, archive=tmp_path / "away")
    build(root)

    assert not [name for name, data in kit.files(root).items() if words in data]


def test_texts_and_journals_leave_the_tree(root: Path, tmp_path: Path) -> None:
    """The journal is closed, copies have the listed checksums, originals are gone, and the study still checks."""
    build(root)
    done = withdraw(root, "P01", on=ON, archive=tmp_path / "away")
    folder = tmp_path / "away" / f"P01-{ON}"

    assert [item.file for item in done.archived] == ["codings/anna/S01.jsonl", "interviews/S01.md"]
    assert all(digest_file(folder / item.file) == item.sha256 for item in done.archived)
    assert not any((root / item.file).exists() for item in done.archived)
    assert read_journal(folder / "codings/anna/S01.jsonl").closed
    assert done.archived[1].sha256.encode() in (root / "interviews/withdrawn.csv").read_bytes()
    assert not (root / "codings/suggester/S01.jsonl").exists()
    study = open_study(root)
    assert study.problems == () and list(study.sources.index) == ["S02", "S03"]


def test_a_file_that_left_is_not_taken_in_anew(root: Path, tmp_path: Path) -> None:
    """The checksum of the file from the field stays behind, so a copy of it is known and refused."""
    talk = tmp_path / "talk.txt"
    talk.write_text("INT: How was the night?\n\nINF: Long, and I stayed.\n", encoding="utf-8")
    given = Given(language="en", role="baker", cast=Cast({"INT": Voice("interviewer"), "INF": Voice("respondent")}))
    taken = ingest(root, [talk], given)[0]
    person = open_study(root).source(taken.source).participants[0]
    consent = root / "interviews/consent.csv"
    row = consent.read_text(encoding="utf-8").splitlines()[1].replace("P01", person, 1)
    consent.write_text(consent.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    withdraw(root, person, on=ON, archive=tmp_path / "away")

    again = ingest(root, [talk], given)[0]

    assert (again.verdict, "gone since 2024-06-01" in again.why) == (REFUSED, True)


def test_a_source_that_leans_on_one_that_left_still_checks(root: Path, tmp_path: Path) -> None:
    """`depends_on` may name a text that left with its person."""
    kit.change(root, "interviews/S02.md", "depends_on: []", "depends_on: [S01]")
    withdraw(root, "P01", on=ON, archive=tmp_path / "away")

    assert open_study(root).errors == []


@pytest.mark.parametrize("step", range(8))
def test_a_stop_in_between_loses_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Wherever the machine stops, each file is in the tree or in the archive; the same command goes on to the end."""
    names = ["codings/anna/S01.jsonl", "interviews/S01.md"]
    whole = {name: (root / name).read_bytes() for name in names}
    folder = tmp_path / "away" / f"P01-{ON}"
    count = iter(range(100))

    def stops(work: Callable[..., object]) -> Callable[..., object]:
        def maybe(*args: object, **more: object) -> object:
            if next(count) == step:
                raise KeyboardInterrupt
            return work(*args, **more)

        return maybe

    with monkeypatch.context() as patch:
        for name in ("append", "write_bytes", "write_csv"):
            patch.setattr(archive_room, name, stops(getattr(archive_room, name)))
        patch.setattr(Path, "unlink", stops(Path.unlink))
        try:
            withdraw(root, "P01", on=ON, archive=tmp_path / "away")
        except KeyboardInterrupt:
            for name in names:
                kept = root / name if (root / name).exists() else folder / name
                assert kept.read_bytes().startswith(whole[name])
            assert "S01" not in set(open_study(root).codings()["source"])
    if (root / names[1]).exists():
        withdraw(root, "P01", on=ON, archive=tmp_path / "away")

    assert not any((root / name).exists() for name in names)
    assert all((folder / name).read_bytes().startswith(whole[name]) for name in names)
    assert open_study(root).problems == ()


def test_an_archive_lies_outside(root: Path, tmp_path: Path) -> None:
    """Neither in the study nor in the version history around it; nothing is recorded then."""
    (tmp_path / ".git").mkdir()

    for folder in (root / "out", tmp_path / "beside"):
        with pytest.raises(AnalysisError, match="outside the study and outside of version control"):
            withdraw(root, "P01", on=ON, archive=folder)
    assert open_study(root).loaded.consents["P01"].withdrawn_at == ""


def test_an_archive_overwrites_nothing(root: Path, tmp_path: Path) -> None:
    """A file of the same name with other bytes stops it, with the originals in place."""
    kit.put(tmp_path, f"away/P01-{ON}/interviews/S01.md", "something else")

    with pytest.raises(AnalysisError, match="holds another file"):
        withdraw(root, "P01", on=ON, archive=tmp_path / "away")
    assert (root / "interviews/S01.md").exists()


def test_in_a_focus_group_the_text_stays(tmp_path: Path) -> None:
    """Another case: of three speakers one withdraws; her passages are left out, and what is left to do is said."""
    root = tmp_path / "case"
    shutil.copytree(CASE, root)
    before = open_study(root).codings()
    done = withdraw(root, "N06", on=ON)
    after = open_study(root).codings()

    assert any("T05: 3 persons speak in it, so the text stays." in note for note in done.notes)
    assert "N06" in set(before["person"]) and "N06" not in set(after["person"])
    assert "N05" in set(after["person"])
    with pytest.raises(AnalysisError, match="in which the person alone speaks"):
        withdraw(root, "N06", on=ON, archive=tmp_path / "away")


def test_the_command(root: Path) -> None:
    """It lists what changes and what no program can take back; check then says what is left out."""
    runner = CliRunner()
    run = runner.invoke(command.app, ["withdraw", "P01", "--on", ON, "--dry-run", "--study", str(root)])

    assert run.exit_code == 0
    assert "codings      S01: 2 -> 0" in run.stdout and "version history" in run.stdout
    assert f"would be recorded: P01, all uses withdrawn {ON}" in run.stdout
    runner.invoke(command.app, ["withdraw", "P01", "--on", ON, "--study", str(root)])
    check = runner.invoke(command.app, ["check", "--study", str(root)])
    assert f"left out   P01: withdrawn {ON}; 3 codings of the person's words are left out" in check.stdout


def test_claims_and_judgements_that_lose_their_ground(root: Path) -> None:
    """The claim that rests on P01 alone loses its chain and its reference; the thread names words that are gone."""
    first = open_study(root).codings().query("source == 'S01'").iloc[0]
    ref = f"S01/{first['id']}"
    claim = "  - {id: C1, text: {en: So.}, kind: descriptive, research_question: RQ1, by: a, "
    kit.put(root, "codebook/claims.yaml", f"claims:\n{claim}evidence: [{ref}]}}\n")
    thread = (
        f"  - {{id: t, question: {{en: Why?}}, theme: {first['code']}, origin: makers, by: a, segments: [{ref}]}}\n"
    )
    kit.put(root, "codebook/threads.yaml", f"threads:\n{thread}")
    done = withdraw(root, "P01", on=ON, dry_run=True)

    [(name, before, after)] = changed(done, "claim")
    assert name == "C1" and before.startswith("1 for by 1 in 1 sources") and after.startswith("0 for by 0 in 0 sources")
    assert f"names what is gone: {ref}" in after
    [(where, stands, why)] = changed(done, "judgement")
    assert (where, stands) == ("codebook/threads.yaml, line 2", "stands") and ref in why
