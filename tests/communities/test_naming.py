"""Kinds and names, told from what the statistics write."""

import pytest

from communities.choices import CommunityKind
from communities.divisions.district_names import district_name
from communities.divisions.naming import (
    committee_name,
    community_kind,
    community_short_name,
    street_office_name,
)

# All names are real; the code is what the kind is told by where the name does not say.
COMMUNITIES = [
    ("320104002005", "乌衣巷社区居委会", "乌衣巷社区", "residents", "乌衣巷社区居委会"),
    (
        "320104400498",
        "夫子庙秦淮风光带虚拟社区",
        "夫子庙秦淮风光带虚拟社区",
        "virtual",
        "夫子庙秦淮风光带虚拟社区",
    ),
    ("370115005214", "北街村民委员会", "北街村", "villagers", "北街村民委员会"),
    ("130430100227", "孟村村委会", "孟村", "villagers", "孟村村委会"),
    ("130925103221", "张窑村村民委员会", "张窑村", "villagers", "张窑村村民委员会"),
    ("110101001001", "多福巷社区", "多福巷社区", "residents", "多福巷社区居委会"),
    ("540226202208", "丁仁村", "丁仁村", "villagers", "丁仁村村委会"),
    ("211224104001", "大潘居委会", "大潘社区", "residents", "大潘居委会"),
    ("340122100035", "赵岗社区村民委员会", "赵岗社区", "villagers", "赵岗社区村民委员会"),
    ("150822200210", "巴彦套海嘎查", "巴彦套海嘎查", "villagers", "巴彦套海嘎查委员会"),
    ("150929104203", "依克吾素嘎查委员会", "依克吾素嘎查", "villagers", "依克吾素嘎查委员会"),
    ("152921112212", "瑙干勃日格嘎查村民委员会", "瑙干勃日格嘎查", "villagers", "瑙干勃日格嘎查村民委员会"),
    ("659003109515", "十七连生活区", "十七连生活区", "villagers", "十七连生活区"),
    ("231102581598", "种畜场虚拟生活区", "种畜场虚拟生活区", "virtual", "种畜场虚拟生活区"),
    ("130272451500", "第四生产队", "第四生产队", "villagers", "第四生产队"),
    ("632522201204", "来玉牧委会", "来玉牧委会", "villagers", "来玉牧委会"),
    ("231202006002", "四平管理区居民委员会", "四平管理区", "residents", "四平管理区居民委员会"),
    (
        "220103014200",
        "新月村委会（新月工业小区）（省级）",
        "新月村",
        "villagers",
        "新月村委会（新月工业小区）（省级）",
    ),
    ("410225100238", "（高家坪村委会）", "高家坪村", "villagers", "（高家坪村委会）"),
    ("500101001001", "居委会", "居委会", "residents", "居委会"),
    ("370983100001", "海南社区居委会会", "海南社区", "residents", "海南社区居委会会"),
    ("341822100004", "九塘冲社区委员会", "九塘冲社区", "residents", "九塘冲社区委员会"),
]


@pytest.mark.parametrize(("code", "name", "short", "kind", "committee"), COMMUNITIES)
def test_a_community_gets_its_short_name_kind_and_committee(code, name, short, kind, committee):
    assert community_short_name(name) == short
    assert community_kind(code=code, name=name) == CommunityKind(kind)
    assert committee_name(name, kind=CommunityKind(kind)) == committee


def test_a_name_that_spells_out_province_and_street_is_shortened():
    name = "内蒙古自治区鄂尔多斯市伊金霍洛旗阿勒腾席热镇西苑社区居民委员会"
    assert community_short_name(name, street_name="阿勒腾席热镇") == "西苑社区"
    assert community_short_name("文景街道虚拟社区", street_name="文景街道") == "文景街道虚拟社区"


@pytest.mark.parametrize(
    ("street", "office"),
    [
        ("夫子庙街道", "夫子庙街道办事处"),
        ("草湖镇", "草湖镇人民政府"),
        ("洪溪乡", "洪溪乡人民政府"),
        ("曼德拉苏木", "曼德拉苏木人民政府"),
        ("王平地区", "王平地区办事处"),
        ("高新园区", "高新园区管理委员会"),
        ("庆北办事处", "庆北办事处"),
        ("红光农场", "红光农场"),
        ("夫子庙秦淮风光带", "夫子庙秦淮风光带管理机构"),
    ],
)
def test_a_street_gets_its_office(street, office):
    assert street_office_name(street) == office


def test_the_country_s_districts_are_known_by_code():
    assert district_name("320104") == "秦淮区"
    assert district_name("441900") == "东莞市"
    assert district_name("329999") is None
