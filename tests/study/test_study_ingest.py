"""`jenjang ingest`: files from the field come in, the unsure is asked or refused, and nothing is lost or done twice."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable
from pathlib import Path

import field_kit as field
import pytest
import study_kit as kit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import __main__ as command
from analysis.errors import SourceError
from analysis.sources.cast import Cast, parse_voice, read_cast
from analysis.sources.text import read_source
from analysis.study.asking import Interview
from analysis.study.handle import open_study
from analysis.study.ingest import REFUSED, SKIPPED, TOOK, Given, ingest
from analysis.study.load import load
from analysis.study.roster import Roster
from analysis.tables import normalise

Jenjang = Callable[..., tuple[int, str, str]]
BARE = "P: Sudah lama?\nI: Sudah.\nP: Sejak kapan?\nI: Sejak 2010.\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An uncoded study in which we stand; a folder `field` beside it."""
    root = kit.make_study(tmp_path / "bakery", coded=False)
    (tmp_path / "field").mkdir()
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def jenjang(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Jenjang:
    """Runs `main()` as the console does: exit code, what was printed, what was said to be wrong."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["jenjang", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            command.main()
            sys.exit(0)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return run


def lay(root: Path, name: str, data: str | bytes) -> Path:
    """A file in the folder beside the study."""
    path = root.parent / "field" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def spoken(root: Path, source: str) -> list[tuple[str, str, str]]:
    """(label, locator, text) of each passage of a source of the study."""
    return [(p.label, p.locator, p.text) for p in open_study(root).source(source).passages]


def test_a_transcript_comes_in(root: Path, jenjang: Jenjang) -> None:
    """What was understood is shown, the text form is written, the participant is new, the original as it was."""
    path = lay(root, "wawancara 2024-05-06.txt", field.TALK)
    code, said, wrong = jenjang("ingest", path, "--role", "baker")

    assert (code, wrong) == (0, "")
    assert said == (
        "S04  wawancara 2024-05-06.txt: 3 passages, en, 2024-05-06\n"
        "    Pewawancara -> INT (interviewer): 2 turns, 5 words\n"
        "    Informan 1 -> P04 (respondent): 1 turns, 7 words\n"
        "1 taken\n"
        "New in interviews/participants.csv: P04. Complete their rows, and write what each of them allowed into "
        "interviews/consent.csv: until then nothing of theirs may be analysed or quoted.\n"
    )
    source = open_study(root).source("S04")
    assert source.meta["original"] == {
        "name": "wawancara 2024-05-06.txt",
        "sha256": hashlib.sha256(field.TALK.encode()).hexdigest(),
        "format": "txt",
        "encoding": "utf-8",
    }
    assert spoken(root, "S04")[1] == ("P04", "", "Sudah. Sejak 2010.\n\nYa, lama sekali. 👩‍👩‍👧")
    assert (root / "interviews/participants.csv").read_text().endswith("P03,seller\nP04,baker\n")
    assert path.read_bytes() == field.TALK.encode()


def test_check_asks_for_what_the_new_person_allowed(root: Path, jenjang: Jenjang) -> None:
    """Nothing is allowed until it is written down."""
    jenjang("ingest", lay(root, "a.txt", field.TALK), "--role", "baker", "--date", "2024-05-06")
    code, said, _ = jenjang("check")

    assert code == 1
    assert said.startswith("error: interviews/participants.csv, line 5: each person's consent is recorded (got none")


def test_again_changes_nothing(root: Path, jenjang: Jenjang) -> None:
    """The original is known by its checksum, under any name."""
    path = lay(root, "a.txt", field.TALK)
    jenjang("ingest", path, "--role", "baker", "--date", "2024-05-06")
    before = kit.files(root)
    path.rename(path.with_name("b.txt"))

    assert jenjang("ingest", path.parent)[:2] == (0, "skipped  b.txt: is in the study already, as S04\n1 skipped\n")
    assert kit.files(root) == before


def test_a_dry_run_writes_nothing(root: Path, jenjang: Jenjang) -> None:
    """It shows what would be taken."""
    before = kit.files(root)
    code, said, _ = jenjang("ingest", lay(root, "a.txt", field.TALK), "--role", "baker", "--dry-run")

    assert (code, said.splitlines()[-1]) == (0, "1 taken (dry run: nothing was written)")
    assert kit.files(root) == before


def test_a_bare_letter_is_never_guessed(root: Path, jenjang: Jenjang) -> None:
    """`P` and `I` refuse the file and say what to give; with a file of speakers it is taken."""
    path, before = lay(root, "a.txt", BARE), kit.files(root)
    code, said, _ = jenjang("ingest", path, "--role", "baker", "--date", "2024-05-06")

    assert (code, kit.files(root)) == (1, before)
    assert said == (
        "refused  a.txt: a person has to say (what these speakers are: P (2, 'Sudah lama?'), I (2, 'Sudah.')). Say it "
        "with --speakers FILE (--speakers-template begins one) or --speaker LABEL=PART.\n1 refused\n"
    )
    speakers = lay(
        root,
        "speakers.yaml",
        "P: interviewer\nfiles:\n  a.txt:\n    date: 2024-05-07\n    speakers:\n      I: {part: respondent, id: P02}\n",
    )
    assert jenjang("ingest", path, "--speakers", speakers)[0] == 0
    assert [label for label, _, _ in spoken(root, "S04")] == ["INT", "P02", "INT", "P02"]
    assert open_study(root).source("S04").date == "2024-05-07"


def test_a_label_that_is_a_participants_id_is_asked_about_too(root: Path, jenjang: Jenjang) -> None:
    """Another transcriber's P01 may be anybody; his words must not come under our P01's consent."""
    path = lay(root, "a.txt", "INT: Why?\n\nP01: So.\n\nINT: And?\n\nP01: So.\n")

    assert "what these speakers are: P01" in jenjang("ingest", path)[1]
    assert jenjang("ingest", path, "--speaker", "P01=respondent:P01", "--date", "2024")[0] == 0


def test_a_template_is_what_the_files_hold(root: Path, jenjang: Jenjang) -> None:
    """Labels with their parts where a word says them; completed, it takes the files in."""
    lay(root, "a.txt", BARE)
    lay(root, "b: #1.txt", field.TALK)
    template = root.parent / "speakers.yaml"
    code, said, _ = jenjang("ingest", root.parent / "field", "--speakers-template", template)

    assert (code, said) == (0, "speakers.yaml: complete it, then give it with --speakers. Nothing was taken in.\n")
    found = read_cast(template)
    assert {name: {label: v.part for label, v in voices.items()} for name, voices in found.files.items()} == {
        "a.txt": {"P": "", "I": ""},
        "b: #1.txt": {"Pewawancara": "interviewer", "Informan 1": "respondent"},
    }
    text = template.read_text().replace("P: {part: ~}", "P: interviewer").replace("I: {part: ~}", "I: respondent")
    template.write_text(text)
    assert jenjang("ingest", root.parent / "field", "--speakers", template, "--role", "baker")[0] == 0


def test_two_labels_of_one_person(root: Path) -> None:
    """The full name first and initials later: one id, and a part that does not change."""
    path = lay(
        root,
        "a.md",
        "**Ann Lee**: Why?\n\n**Bo Ek**: So.\n\n**AL**: Now?\n\n**AL**: Or?\n\n**BE**: Ya.\n\n**BE**: No.\n",
    )
    voices = dict(
        parse_voice(s) for s in ("Ann Lee=interviewer", "AL=interviewer:INT", "Bo Ek=other:P02", "BE=other:P02")
    )
    (outcome,) = ingest(root, [path], Given(cast=type(Given().cast)(voices)))

    assert outcome.verdict == TOOK
    assert [label for label, _, _ in spoken(root, outcome.source)] == ["INT", "P02", "INT", "INT", "P02", "P02"]


def test_one_person_with_two_parts_is_refused(root: Path) -> None:
    """An id has one part in a talk."""
    voices = dict(map(parse_voice, ("P=respondent:P01", "I=other:P01")))
    (outcome,) = ingest(root, [lay(root, "a.txt", BARE)], Given(cast=Cast(voices)))

    assert outcome.why == "a speaker has one part in a talk (got P01 is respondent and, as 'I', other). Give two ids."


def test_words_under_no_label(root: Path, jenjang: Jenjang) -> None:
    """A text without speakers is somebody's, and a person says whose; field notes are the observer's."""
    path = lay(root, "a.txt", "Satu.\n\nDua.\n")

    assert "whose the words under no label are: * (2 paragraphs, 'Satu.')" in jenjang("ingest", path)[1]
    assert jenjang("ingest", path, "--others", "respondent", "--role", "baker")[0] == 0
    assert jenjang("ingest", lay(root, "b.txt", "Tiga.\n"), "--kind", "observation")[0] == 0
    assert [spoken(root, s) for s in ("S04", "S05")] == [
        [("P04", "", "Satu."), ("P04", "", "Dua.")],
        [("OBSERVER", "", "Tiga.")],
    ]


def test_a_host_without_a_label(root: Path, jenjang: Jenjang) -> None:
    """Whose later paragraphs are is asked where `*` speaks."""
    path = lay(root, "a.txt", "Selamat datang.\n\nSri : Ya.\n\nTerima kasih.\n\nSri : Sama-sama.\n")
    speakers = lay(root, "s.yaml", 'Sri: {part: respondent, id: P01}\nfiles: {a.txt: {speakers: {"*": interviewer}}}\n')

    assert "whose later paragraphs without a label are" in jenjang("ingest", path, "--speakers", speakers)[1]
    speakers.write_text(speakers.read_text().replace('"*": interviewer', '"*": {part: interviewer, unlabelled: own}'))
    assert jenjang("ingest", path, "--speakers", speakers)[0] == 0
    assert [label for label, _, _ in spoken(root, "S04")] == ["P01", "INT", "P01", "INT"][::-1]


def test_a_folder_goes_on_past_a_bad_file(root: Path, jenjang: Jenjang) -> None:
    """Each file has its line: taken, skipped, refused and why; one refused makes exit code 1."""
    lay(root, "1.txt", field.TALK)
    lay(root, "2.docx", field.bomb())
    lay(root, "3.mp3", b"ID3")
    lay(root, "sub/4.txt", field.TALK.replace("2010", "2011"))
    (root.parent / "field/5.txt").symlink_to(root / "interviews/S01.md")
    code, said, _ = jenjang("ingest", root.parent / "field", "--role", "baker")
    lines = said.splitlines()

    assert code == 1
    assert "taken    1.txt -> S04" in lines and "taken    4.txt -> S05" in lines
    assert "skipped  3.mp3: no reader for .mp3" in lines
    assert "skipped  5.txt: a link; name it to have it read" in lines
    assert any(line.startswith("refused  2.docx: word/document.xml unpacks within the bounds") for line in lines)
    assert "1 refused, 2 skipped, 2 taken" in lines


def test_the_study_itself_is_not_taken_in(root: Path) -> None:
    """A folder that holds the study leaves its own texts where they are."""
    found = ingest(root, [root / "interviews"])

    assert {o.name: o.why for o in found}["S01.md"] == "lies in the study already"
    assert all(o.verdict == SKIPPED for o in found if o.name.endswith(".md"))


def test_a_text_that_is_in_the_form_already(root: Path, jenjang: Jenjang) -> None:
    """It is copied as it is; the same text is known again; another text under a taken id is refused."""
    text = kit.interview("S09", "INT: Why?\n\nP01: So.\n", person="P01")
    path = lay(root, "whatever.md", text)

    assert jenjang("ingest", path)[0] == 0
    assert (root / "interviews/S09.md").read_text() == text
    assert "as S09" in jenjang("ingest", path)[1]
    assert (
        "each source has its own id (got S09, which is taken)"
        in jenjang("ingest", lay(root, "x.md", text + "\nP01: No.\n"))[1]
    )


def test_a_law_is_its_articles(root: Path, jenjang: Jenjang) -> None:
    """Documents go to documents/, by article, with the page as locator, and nobody is asked to have spoken."""
    path = lay(root, "law-2020-01-02.pdf", field.pdf([["Menimbang.", "Pasal 1", "Satu."], ["Pasal 2", "Dua."]]))
    code, said, _ = jenjang("ingest", path, "--kind", "law", "--id", "RULE-2", "--provenance", "public")

    assert (code, said) == (0, "RULE-2  law-2020-01-02.pdf: 3 passages, en, 2020-01-02\n1 taken\n")
    assert spoken(root, "RULE-2") == [("preamble", "p. 1", "Menimbang."), ("1", "p. 1", "Satu."), ("2", "p. 2", "Dua.")]
    frame = open_study(root).passages
    assert list(frame[frame["source"] == "RULE-2"]["locator"]) == ["p. 1", "p. 1", "p. 2"]


def test_times_are_locators(root: Path) -> None:
    """A quote of a caption file is cited by speaker and time."""
    text = "WEBVTT\n\n01:02.000 --> 01:03.000\n<v Interviewer>Why?\n\n01:04.000 --> 01:05.000\n<v Informan 1>So.\n"
    (outcome,) = open_study(root).ingest(lay(root, "a.vtt", text), given=Given(role="baker"))

    assert spoken(root, outcome.source) == [("INT", "00:01:02", "Why?"), ("P04", "00:01:04", "So.")]


def test_a_line_that_begins_like_a_label_opens_no_passage(root: Path) -> None:
    """It is joined to the line before, and that is said."""
    path = lay(root, "a.txt", "Pewawancara: Apa?\n\nInforman 1: Tertulis:\n\nINT: bukan label.\n")
    cast = Cast(dict([parse_voice("INT=none")]))
    (outcome,) = ingest(root, [path], Given(role="baker", cast=cast))

    assert spoken(root, outcome.source)[1] == ("P04", "", "Tertulis: INT: bukan label.")
    assert outcome.plan and outcome.plan.notes == ("1 lines that begin like a label joined to the line before",)


def test_a_date_in_words_at_the_head(root: Path) -> None:
    """A line `Tanggal:` gives it; without any, the command says that the front matter lacks it."""
    head = "Tanggal wawancara: Senin, 14 Maret 2022\n\n"
    found = ingest(root, [lay(root, "a.txt", head + field.TALK), lay(root, "b.txt", field.TALK)], Given(role="baker"))

    assert [o.plan.date for o in found if o.plan] == ["2022-03-14", ""]
    assert spoken(root, "S04")[0] == ("NOTE", "", head.strip())


def test_other_columns_of_participants_stay(root: Path) -> None:
    """The new row has id, role and provenance; what stood in the table stands there as it was."""
    path = root / "interviews/participants.csv"
    path.write_text('id,provenance,role,remark\nP01,recorded,baker,"a, b"\n')
    ingest(root, [lay(root, "a.txt", field.TALK)], Given(role="seller", provenance="public"))

    assert path.read_text() == 'id,provenance,role,remark\nP01,recorded,baker,"a, b"\nP04,public,seller,\n'


@pytest.mark.parametrize("name", ["..\n..\n.txt", "a\u202e.txt", "-rf; $(x).txt", "é" * 120 + ".txt", "'\"{}: #.txt"])
def test_tricks_in_names_are_harmless(root: Path, name: str) -> None:
    """The file's name is kept as one harmless word; nothing is written but the source and the participant."""
    before = set(kit.files(root))
    (outcome,) = ingest(root, [lay(root, name, field.TALK)], Given(role="baker", date="2024-05-06"))

    assert outcome.verdict == TOOK and "\n" not in outcome.name
    assert set(kit.files(root)) - before == {"interviews/S04.md"}
    source, problems = read_source(root / "interviews/S04.md", name="interviews/S04.md")
    assert source and not problems and source.meta["original"]["name"] == outcome.name


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--kind", "talk"), "kind is one of interview"),
        (("--provenance", "me"), "provenance is one of recorded"),
        (("--others", "guest"), "a part is one of interviewer"),
        (("--speaker", "Sri"), "--speaker is LABEL=PART"),
        (("--role", "king"), "a role is one of baker, seller (got 'king')"),
        (("--language", "e n"), "a language is a code such as en"),
        (("--id", "S01"), "each source has its own id (got S01, which is taken)"),
        (("--id", "../x"), "an id is letters, digits"),
        (("--date", "soon"), "a date is year-month-day (got 'soon')"),
    ],
)
def test_what_is_given_must_hold(root: Path, jenjang: Jenjang, arguments: tuple[str, str], said: str) -> None:
    """A sentence, exit code 1, nothing written."""
    before = kit.files(root)
    given = arguments if "--role" in arguments else (*arguments, "--role", "baker")
    code, printed, wrong = jenjang("ingest", lay(root, "a.txt", field.TALK), *given)

    assert code == 1 and said in printed + wrong
    assert kit.files(root) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", "a file of speakers is a list of labels"),
        ("P: guest\n", "s.yaml, line 1, 'P': a part is one of"),
        ("P: {part: other, name: x}\n", "of a label one says part, id, role (got name)"),
        ("files: {a.txt: {who: x}}\n", "of a file one says date, language"),
        ("files: [a]\n", "a file has speakers"),
        ("'*': {part: other, unlabelled: x}\n", "unlabelled is own or continues (got x)"),
    ],
)
def test_a_file_of_speakers_must_hold(tmp_path: Path, text: str, said: str) -> None:
    """The message names its line and the rule."""
    path = kit.put(tmp_path, "s.yaml", text)
    with pytest.raises(SourceError) as error:
        read_cast(path)

    assert said in str(error.value)


def test_a_person_is_asked(root: Path) -> None:
    """One question after the other; what was answered is taken, and an empty answer passes the file over."""
    answers = iter(["interviewer", "respondent", "new", "baker", "cp1252", ""])
    said: list[str] = []
    interview = Interview(lambda question, options: next(answers), said.append, open_study(root).config.roles)
    bare = lay(root, "a.txt", BARE)
    given = Given(date="2024-05-06")

    (outcome,) = ingest(root, [bare], given, answer=interview)
    assert (outcome.verdict, [label for label, _, _ in spoken(root, "S04")][:2]) == (TOOK, ["INT", "P04"])
    (outcome,) = ingest(root, [lay(root, "b.txt", BARE.encode() + b"P: Caf\xe9?\n")], given, answer=interview)
    assert outcome.verdict == REFUSED
    assert said[0] == "a.txt:" and any(line.startswith("  cp1252") and "Café" in line for line in said)


LINES = st.text(st.sampled_from("aé 👩\u200d👧:[]*#\n.PINT0123ש"), max_size=40)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(LINES, min_size=1, max_size=6))
def test_what_was_taken_reads_back(root: Path, lines: list[str]) -> None:
    """Whatever stands in a transcript, the source that is written checks, its words those of the original, in order."""
    text = "Pewawancara: Apa?\n\nInforman 1: Ya.\n\n" + "\n\n".join(lines)
    given = Given(role="baker", date="2024-05-06", others="other")
    (outcome,) = ingest(root, [lay(root, "a.txt", text)], given, dry_run=True)

    if outcome.plan is None:
        assert outcome.verdict == REFUSED and outcome.why
        return
    source, problems = read_source(kit.put(root.parent, "S04.md", outcome.plan.text))
    assert source and not problems and len(source.passages) == outcome.plan.passages
    left = iter(re.findall(r"\w+", normalise(text)))
    assert all(word in left for passage in source.passages for word in re.findall(r"\w+", passage.text))


def test_the_id_of_a_withdrawn_text_is_not_given_again(tmp_path):
    """What left with its person's consent is listed by id; the next text gets another."""
    root = kit.make_study(tmp_path / "study", coded=False)
    kit.put(root, "interviews/withdrawn.csv", "file,sha256,source,withdrawn_at\nx,y,S04,2024-06-01\n")

    assert "S04" in Roster.of(load(root)).sources


def test_everyone_who_answers_is_counted(root: Path) -> None:
    """Two who answer in one interview are two persons, whatever part they are declared in, as for the sample."""
    path = lay(root, "both.txt", "INT: How was it?\n\nINF: Long.\n\nSPOUSE: He slept.\n")
    voices = dict(parse_voice(item) for item in ("INT=interviewer", "INF=respondent", "SPOUSE=other"))
    taken = ingest(root, [path], Given(language="en", role="baker", cast=Cast(voices)))[0]
    source = open_study(root).source(taken.source)

    assert (source.n_persons, len(source.participants)) == (2, 2)
