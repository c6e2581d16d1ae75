"""How text is cut: the same for documents and queries."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.analysis import fold, index_tokens, query_phrase
from search.readings import initials_tokens, pinyin_tokens, splits
from search.segmentation import cut

TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("社區服務低保3幢502号ＡＢ ,，。１２")), max_size=60
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("社區服務", "社区服务"),
        ("ＡＢＣ１２", "abc12"),
        ("Wi-Fi㎡", "wi-fim2"),
        ("電梯\u3000安裝\0", "电梯 安装 "),
        ("e\u0301", "é"),
    ],
)
def test_width_case_and_traditional_characters_do_not_matter(text, folded):
    assert fold(text) == folded


@given(TEXTS)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_each_folded_character_has_its_place_in_the_text(text):
    composed = unicodedata.normalize("NFC", text)
    folded, places = analysis.fold_with_places(composed)
    assert folded == fold(composed)
    assert len(places) == len(folded)
    assert all(0 <= place < len(composed) for place in places)


def test_chinese_is_cut_into_pairs_and_the_last_character():
    assert index_tokens("低保申请a3幢502室") == "低保 保申 申请 请 a 3 幢 502 室"


@given(before=TEXTS, word=TEXTS, after=TEXTS)
def test_what_a_text_contains_is_found_in_it(before, word, after):
    """The phrase of a word occurs among the tokens of every text that has the word between blanks."""
    phrase = query_phrase(fold(word))
    tokens = index_tokens(fold(f"{before} {word} {after}")).split(" ")
    wanted = list(phrase.tokens)
    if not wanted:
        return
    assert any(
        tokens[at : at + len(wanted) - 1] == wanted[:-1]
        and at + len(wanted) <= len(tokens)
        and (
            tokens[at + len(wanted) - 1].startswith(wanted[-1])
            if phrase.is_prefix
            else tokens[at + len(wanted) - 1] == wanted[-1]
        )
        for at in range(len(tokens))
    )


@given(TEXTS)
def test_tokens_hold_nothing_that_an_engine_reads_as_an_operator(text):
    assert all(char.isalnum() or char == " " or not char.isascii() for char in index_tokens(fold(text)))


def test_sounds_are_blurred_as_people_blur_them():
    assert pinyin_tokens(cut("生活保障")) == "sen huo bao zan"
    assert "db" in initials_tokens(cut("低保"), cut("困难补助")).split()


@pytest.mark.parametrize(
    ("latin", "first"),
    [("dibao", ("di", "bao")), ("jumin", ("ju", "min")), ("lvse", ("lv", "se")), ("zhuang", ("zhuang",))],
)
def test_pinyin_without_blanks_is_split_into_syllables(latin, first):
    assert splits(latin)[0] == first


def test_what_is_no_pinyin_is_not_split():
    assert splits("db") == []
    assert splits("wifi") == []
    assert splits("x" * 500) == []
    assert ("di", "b") in splits("dib", unfinished=True)
