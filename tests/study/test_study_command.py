"""`jenjang`: each command, its exit code, and what a person reads where something is wrong."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import study_kit as kit
from typer.testing import CliRunner

import analysis
from analysis import __main__ as command
from analysis.coding.journal import read_journal
from analysis.commands import building
from analysis.study.handle import open_study
from analysis.study.load import load

pytestmark = pytest.mark.usefixtures("coarse")
COMMANDS = ("build", "check", "code", "merge", "new", "suggest", "verify")
CODE = ("code", "S01", "--coder", "anna", "--code", "EXP.STAY", "--quote", "I stayed for the café")
Jenjang = Callable[..., tuple[int, str, str]]


@pytest.fixture
def jenjang(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Jenjang:
    """Runs `main()` as the console does: exit code, what was printed, what was said to be wrong."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["jenjang", *arguments])
        with pytest.raises(SystemExit) as end:
            command.main()
            sys.exit(0)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An uncoded study in which we stand."""
    root = kit.make_study(tmp_path / "bakery", coded=False)
    monkeypatch.chdir(root)
    return root


def test_every_command_has_help() -> None:
    """Each command that is listed tells what it does and what it takes."""
    runner = CliRunner()
    listed = re.findall(r"^  (\w+) {2,}\S", runner.invoke(command.app, ["--help"]).stdout, re.M)

    assert set(listed) >= set(COMMANDS)
    for name in listed:
        run = runner.invoke(command.app, [name, "--help"])
        assert run.exit_code == 0
        assert len(run.stdout.splitlines()) >= 5


def test_the_module_is_the_command(tmp_path: Path) -> None:
    """`python -m analysis` outside of a study: exit code 1, one sentence, no traceback."""
    settings = {**os.environ, "PYTHONPATH": str(Path(analysis.__file__).parents[1])}
    run = subprocess.run(
        [sys.executable, "-m", "analysis", "check"], cwd=tmp_path, env=settings, capture_output=True, text=True
    )

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        f"{tmp_path.name}: no study.yaml here or in a folder above. "
        "Go into a study, or make one with: jenjang new FOLDER\n"
    )


def test_a_whole_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jenjang: Jenjang) -> None:
    """New, check, code, build, verify: each ends with exit code 0 and says what it did, nothing on the error stream."""
    monkeypatch.chdir(tmp_path)
    assert jenjang("new", "empty") == (
        0,
        "10 files in empty/; read empty/README.md, then in that folder: jenjang check\n",
        "",
    )
    assert jenjang("check", "--study", "empty")[0] == 0
    monkeypatch.chdir(kit.make_study(tmp_path / "bakery", coded=False))
    assert jenjang("check") == (
        0,
        "Not frozen yet (the next build lists their checksums): S01, S02, S03\n"
        "3 sources, 1 documents, 3 codes: 0 errors, 0 warnings\n",
        "",
    )
    code, said, wrong = jenjang(*CODE)
    assert (code, wrong) == (0, "")
    assert re.fullmatch(r"saved c[0-9a-f]{11} in codings/anna/S01.jsonl\n", said)
    assert jenjang("build") == (
        0,
        "freeze     2 files written\n"
        "suggest    3 files written\n"
        "figures    26 files written\n"
        "notebooks  up to date\n"
        "Figures, tables and evidence.html: figures/\n",
        "",
    )
    assert jenjang("verify") == (0, "28 same\n", "")
    assert jenjang("suggest") == (
        0,
        "S01: 2 suggestions\nS02: 1 suggestions\n0 of 3 sources were written anew\n",
        "",
    )


def test_build_in_another_profile(root: Path, jenjang: Jenjang) -> None:
    """It says that the folder is not published, and which figures are not drawn, and why."""
    kit.change(root, "figures/themes.yaml", "by: role", "by: source")
    code, said, wrong = jenjang("build", "--profile", "public")

    assert (code, wrong) == (0, "")
    assert said.splitlines() == [
        "not drawn  figures/themes.yaml: a table by source names each interview",
        "freeze     2 files written",
        "suggest    3 files written",
        "figures    12 files written",
        "Figures, tables and evidence.html: out/public/",
        "This profile is not what the study publishes; the folder is git-ignored.",
    ]


def test_verify_tells_and_fails(root: Path, jenjang: Jenjang) -> None:
    """Every file that is not the same, the counts, and exit code 1."""
    jenjang("build")
    (root / "figures/model.csv").unlink()
    kit.put(root, "figures/old[1].csv", "a\n")
    kit.put(root, "codings/suggester/S02.jsonl", "")

    assert jenjang("verify") == (
        1,
        "different  codings/suggester/S02.jsonl: lines of text; see out/verify/codings-suggester-S02.jsonl.txt\n"
        "missing    figures/model.csv\n"
        "extra      figures/old[1].csv\n"
        "No input changed since this was published: a published file was edited, or this machine differs.\n"
        "1 different, 1 extra, 1 missing, 21 same\n",
        "",
    )


def test_code_by_offsets_with_everything(root: Path, jenjang: Jenjang) -> None:
    """Place, stance, attributes, facet and memo come from the options; brackets and colons stay what they are."""
    body = load(root).sources["S01"].body
    start = body.index("By bus")
    place = ("--start", str(start), "--end", str(start + 8), "--stance", "qualifies")
    more = ("--attribute", "valence=positive", "--facet", "[bus] :bus:", "--memo", "a=b", "--provenance", "constructed")
    code, _, _ = jenjang("code", "S01", "--coder", "anna", "--code", "EXP.FIRST", *place, *more)
    [act] = read_journal(root / "codings/anna/S01.jsonl").acts

    assert code == 0
    assert (act.quote, act.facet, act.memo) == ("By bus 🚌", "[bus] :bus:", "a=b")
    assert act.attributes == {"stance": "qualifies", "valence": "positive"}
    assert load(root).coders["anna"].provenance == "constructed"
    assert load(root).problems == ()


def test_code_relates_and_removes(root: Path, jenjang: Jenjang) -> None:
    """With --to and --relation a link is written; --remove takes an act away by its id."""
    link = ("--to", "EXP.STAY", "--relation", "leads-to", "--polarity", "-", "--modality", "denied")
    place = ("--quote", "stayed", "--passage", "3", "--occurrence", "2")
    code, said, _ = jenjang("code", "S01", "--coder", "anna", "--code", "EXP.FIRST", *link, *place)
    made = said.split()[1]
    relation = open_study(root).relations().iloc[0]

    assert code == 0
    assert (relation["to_code"], relation["type"], relation["polarity"], relation["modality"], relation["id"]) == (
        "EXP.STAY",
        "leads-to",
        "-",
        "denied",
        made,
    )
    assert jenjang("code", "S01", "--coder", "anna", "--remove", made)[0] == 0
    assert open_study(root).relations().empty
    assert [act.op for act in read_journal(root / "codings/anna/S01.jsonl").acts] == ["relate", "remove"]


def test_merge(root: Path, jenjang: Jenjang) -> None:
    """Two copies that were coded apart, laid together by git, become one journal again."""
    jenjang(*CODE)
    path = root / "codings/anna/S01.jsonl"
    before = path.read_bytes()
    jenjang("code", "S01", "--coder", "anna", "--code", "EXP.FIRST", "--quote", "By bus")
    mine = path.read_bytes()
    path.write_bytes(before)
    jenjang("code", "S01", "--coder", "anna", "--code", "EXP.FIRST", "--quote", "A friend asked me to come")
    path.write_bytes(path.read_bytes() + mine.removeprefix(before))
    assert jenjang("check")[0] == 1

    assert jenjang("merge", "S01", "--coder", "anna") == (0, "joined in act 3\n", "")
    assert jenjang("check")[0] == 0
    assert len(open_study(root).codings()) == 3
    assert jenjang("merge", "S01", "--coder", "anna") == (0, "the journal has one end; nothing to join\n", "")


MISTAKES = [
    (("check", "--study", "nowhere"), "nowhere: a study is a folder (got none of this name). Mend the name."),
    (("build", "--profile", "secret"), "a profile is one of public, internal (got 'secret'). Write one of them."),
    (("new", "."), "bakery: a new study begins in an empty folder (got one with files). Choose another name."),
    (("new", "a b"), "'a b': a study's folder is named with letters, digits, '.', '_' and '-'. Choose another name."),
    (("new", "README.md/x"), "x: the system refuses (Not a directory). Mend its permissions or choose another."),
    (("merge", "S01", "--coder", "anna"), "codings/anna/S01.jsonl: a merge joins the ends of a journal (got none)."),
    (("merge", "../S01", "--coder", ".."), "a merge joins the ends of a journal (got none). Mend it."),
    (("code", "S9", "--coder", "anna"), "source 'S9' is not in the study. It has S01, S02, S03."),
    (("code", "S01", "--coder", "anna"), "S01: an act names a quote or offsets (got neither). Give --quote."),
    ((*CODE[:4], "--quote", "By bus"), "code '' is not in the codebook."),
    ((*CODE, "--attribute", "valence"), "an attribute is given as NAME=VALUE (got 'valence')."),
    ((*CODE, "--attribute", "mood=[low]"), "an attribute is declared in study.yaml (got 'mood')."),
    ((*CODE, "--to", "EXP.FIRST"), "a relation type is one of leads-to (got '')."),
    ((*CODE, "--relation", "leads-to"), "code '' is not in the codebook."),
    ((*CODE, "--remove", "c0"), "an act removes a coding or makes one (got --remove and more)."),
    ((*CODE[:4], "--remove", "c0"), "a coding that is removed stands in the journal (got 'c0')."),
    ((*CODE, "--occurrence", "-1"), "passages and occurrences are counted from 1"),
    ((*CODE[:-1], "caf\udce9"), "the quote stands in the text as given"),
]


@pytest.mark.parametrize(("arguments", "sentence"), MISTAKES, ids=[" ".join(a) for a, _ in MISTAKES])
def test_a_mistake_is_a_sentence(root: Path, jenjang: Jenjang, arguments: tuple[str, ...], sentence: str) -> None:
    """Exit code 1, the sentence on the error stream, no traceback, no path of this machine, no file left behind."""
    before = kit.files(root)
    code, said, wrong = jenjang(*arguments)

    assert (code, said) == (1, "")
    assert sentence in wrong
    assert "Traceback" not in wrong
    assert str(root.parent) not in wrong
    assert kit.files(root) == before


@pytest.mark.parametrize(
    "arguments",
    [(), ("draw",), ("code",), ("code", "S01"), (*CODE, "--start", "three"), ("build", "--colour", "red"), ("new",)],
)
def test_an_incomplete_command(jenjang: Jenjang, arguments: tuple[str, ...]) -> None:
    """How the command is used is shown, and the exit code is not 0."""
    code, _, wrong = jenjang(*arguments)

    assert code == 2
    assert "Traceback" not in wrong


@pytest.mark.parametrize("name", ["build", "suggest", "verify"])
def test_a_study_that_does_not_check(root: Path, jenjang: Jenjang, name: str) -> None:
    """Whatever rests on the whole study refuses it with every problem, and writes nothing."""
    kit.change(root, "figures/model.yaml", "codes: [EXP.FIRST]", "codes: [WORK]")
    before = kit.files(root)
    code, said, wrong = jenjang(name)

    assert (code, said) == (1, "")
    assert wrong == (
        "the study does not check (1 error); nothing is drawn from it:\n"
        "  figures/model.yaml, line 7: node:come: a code is in the codebook (got WORK). See codebook/codebook.yaml.\n"
    )
    assert kit.files(root) == before


def test_a_folder_that_may_not_be_written(root: Path, jenjang: Jenjang, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is said in a sentence too."""

    def refuses(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", str(root / "figures"))

    monkeypatch.setattr(building, "build_study", refuses)

    assert jenjang("build") == (
        1,
        "",
        "figures: the system refuses (Permission denied). Mend its permissions or choose another.\n",
    )


def test_what_is_written_can_be_read_by_the_team(root: Path, jenjang: Jenjang) -> None:
    """Files get the usual rights, not those of a temporary file."""
    jenjang("build")

    assert stat.S_IMODE((root / "figures/evidence.html").stat().st_mode) == 0o644
