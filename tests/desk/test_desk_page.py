"""The desk's page, act by act: real clicks and keys, the real Python widget, and what then lies on the disk."""

import study_kit as kit
from desk_kit import CAFE, FRIEND, add, desk, journal, span

SECOND = """async () => {
  const { default: widget } = await import('http://desk.test/desk.js');
  const host = document.body.appendChild(document.createElement('div'));
  widget.render({ model: window.model, el: host, signal: window.stop.signal });
}"""


def test_the_mouse_selects_and_typing_codes(staged):
    """A selection snaps to whole words; three letters and Enter code it; the desk says so."""
    at = staged()
    at.select("tayed for the caf")
    at.page.keyboard.type("sta")
    at.press("Enter")

    assert at.codings() == [("EXP.STAY", "stayed for the café")]
    assert at.page.locator(".jd-chip b").first.text_content() == "EXP.STAY"
    assert "EXP.STAY put on 4 words" in at.page.locator(".jd-sr[role=status]").text_content()


def test_a_click_in_the_tree_codes_the_selection(staged):
    """Once a selection is there, a code of the tree takes it."""
    at = staged()
    at.select(FRIEND)
    at.page.locator('[role=treeitem][data-code="EXP.FIRST"]').click()

    assert at.codings() == [("EXP.FIRST", FRIEND)]


def test_the_keyboard_alone_codes(staged):
    """Down to the answer, Space for the sentence, letters, Enter: no mouse."""
    at = staged()
    at.text()
    at.press("ArrowDown", "ArrowDown", "Space", "Space")
    at.page.keyboard.type("fir")
    at.press("Enter")

    assert at.codings() == [("EXP.FIRST", f"By bus 🚌, mostly. {FRIEND}.")]


def test_words_are_selected_one_by_one(staged):
    """Shift with the arrows extends word by word, behind an emoji too; offsets are code points."""
    at = staged()
    at.text()
    at.press("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    at.press("Shift+ArrowRight", "Shift+ArrowRight", "Enter", "Enter")

    assert at.codings() == [("EXP.FIRST", "A friend asked")]


def test_a_selection_across_passages_is_one_segment_each(staged, root):
    """Two answers, one step; the interviewer's words are left out."""
    at = staged()
    at.select("asked me to come", "for the café")
    at.page.keyboard.type("stay")
    at.press("Enter")

    assert at.codings() == [("EXP.STAY", "asked me to come."), ("EXP.STAY", CAFE)]
    at.press("Control+z")
    assert at.codings() == []
    at.select("How did you", "By bus")
    at.press("Enter", "Enter")
    assert [quote for _, quote in at.codings()] == ["By bus"]


def test_several_codes_at_once(staged, root):
    """Shift+Enter takes one more code; Enter puts all, as one step."""
    at = staged()
    at.select(CAFE)
    at.page.keyboard.type("stay")
    at.press("Shift+Enter")
    at.page.keyboard.type("first")
    at.press("Enter")

    assert sorted(at.codings()) == [("EXP.FIRST", CAFE), ("EXP.STAY", CAFE)]
    assert len({act.batch for act in journal(root).acts}) == 1


def test_favourites_have_a_digit(staged):
    """A starred code is 1. Without a selection nothing is coded and the desk says what to do; it is there next time."""
    at = staged()
    at.page.locator('[role=treeitem][data-code="EXP.STAY"]').click()
    at.press_button("Favourite")
    at.text()
    at.press("ArrowDown", "ArrowDown", "1")
    assert "Select words first (Space takes the sentence); then 1 codes" in at.page.locator(".jd-notice").text_content()
    assert at.codings() == []
    at.press("Space", "1")

    assert at.codings() == [("EXP.STAY", "By bus 🚌, mostly.")]
    at.open()
    assert "EXP.STAY" in at.page.locator(".jd-hotcode").first.text_content()


def test_a_code_in_the_speakers_words(staged):
    """Ctrl+I makes a code of the selection, and the tree shows it."""
    at = staged()
    at.select("for the café")
    at.press("Control+i")
    at.press("Control+Enter")

    assert at.codings() == [("NEW.1", "for the café")]
    assert at.page.locator('[role=treeitem][data-code="NEW.1"]').text_content().startswith("NEW.1for the café")


def test_the_ends_move_word_by_word(staged, root):
    """Alt with the arrows moves the end, with Shift the start."""
    add(desk(root), "I stayed for the café")
    at = staged()
    at.click("for the café")
    at.press("Alt+ArrowRight")
    at.saved()
    at.press("Alt+Shift+ArrowRight")

    assert at.codings() == [("EXP.STAY", "stayed for the café, and")]


def test_an_end_can_be_dragged(staged, root):
    """With the handle at the end; the new end snaps to the word, and the coding stays chosen."""
    add(desk(root), CAFE)
    at = staged()
    at.click("for the café")
    box = at.page.locator(".jd-handle-end").bounding_box()
    target = at.page.evaluate(
        "() => { const t = document.querySelectorAll('.jd-words')[2].firstChild; const r = document.createRange();"
        " const a = t.data.indexOf('friend'); r.setStart(t, a); r.setEnd(t, a + 3);"
        " const b = r.getBoundingClientRect(); return [b.right, b.top + b.height / 2]; }"
    )
    at.page.mouse.move(box["x"] + 1, box["y"] + 8)
    at.page.mouse.down()
    at.page.mouse.move(*target, steps=3)
    at.page.mouse.up()

    assert at.codings() == [("EXP.STAY", "I stayed for the café, and because a friend")]
    assert at.page.locator('.jd-codes .jd-chip[aria-pressed="true"]').count() == 1


def test_a_coding_moves_to_other_words(staged, root):
    """Choose it, select other words, take the offer: the coding stands there with its memo."""
    add(desk(root), CAFE, memo="hm")
    at = staged()
    at.click("for the café")
    at.select(FRIEND)
    at.page.get_by_role("option", name="Move EXP.STAY here").click()

    assert at.codings() == [("EXP.STAY", FRIEND)]
    assert desk(root).state.codings[0].memo == "hm"


def test_split_recode_and_remove(staged, root):
    """The cut lies before the word at the cursor; r changes the code; Delete removes; each is undone."""
    add(desk(root), CAFE)
    at = staged()
    at.click("for")
    at.press("\\")
    assert at.codings() == [("EXP.STAY", "I stayed"), ("EXP.STAY", "for the café")]
    at.click("stayed for")
    at.press("r")
    at.page.keyboard.type("first")
    at.press("Enter")
    assert at.codings()[0] == ("EXP.FIRST", "I stayed")
    at.press("Delete")
    assert at.codings() == [("EXP.STAY", "for the café")]
    for _ in range(3):
        at.press("Control+z")
        at.saved()
    assert at.codings() == [("EXP.STAY", CAFE)]
    at.press("Control+Shift+z")
    assert len(at.codings()) == 2


def test_the_inspector_says_what_is_said(staged, root):
    """Stance, attribute, facet and memo, each saved when it is chosen or left."""
    add(desk(root), CAFE)
    at = staged()
    at.click("for the café")
    at.page.get_by_role("radio", name="supports").check(force=True)
    at.page.get_by_label("valence").select_option("positive")
    at.page.get_by_label("Facet").fill("coffee")
    at.page.get_by_label("Memo", exact=True).fill("a thought")
    at.press("Control+s")
    at.saved()
    (coding,) = desk(root).state.codings

    assert coding.attributes == {"stance": "supports", "valence": "positive"}
    assert (coding.facet, coding.memo) == ("coffee", "a thought")


def test_two_codes_are_linked(staged, root):
    """On the selected words, by keyboard in a dialog."""
    at = staged()
    at.select("because a friend was here I stayed")
    at.press("Control+l")
    dialog = at.page.get_by_role("dialog")
    dialog.get_by_label("From").select_option("EXP.FIRST")
    dialog.get_by_role("combobox", name="To", exact=True).select_option("EXP.STAY")
    dialog.get_by_label("Modality").select_option("denied")
    at.press("Control+Enter")
    at.saved()
    (coding,) = desk(root).state.codings

    assert (coding.relation.from_code, coding.relation.to_code, coding.relation.modality) == (
        "EXP.FIRST",
        "EXP.STAY",
        "denied",
    )


def test_memo_on_the_source_and_proposals(staged, root):
    """In dialogs; what is proposed is listed and can be taken back."""
    at = staged()
    at.press_button("Memo on this source")
    at.page.keyboard.type("a short talk")
    at.press("Control+Enter")
    at.saved()
    at.page.locator('[role=treeitem][data-code="EXP.STAY"]').click()
    at.press_button("Propose another definition")
    at.press("Control+a")
    at.page.keyboard.type("Why somebody did not go.")
    at.press("Control+Enter")
    at.saved()

    assert desk(root).state.memos == (("", "a short talk"),)
    assert [p.definition for p in desk(root).notes.proposals] == ["Why somebody did not go."]
    at.press_button("Take back")
    at.saved()
    assert desk(root).notes.proposals == ()


def test_find_goes_from_place_to_place(staged):
    """Ctrl+F, words, Enter: the cursor stands on them, and a code can be put there."""
    at = staged()
    at.text()
    at.press("Control+f")
    at.page.keyboard.type("a friend")
    at.press("Enter", "Enter", "Escape", "Shift+ArrowRight", "Enter", "Enter")

    assert at.page.locator(".jd-finder .jd-count").text_content() == "2 of 2"
    assert at.codings() == [("EXP.FIRST", "a friend was")]


def test_next_coding_and_next_answer_without_a_code(staged, root):
    """Brackets walk from coding to coding; the button finds what was passed over."""
    at = desk(root)
    add(at, CAFE)
    add(at, "By bus", "EXP.FIRST")
    page = staged()
    page.text()
    page.press("]")
    first = page.page.locator('.jd-chip[aria-pressed="true"] b').first.text_content()
    page.press("]")
    second = page.page.locator('.jd-chip[aria-pressed="true"] b').first.text_content()

    assert (first, second) == ("EXP.FIRST", "EXP.STAY")
    assert page.page.locator(".jd-progress .jd-count").text_content().startswith("2/2")


def test_what_another_window_wrote_comes_in(staged, root):
    """When one returns to the desk; the own undo does not touch it unseen."""
    at = staged()
    add(desk(root), CAFE)
    at.page.wait_for_timeout(1050)
    at.text()
    at.page.locator(".jd-chip").first.wait_for()

    assert at.page.locator(".jd-progress .jd-count").text_content().endswith("1 coding")


def test_history_tells_who_did_what(staged, root):
    """Every act on a coding, also one that was taken back."""
    ben = desk(root)
    id = add(ben, CAFE, memo="first")
    ben.do("memo", id=id, memo="second")
    ben.do("undo")
    at = staged()
    at.click("for the café")
    at.press_button("History")
    rows = at.page.locator(".jd-history li").all_text_contents()

    assert [("first" in rows[0], "second" in rows[1], "taken back" in rows[1])] == [(True, True, True)]


def test_indonesian(staged):
    """The interface in Indonesian; the words of the text stay what they are."""
    at = staged(language="id")

    assert at.page.get_by_role("searchbox", name="Cari dalam teks").count() == 1
    assert at.page.locator(".jd").get_attribute("lang") == "id"
    assert at.page.locator(".jd-words").first.get_attribute("lang") == "en"


def test_provisions_are_coded_in_the_same_desk(staged, root):
    """A law's articles are its labels; nobody's consent is asked."""
    at = staged(source="RULE-1")
    at.select("Aprons are blue")
    at.page.keyboard.type("stay")
    at.press("Enter")

    assert at.codings() == [("EXP.STAY", "Aprons are blue")]
    assert at.page.locator(".jd-who").all_text_contents() == ["1", "2"]


def test_words_that_may_not_be_analysed_cannot_be_coded(staged, root):
    """The passage says so, and a selection there holds nothing."""
    kit.write_consent(root, {"P01": {"analyse": "no"}})
    at = staged()
    at.select(CAFE)
    at.press("Enter", "Enter")

    assert at.page.locator(".jd-barred").count() == 2
    assert at.codings() == []


def test_offsets_are_converted_in_one_place(staged):
    """UTF-16 units to code points and back, around characters beyond the first plane."""
    at = staged()
    found = at.page.evaluate(
        "() => { const r = new tools.Ruler('a🚌b👩🏽c'); const n = 'a🚌b👩🏽c'.length;"
        " return [[0, 1, 3, 4, 6, 8, n].map((u) => r.points(u)), [0, 1, 2, 3, 4, 5, 6].map((p) => r.units(p))]; }"
    )

    assert found == [[0, 1, 2, 3, 4, 5, 6], [0, 1, 3, 4, 6, 8, 9]]


def test_snapping_keeps_words_and_characters_whole(staged):
    """Hyphen and apostrophe join; white space goes; an exact selection still cuts no character."""
    at = staged()
    found = at.page.evaluate(
        '() => { const t = "Tahu-tahu sudah, don\'t e\\u0301t 👩🏽‍🌾.";'
        " return [[2, 3], [10, 15], [18, 20]].map((s) => t.slice(...tools.snap(t, ...s)))"
        ".concat([[23, 24], [27, 29]].map((s) => t.slice(...tools.snap(t, ...s, { exact: true })))); }"
    )

    assert found == ["Tahu-tahu", "sudah", "don't", "e\u0301", "👩🏽‍🌾"]


def test_overlaps_lie_in_lanes(staged):
    """No two stretches in one lane touch; a lane is used again as soon as it is free."""
    at = staged()
    found = at.page.evaluate("() => tools.lanes([[0, 9], [2, 5], [5, 7], [8, 12]].map(([a, b]) => ({ a, b })))")

    assert found == [0, 1, 1, 1]


def test_span_agrees_with_python(staged, root):
    """What the page sends for words behind an emoji is what Python finds there."""
    at = staged()
    at.select("A friend asked")
    at.press("Enter", "Enter")
    (act,) = journal(root).acts

    assert (act.start, act.quote) == (span(at.desk, "A friend asked")["start"], "A friend asked")


def test_a_narrow_cell_keeps_text_and_codes(staged):
    """The codebook becomes a drawer; text and inspector stay, and a code is put as before."""
    at = staged()
    at.page.evaluate("document.body.style.width = '640px'")
    at.select(CAFE)
    at.page.keyboard.type("stay")
    at.press("Enter")

    assert at.codings() == [("EXP.STAY", CAFE)]
    assert not at.page.locator(".jd-tree").is_visible()
    at.press_button("Codes")
    assert at.page.locator(".jd-tree").is_visible()


def test_two_views_of_one_desk_show_the_same(staged):
    """JupyterLab may show one output twice: what is coded in one view stands in both, and none of them waits on."""
    at = staged()
    at.page.evaluate(SECOND)
    at.page.wait_for_function("document.querySelectorAll('.jd-text').length === 2")
    at.select(CAFE)
    at.page.keyboard.type("stay")
    at.press("Enter")
    at.page.wait_for_function("document.querySelectorAll('.jd-codes .jd-chip:not(.jd-pending)').length === 2")

    assert at.codings() == [("EXP.STAY", CAFE)]
    assert at.page.locator(".jd-pending").count() == 0
    assert at.page.locator('.jd-status[data-state="saved"]').count() == 2


def test_the_exact_id_of_a_family_comes_first(staged):
    """Who types a code's whole id gets that code, and none that begins with it."""
    at = staged()
    at.select(CAFE)
    at.page.keyboard.type("exp")
    at.press("Enter")

    assert at.codings() == [("EXP", CAFE)]


def test_the_text_stays_in_a_narrow_cell(staged):
    """With a coding chosen, text and inspector share the height."""
    at = staged()
    at.select(CAFE)
    at.page.keyboard.type("stay")
    at.press("Enter")
    at.page.evaluate("document.body.style.width = '480px'")
    at.page.locator(".jd-chip").first.click()

    assert at.page.locator(".jd-text").bounding_box()["height"] > 150


def test_flags_and_families_are_one_character(staged):
    """A selection that ends in the middle of what is seen as one character takes all of it, also between words."""
    at = staged()
    found = at.page.evaluate(
        '() => { const t = "dari 🇮🇩🇲🇾 dan 1️⃣ ya"; const flag = t.indexOf("🇮🇩"), key = t.indexOf("1");'
        " return [[0, flag + 2], [flag + 2, flag + 3], [flag + 5, flag + 8], [key + 1, key + 2]]"
        ".map((s) => t.slice(...tools.snap(t, ...s))); }"
    )

    assert found == ["dari 🇮🇩", "🇮🇩", "🇲🇾", "1️⃣"]


def test_an_interval_around_an_accepted_share(staged):
    """Wilson's interval: 5 of 10 lie between 24 and 76 %, none of 10 below 28 %, all of 1 above 21 %."""
    at = staged()

    found = at.page.evaluate("() => [[5, 10], [0, 10], [1, 1]].map((x) => tools.wilson(...x))")
    assert found == [[24, 76], [0, 28], [21, 100]]


def test_the_end_of_a_selection_moves_by_characters(staged):
    """Ctrl+Shift with the arrows: for an end inside a word, without the mouse."""
    at = staged()
    at.text()
    at.press("ArrowDown", "ArrowDown", "Shift+ArrowRight", "Control+Shift+ArrowLeft", "Enter", "Enter")

    assert at.codings() == [("EXP.FIRST", "By bu")]


def test_from_sentence_to_sentence(staged):
    """Ctrl with the arrows: to the next sentence, over the end of a passage, and back to the beginning of this one."""
    at = staged()
    at.text()
    at.press("Home", "ArrowDown", "Control+ArrowRight", "Space", "Enter", "Enter")
    at.press("Escape", "Control+ArrowRight", "ArrowRight", "Control+ArrowLeft", "Space", "Enter", "Enter")

    assert [quote for _, quote in at.codings()] == [
        "A friend asked me to come.",
        "I stayed for the café, and because a friend was here I stayed.",
    ]


def test_from_coding_to_coding_of_one_code(staged, root):
    """Braces pass over other codes; brackets in the codebook do, too; e finds the next answer without a code."""
    ben = desk(root)
    for quote, code in ((FRIEND, "EXP.STAY"), ("By bus", "EXP.FIRST"), (CAFE, "EXP.STAY")):
        add(ben, quote, code)
    at = staged()
    chosen = at.page.locator('.jd-codes .jd-chip[aria-pressed="true"]')
    at.text()
    at.press("]", "]")
    first = chosen.get_attribute("data-id")
    at.press("}")
    second = chosen.get_attribute("data-id")
    at.press("}")
    assert (first, chosen.get_attribute("data-id")) == (first, first) and second != first
    at.page.locator('[role=treeitem][data-code="EXP.FIRST"]').focus()
    at.press("]")
    assert chosen.locator("b").text_content() == "EXP.FIRST"
    ben.do("remove", ids=[c.id for c in ben.state.codings if c.quote == CAFE])
    at.open()
    at.text()
    at.press("e", "Space", "Enter", "Enter")
    assert at.codings()[-1][1].startswith("I stayed for the café")
