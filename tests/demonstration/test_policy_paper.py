"""The paper that asked for the site, as a page of the demonstration."""

from communities.models import Area
from demonstration.policy_paper import SECTIONS, policy_paper

NAMED_ONLY_THERE = ("秦淮", "门东", "门西", "中华门", "大校场")


def words(text):
    return "\n".join(part if isinstance(part, str) else str(part[1]) for part in text.body)


def test_the_paper_has_its_nine_sections_in_clean_simplified_chinese():
    paper = words(policy_paper(Area(code="320104", short_name="秦淮区")))
    assert [title for title, _text in SECTIONS if title in paper] == [title for title, _text in SECTIONS]
    assert len(SECTIONS) == 9
    assert all(name in paper for name in NAMED_ONLY_THERE)
    assert "秦淮社区建设网站" in paper
    assert not set("區會設導進過(") & set(paper)


def test_another_district_gets_it_without_what_only_concerns_qinhuai():
    paper = words(policy_paper(Area(code="310101", short_name="黄浦区")))
    assert not [name for name in NAMED_ONLY_THERE if name in paper]
    assert "“人文黄浦”“平安黄浦”“绿色黄浦”" in paper
