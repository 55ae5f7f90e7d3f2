"""What the desk says, in which words, and what it keeps of what a person has typed."""

import re

import pytest
import study_kit as kit
from desk_kit import CAFE, FRIEND, add, desk, journal

QUESTION = "How did you come to be here"
DRAFT = "Cleo read it as a joke, but"


@pytest.fixture
def two(root):
    """Ben and Cleo have finished: the café both, with another valence; the friend Ben alone."""
    ben, cleo = desk(root), desk(root, coder="cleo")
    add(ben, CAFE, attributes={"valence": "positive"})
    add(ben, FRIEND, "EXP.FIRST")
    add(cleo, CAFE, attributes={"valence": "negative"})
    for at in (ben, cleo):
        at.do("finish")


@pytest.fixture
def judge(staged, two):
    """An adjudicator's desk."""
    return staged(coder="judge", role="adjudicator", mode="compare")


def state(at):
    """What the status says: saved, saving, draft or unsaved."""
    return at.page.locator(".jd-status").get_attribute("data-state")


def said(at):
    """What a screen reader hears, and what is seen below the text."""
    return at.page.locator(".jd-sr[role=status]").text_content(), at.page.locator(".jd-notice").text_content()


# --- words that are not coded


def test_interviewers_words_are_answered(staged):
    """Selected by mouse or by keys: it is said and shown that they are read, not coded; they can still be copied."""
    at = staged()
    at.select(QUESTION)
    heard, seen = said(at)
    assert heard == seen and seen.startswith("These are the interviewer’s words. They are read, not coded")
    assert at.page.locator(".jd-notice").is_visible()
    assert QUESTION in at.page.evaluate("getSelection().toString()")
    at.text()
    at.press("Home", "Space")
    assert said(at)[1].startswith("These are the interviewer’s words")
    at.press("ArrowDown", "ArrowDown", "Space")

    assert not at.page.locator(".jd-notice").is_visible()


def test_what_is_left_out_is_said(staged):
    """A selection from a question into an answer: the answer is taken, and the rest is named."""
    at = staged()
    at.select("come to be here", "By bus")
    heard, seen = said(at)

    assert seen == "Left out: 1 turns of the interviewer, or of somebody who does not allow analysis."
    assert heard.startswith("2 words selected in passage 2. Left out: 1")


def test_a_speaker_who_does_not_allow_it_is_named(staged, root):
    """Another sentence than for the interviewer."""
    kit.write_consent(root, {"P01": {"analyse": "no"}})
    at = staged()
    at.select(CAFE)

    assert said(at)[1] == "This speaker does not allow analysis: the words are not coded."


# --- saved, or not


def test_what_is_typed_is_not_called_saved(staged, root):
    """From the first key of a memo on the status says Saving, until the act is on the disk."""
    add(desk(root), CAFE)
    at = staged()
    at.click("for the café")
    assert state(at) == "saved"
    at.page.get_by_label("Memo", exact=True).press_sequentially("hm")
    assert state(at) == "saving"
    at.press("Escape")
    at.saved()

    assert [act.memo for act in journal(root).acts] == ["", "hm"]


def test_refused_words_can_be_copied(staged, root):
    """The coding was removed in another window: the memo stands in the refusal, whole, with a button that copies it."""
    id = add(desk(root), CAFE)
    at = staged()
    at.click("for the café")
    at.page.get_by_label("Memo", exact=True).fill("a long thought")
    desk(root).do("remove", ids=[id])
    at.press("Control+s")
    kept = at.page.get_by_label("What you wrote is kept here")
    kept.wait_for()

    assert kept.input_value() == "a long thought"
    assert "only a coding that stands can be changed" in at.page.locator(".jd-alert").text_content()
    at.page.evaluate("navigator.clipboard && (navigator.clipboard.writeText = async (t) => { window.copied = t; })")
    at.page.evaluate("document.execCommand = () => { window.copied = getSelection().toString() || 'a long thought'; }")
    at.press_button("Copy")
    at.page.wait_for_function("window.copied === 'a long thought'")


def test_a_coding_removed_elsewhere_leaves_the_keys_in_the_desk(staged, root):
    """Its memo just got the focus, by a key, when another window took it away: that is said, and no key gets out."""
    id = add(desk(root), CAFE)
    at = staged()
    at.click("for the café")
    at.text()
    at.page.wait_for_timeout(1100)
    desk(root).do("remove", ids=[id])
    at.press("m")
    at.page.wait_for_function("document.querySelector('.jd-notice').textContent.includes('removed elsewhere')")

    assert at.page.evaluate("document.activeElement.className") == "jd-text"


def test_escape_keeps_a_typed_memo(staged, root):
    """It is a draft then, and said to be one; the same dialog has it again; discarded it is gone."""
    at = staged()
    at.press_button("Memo on this source")
    at.page.keyboard.type("half a thought")
    at.press("Escape")
    assert state(at) == "draft"
    at.page.wait_for_function("document.querySelector('.jd-notice').textContent.startsWith('Kept as a draft')")
    at.press_button("Memo on this source")
    assert at.page.get_by_role("dialog").locator("textarea").input_value() == "half a thought"
    at.press("Control+Enter")
    at.saved()
    assert desk(root).state.memos == (("", "half a thought"),)

    at.press_button("Memo on this source")
    at.page.keyboard.type(" more")
    at.press_button("Discard")
    assert state(at) == "saved"
    assert len(journal(root).acts) == 1


# --- half-written rulings


def test_a_half_written_ruling_stays_with_its_difference(judge):
    """Another one is chosen and left again: reason and choices are there, and the list shows where they wait."""
    rows = judge.page.locator(".jd-hit")
    rows.first.click()
    judge.page.get_by_role("radio", name="drop").check()
    judge.page.get_by_label("Reason in a sentence").fill(DRAFT)
    rows.nth(1).click()
    assert judge.page.get_by_label("Reason in a sentence").input_value() == ""
    assert [row.locator("em").text_content() for row in rows.all()] == ["✎ draft", "attributes"]
    assert state(judge) == "draft"
    rows.first.click()

    assert judge.page.get_by_label("Reason in a sentence").input_value() == DRAFT
    assert judge.page.get_by_role("radio", name="drop").is_checked()


@pytest.mark.parametrize("way", ["cell run again", "page reloaded"])
def test_a_draft_outlives_kernel_and_page(judge, root, way):
    """Nothing of it goes to Python or to the disk before it is settled; then it is gone from the page."""
    judge.page.locator(".jd-hit").first.click()
    judge.page.get_by_label("Reason in a sentence").fill(DRAFT)
    if way == "page reloaded":
        judge.page.reload()
    else:
        judge.page.evaluate("window.stop.abort()")
    judge.open()
    reason = judge.page.get_by_label("Reason in a sentence")
    reason.wait_for()
    assert reason.input_value() == DRAFT
    assert not (root / "codings/judge").exists()
    judge.page.get_by_role("radio", name="drop").check()
    judge.page.get_by_role("radio", name="reading").check()
    judge.press_button("Settle")
    judge.saved()

    assert [act.memo for act in journal(root, "judge").acts] == [DRAFT]


def test_a_refused_ruling_keeps_its_words(judge, root):
    """No outcome was chosen: the reason is still in the form, and in the refusal to be copied."""
    judge.page.locator(".jd-hit").first.click()
    judge.page.get_by_label("Reason in a sentence").fill(DRAFT)
    judge.press_button("Settle")
    judge.page.get_by_label("What you wrote is kept here").wait_for()

    assert judge.page.get_by_label("Reason in a sentence").input_value() == DRAFT
    assert not (root / "codings/judge").exists()


def test_a_draft_about_a_settled_difference_is_shown(judge, root):
    """Somebody settled it in another window meanwhile: the words are not lost without a word."""
    judge.page.locator(".jd-hit").first.click()
    judge.page.get_by_label("Reason in a sentence").fill(DRAFT)
    other = desk(root, coder="judge", role="adjudicator", mode="compare")
    about = other.comparison.differences[0].of
    other.do("rule", of=about, outcome="kept", difference="unit", reason="Settled elsewhere.")
    judge.desk.look()
    judge.open()
    kept = judge.page.get_by_label("What you wrote is kept here")
    kept.wait_for()

    assert kept.input_value() == DRAFT
    assert state(judge) == "saved"


def test_an_early_comparison_says_so(staged, root):
    """Who has not finished is named above the text."""
    add(desk(root), CAFE)
    add(desk(root, coder="cleo"), CAFE)
    at = staged(coder="judge", role="adjudicator", mode="compare", blind=False)

    assert "Opened before ben, cleo had finished" in at.page.locator(".jd-warning").text_content()


# --- a pass that goes on


def test_a_finished_pass_is_reopened_with_a_reason(staged, root):
    """The dialog says whether it is still blind; without a reason nothing happens; then coding goes on."""
    add(desk(root, coder="cleo"), CAFE)
    desk(root).do("finish")
    at = staged()
    at.press_button("Reopen")
    dialog = at.page.get_by_role("dialog")
    assert "still hidden from you" in dialog.text_content()
    dialog.get_by_role("button", name="Reopen").click()
    assert dialog.is_visible()
    dialog.locator("textarea").fill("One answer was passed over.")
    at.press("Control+Enter")
    at.page.wait_for_function("!document.querySelector('.jd-warning').textContent.includes('finished')")
    at.select(FRIEND)
    at.press("Enter", "Enter")

    assert [quote for _, quote in at.codings()] == [FRIEND]
    assert [act.memo for act in journal(root).acts if act.op == "reopen"] == ["One answer was passed over."]


def test_reopening_says_whose_work_can_be_seen(staged, two):
    """Both have finished: the pass is no longer blind, and the dialog says that this is recorded."""
    at = staged()
    at.press_button("Reopen")

    assert "The work of cleo can be seen by now" in at.page.get_by_role("dialog").text_content()


# --- words by kind of source and by language


def test_a_law_has_provisions_not_answers(staged, root):
    """Buttons, progress and lists name what is there; a long label stands whole and beside no other text."""
    kit.change(root, "documents/RULE-1.md", 'articles: ["1", "2"]', 'articles: ["1", "general elucidation (b)"]')
    kit.change(root, "documents/RULE-1.md", "2: Aprons", "general elucidation (b): Aprons")
    at = staged(source="RULE-1")
    names = at.page.locator(".jd-codes").evaluate_all("(all) => all.map((n) => n.getAttribute('aria-label'))")
    label = at.page.locator(".jd-who").nth(1)
    broken, apart = label.evaluate(
        "(n) => { const words = n.closest('.jd-passage').querySelector('.jd-words'), t = n.firstChild;"
        " const rects = (a, b) => { const r = document.createRange(); r.setStart(t, a); r.setEnd(t, b);"
        " return [...r.getClientRects()]; };"
        " const broken = [...t.data.matchAll(/\\S+/g)].filter((m) => rects(m.index, m.index + m[0].length).length > 1);"
        " const right = Math.max(...rects(0, t.length).map((b) => b.right));"
        " return [broken.map((m) => m[0]), words.getBoundingClientRect().left - right]; }"
    )

    assert names == ["Codes in article 1", "Codes in general elucidation (b)"]
    assert at.page.get_by_role("button", name="Next provision without a code").count() == 1
    assert at.page.get_by_role("progressbar", name="0 of 2 provisions coded").count() == 1
    assert broken == [] and apart > 0


@pytest.mark.parametrize(("kind", "words"), [("interview", "jawaban"), ("law", "ketentuan"), ("document", "bagian")])
def test_units_in_indonesian(staged, root, kind, words):
    """Each kind of source has its own word."""
    if kind == "document":
        kit.change(root, "documents/RULE-1.md", "kind: law", "kind: document")
    at = staged(source="S01" if kind == "interview" else "RULE-1", language="id")

    assert at.page.get_by_role("progressbar", name=f"0 dari 2 {words} sudah dikode").count() == 1


def test_the_study_names_its_attributes(staged, root):
    """Stances by the desk, attributes and values by study.yaml, by their id where it gives none; Spasi is a key."""
    named = "{name: {id: Valensi}, values: [{id: positive, name: {id: positif}}, negative]}"
    kit.change(root, "study.yaml", "valence: [positive, negative]", f"valence: {named}")
    add(desk(root), CAFE, attributes={"stance": "qualifies", "valence": "positive"})
    at = staged(language="id")
    at.click("for the café")

    assert at.page.get_by_role("radio", name="bersyarat").is_checked()
    assert at.page.get_by_label("Valensi").locator("option").all_text_contents() == ["–", "positif", "negative"]
    assert at.page.get_by_label("Valensi").input_value() == "positive"
    at.press_button("Pintasan papan tombol")
    assert "Spasi" in at.page.locator(".jd-keys dt").all_text_contents()


def test_a_refusal_is_indonesian(staged, root):
    """As everything else on the page."""
    at = staged(language="id")
    at.select(CAFE)
    add(desk(root), CAFE)
    at.page.keyboard.type("stay")
    at.press("Enter")
    at.page.locator(".jd-alert").wait_for()

    assert "Tidak dilakukan: S01: EXP.STAY sudah ada pada kata-kata ini." in (
        at.page.locator(".jd-alert").text_content()
    )


def test_both_languages_say_the_same_things(staged):
    """Every sentence of the interface stands in both, with the same places in it; so do the keys."""
    at = staged()
    en, other = at.page.evaluate("() => [tools.WORDS.en, tools.WORDS.id]")
    places = re.compile(r"{(\w+)}")

    assert en.keys() == other.keys()
    assert [k for k in en if sorted(places.findall(en[k])) != sorted(places.findall(other[k]))] == []
