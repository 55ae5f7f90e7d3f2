"""Where words begin and end, and which words count as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from analysis.suggest import propose_root
from analysis.suggest.indonesian import candidates
from analysis.suggest.stems import Keys, light_english, stem
from analysis.suggest.words import listed, make_tokenizer, split_hyphens

TOKENIZER = make_tokenizer(Vocab())


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Dr. Ani, S.STP., M.Si. a.n. Kab. Bima", ["Dr.", "Ani", ",", "S.STP.", ",", "M.Si.", "a.n.", "Kab.", "Bima"]),
        ("pegawai-pegawainya di-training", ["pegawai-pegawainya", "di-training"]),
        ("SKP-nya (2021): No. 5/2017!", ["SKP-nya", "(", "2021", ")", ":", "No.", "5", "/", "2017", "!"]),
        ("“ya”… don't—no", ["“", "ya", "”", "…", "don't", "—", "no"]),
        ("kerja👍🏽keras... lalu", ["kerja", "👍", "🏽", "keras", "...", "lalu"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    """Hyphens and abbreviations stay whole; other marks stand alone."""
    assert [token.text for token in TOKENIZER(text)] == tokens


@given(st.text(alphabet=st.sampled_from("aé👍🏽 .,-'’…()S1\n\u0301"), max_size=40))
def test_no_character_is_lost(text: str) -> None:
    """A Doc is the text that went in."""
    assert TOKENIZER(text).text == text


def test_compounds_come_apart() -> None:
    """A hyphen joins two words, unless one of them is a clitic, an affix or the other again."""
    assert split_hyphens("merit-based") == ["merit", "based"]
    assert [split_hyphens(word) for word in ("SKP-nya", "di-training", "pindah-pindah", "ditutup-tutupi")] == [
        ["SKP-nya"],
        ["di-training"],
        ["pindah-pindah"],
        ["ditutup-tutupi"],
    ]
    assert split_hyphens("not-promoted-nya") == ["not", "promoted-nya"]


FAMILIES = {
    "tempat": "menempatkan ditempatkan penempatan penempatannya nempatin bertempat",
    "pindah": "memindahkan dipindahkan pemindahan perpindahan dipindahin berpindah-pindah mindahin pindahkah",
    "susun": "menyusun disusun penyusunan tersusun nyusun",
    "promosi": "mempromosikan dipromosikan promosinya promosi-promosi",
    "mutasi": "memutasi dimutasi dimutasikan di-mutasi",
    "nilai": "menilai dinilai penilaian penilaiannyalah penilai",
    "latih": "melatih dilatih pelatihan pelatih terlatih",
    "angkat": "mengangkat diangkat pengangkatan diangkatnya ngangkat",
    "umum": "mengumumkan diumumkan pengumuman",
    "urus": "mengurus diurus pengurus ngurus urusan",
    "tunggu": "menunggu ditunggu nunggu nungguin",
    "cari": "mencari dicari nyari pencarian",
    "kembang": "mengembangkan dikembangkan pengembangan berkembang",
    "rencana": "merencanakan direncanakan perencanaan terencana berencana",
}
APART = listed("berangkat keberangkatan peluang beruang nelayan permutasi tempe umur rusun nilam lati umumkah2x")


@pytest.mark.parametrize("root", FAMILIES)
def test_forms_of_a_root_are_one(root: str) -> None:
    """Every form of a root has the root's key, though only the root is known."""
    keys = Keys({"id": {root: root for root in FAMILIES}})

    assert {word: keys.form(word, "id").root for word in FAMILIES[root].split()} == dict.fromkeys(
        FAMILIES[root].split(), root
    )


@pytest.mark.parametrize("word", APART)
def test_false_friends_stay_apart(word: str) -> None:
    """A word that only looks derived is a form of nothing."""
    roots = {root: root for root in (*FAMILIES, "uang", "ruang", "layan", "angkat")}

    assert Keys({"id": roots}).form(word, "id").root == ""


def test_a_word_that_never_counts() -> None:
    """The codebook's list holds for the word and for what is made of it."""
    roots = {"kerja": "kerja"}

    assert Keys({"id": roots}).form("sekerja", "id").root == "kerja"
    never = Keys({"id": roots}, {"id": ("sekerja",)})
    assert [never.form(word, "id").root for word in ("sekerja", "sekerjanya", "bekerja")] == ["", "", "kerja"]


@pytest.mark.parametrize(
    ("word", "root"),
    [
        *((form, root) for root in ("tempat", "pindah", "susun", "promosi", "mutasi", "nilai", "angkat", "umum")
          for form in FAMILIES[root].split()[:3]),
        ("pelatihan", "latih"), ("kenaikan", "naik"), ("kinerja", "kinerja"), ("kepemimpinan", "pimpin"),
        ("keterbukaan", "buka"), ("perencanaan", "rencana"), ("pengembangan", "kembang"), ("menguasai", "kuasa"),
        ("disiplin", "disiplin"), ("kompetensi", "kompetensi"), ("seleksi", "seleksi"), ("SKP-nya", "skp"),
        ("hitung-hitungan", "hitung"), ("mentoring", "mentoring"), ("suksesi", "suksesi"), ("penerimaan", "terima"),
    ],
)  # fmt: skip
def test_proposed_root(word: str, root: str) -> None:
    """The rules alone name the root that a person would."""
    assert propose_root(word, "id") == root


def test_a_known_word_is_preferred() -> None:
    """Where several bases are possible, the one that the codebook uses is meant."""
    assert propose_root("penataan", "id") == "tata"
    assert propose_root("memakai", "id", {"pakai"}) == "pakai"
    assert propose_root("pengawasan", "id", {"kawas"}) == "kawas"


def test_verbs_and_their_nouns() -> None:
    """Inflection keeps to clitics and voice: no noun of a verb, no bare base for a verb."""
    keys = Keys({"id": {"penilaian": "nilai", "ditempatkan": "tempat", "promosi": "promosi", "suksesi": "suksesi"}})
    forms = {word: keys.form(word, "id") for word in ("penilaiannya", "menilai", "tempatnya", "menempatkan", "sukses")}

    assert forms["penilaiannya"].light == "penilaian"
    assert (forms["menilai"].root, forms["menilai"].light) == ("nilai", "")
    assert (forms["tempatnya"].light, forms["tempatnya"].voiced) == ("tempat", False)
    assert (forms["menempatkan"].light, forms["menempatkan"].voiced) == ("tempat", True)
    assert forms["sukses"].root == ""


def test_english() -> None:
    """Stems join derivations; inflection joins only -s, -ed and -ing."""
    assert {stem(word, "en") for word in ("promotion", "promoted", "promotes")} == {"promot"}
    assert {light_english(word) for word in ("promote", "promoted", "promotes", "promoting")} == {"promot"}
    assert light_english("promotion") == "promotion"
    assert {light_english(word) for word in ("policy", "policies")} == {"polici"}
    assert {light_english(word) for word in ("class", "classes", "class's")} == {"class"}


def test_a_language_without_stemmer() -> None:
    """Where nobody has written a stemmer, only the word itself counts."""
    keys = Keys({"tpi": {"wok": "wok"}})

    assert [keys.form(word, "tpi").root for word in ("wok", "woks")] == ["wok", ""]


def test_candidates_are_closed_under_case() -> None:
    """No base is longer than the word and a swallowed consonant."""
    assert all(len(base) <= len(word) for word in APART for base in candidates(word))
