"""Addresses are the names as people read them."""

import subprocess
import sys

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from communities.pinyin import LONGEST, slug_base, unique_slug
from communities.reserved import RESERVED, is_reserved


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("乌衣巷社区", "wuyixiang"),
        ("夫子庙街道", "fuzimiao"),
        ("长乐路社区", "changlelu"),
        ("长干里社区", "changganli"),
        ("朝天宫街道", "chaotiangong"),
        ("新街口商业步行街社区", "xinjiekoushangyebuxingjie"),
        ("大栅栏街道", "dashilan"),
        ("六合镇", "liuhe"),
        ("厦门村", "xiamencun"),
        ("重庆路社区", "chongqinglu"),
        ("蚌埠社区", "bengbu"),
        ("台州社区", "taizhou"),
        ("铅山镇", "yanshan"),
        ("枞阳镇", "zongyang"),
        ("歙县村", "shexiancun"),
        ("洪洞社区", "hongtong"),
        ("东阿镇", "donge"),
        ("乐清社区", "yueqing"),
        ("乐亭镇", "laoting"),
        ("番禺社区", "panyu"),
        ("浒墅关镇", "xushuguan"),
        ("２号院社区", "2haoyuan"),
        ("A区花园社区", "aquhuayuan"),
        ("绿园社区", "lvyuan"),
        ("一〇四团", "yilingsituan"),
        ("东镇", "dongzhen"),
        ("张庄村", "zhangzhuangcun"),
    ],
)
def test_a_name_is_read_as_people_read_it(name, slug):
    assert slug_base(name) == slug


def test_a_district_loses_its_own_suffix():
    assert slug_base("秦淮区", is_district=True) == "qinhuai"


def test_the_first_in_order_has_the_plain_address():
    assert unique_slug("wuyixiang", taken=(), fallback="a1") == "wuyixiang"
    assert unique_slug("wuyixiang", taken={"wuyixiang"}, fallback="a1") == "wuyixiang-2"
    assert unique_slug("wuyixiang", taken={"wuyixiang", "wuyixiang-2"}, fallback="a1") == "wuyixiang-3"


def test_a_name_that_reads_like_a_reserved_word_gets_a_number():
    assert unique_slug("me", taken=(), fallback="a1") == "me-2"
    assert unique_slug("notices", taken=(), fallback="a1") == "notices-2"


def test_a_name_that_nobody_can_read_gets_its_code():
    assert slug_base("\ue170") == ""
    assert unique_slug("", taken=(), fallback="a320104001") == "a320104001"


@given(st.text(max_size=100))
def test_every_text_gives_a_short_address_of_letters_and_digits(text):
    slug = slug_base(text)
    assert len(slug) <= LONGEST
    assert slug == "" or (slug.isascii() and slug.isalnum() and slug == slug.lower())


def test_every_first_segment_of_the_site_is_reserved():
    segments = {segment for segment in first_segments(get_resolver().url_patterns) if segment}
    assert segments
    assert {segment for segment in segments if not is_reserved(segment)} == set()


def first_segments(patterns):
    """Yield the fixed first segments of all addresses; those of the page tree have none."""
    for entry in patterns:
        route = str(entry.pattern).lstrip("^").replace("\\", "")
        first = route.split("/")[0]
        if isinstance(entry, URLResolver) and not route:
            yield from first_segments(entry.url_patterns)
        elif isinstance(entry, URLPattern | URLResolver) and first and not set(first) & set("<(["):
            yield first.rstrip("$")


def test_reserved_words_are_lower_case():
    assert {word for word in RESERVED if word != word.lower()} == set()


def test_pypinyin_is_not_imported_before_an_address_is_made():
    code = "import communities.pinyin, sys; assert 'pypinyin' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
