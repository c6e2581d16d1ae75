"""A wrong file changes nothing, and each problem is told with its line."""

import pytest
from django.core.management import CommandError

from communities.models import Area, Body, Category

# What pages and files say is the same on each database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def street(index, **values):
    return lambda files: files.street_rows[index].update(values)


def community(index, **values):
    return lambda files: files.community_rows[index].update(values)


def drop(which, column):
    def change(files):
        for row in getattr(files, which):
            del row[column]

    return change


def repeat(which, index, **values):
    return lambda files: getattr(files, which).append({**getattr(files, which)[index], **values})


WRONG = {
    "missing column of streets": (drop("street_rows", "name"), "streets.csv 第1行：缺少“name”列"),
    "missing column of communities": (
        drop("community_rows", "streetCode"),
        "communities.csv 第1行：缺少“streetCode”列",
    ),
    "code twice": (
        repeat("community_rows", 0, name="别的社区居委会"),
        "communities.csv 第6行：代码320104001001与第2行重复",
    ),
    "street's code twice": (
        repeat("street_rows", 0, name="别的街道"),
        "streets.csv 第4行：代码320104001与第2行重复",
    ),
    "name twice in a street": (
        repeat("community_rows", 0, code="320104001009"),
        "communities.csv 第6行：名称“中牌楼社区居委会”与第2行重复",
    ),
    "no such street": (
        community(1, code="320104009001", streetCode="320104009"),
        "communities.csv 第3行：“康居里社区居委会”所属的街道320104009不在街道文件里",
    ),
    "street of another district": (
        lambda files: files.street_rows.append(
            {
                "code": "320105001",
                "name": "沙洲街道",
                "areaCode": "320105",
                "provinceCode": "32",
                "cityCode": "3201",
            }
        ),
        "streets.csv 第4行：“沙洲街道”属于另一个区（320105）",
    ),
    "community of another district": (
        community(3, areaCode="320105"),
        "communities.csv 第5行：“金陵路社区居委会”属于另一个区（320105）",
    ),
    "code too short": (
        community(0, code="32010400100"),
        "communities.csv 第2行：“code”列的32010400100应为12位数字，实为11位",
    ),
    "code with letters": (
        street(1, code="32010400O"),
        "streets.csv 第3行：“code”列的“32010400O”含有数字以外的字符",
    ),
    "full-width code": (
        street(1, code="３２０１０４００２"),
        "streets.csv 第3行：“code”列的“３２０１０４００２”含有",
    ),
    "code mangled by a spreadsheet": (
        community(2, code="3.20104E+11"),
        "communities.csv 第4行：“code”列的3.20104E+11是被电子表格改写的数字",
    ),
    "no code": (street(0, code=""), "streets.csv 第2行：“code”列是空的"),
    "code outside its street": (
        community(2, code="320104001005"),
        "communities.csv 第4行：社区代码320104001005不以其街道代码320104002开头",
    ),
    "street code outside its district": (
        street(1, code="320105002"),
        "streets.csv 第3行：街道代码320105002不以其区代码320104开头",
    ),
    "empty name": (community(1, name="　 "), "communities.csv 第3行：名称是空的"),
    "name too long": (
        community(1, name="长" * 10_000),
        "communities.csv 第3行：名称过长：最多60个字，实有10000个字",
    ),
    "zero-width character": (
        street(0, name="秦虹\u200b街道"),
        "streets.csv 第2行：名称含有看不见的控制字符（U+200B）",
    ),
    "right-to-left character": (
        community(0, name="\u202e社区居委会"),
        "communities.csv 第2行：名称含有看不见的控制字符（U+202E）",
    ),
    "line break in a name": (
        community(0, name="中牌楼\n社区居委会"),
        "communities.csv 第2行：名称含有看不见的控制字符（U+000A）",
    ),
    "null character": (
        community(0, name="中牌楼\0社区居委会"),
        "communities.csv 第2行：名称含有看不见的控制字符（U+0000）",
    ),
    "city that contradicts the code": (
        street(1, cityCode="3202"),
        "streets.csv 第3行：“cityCode”列的3202与代码320104002不符",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_names_its_line_and_changes_nothing(load, files, case):
    change, sentence = WRONG[case]
    change(files)
    with pytest.raises(CommandError) as refused:
        load()
    assert sentence in str(refused.value)
    assert refused.value.returncode == 1
    assert not Area.objects.exists()
    assert not Body.objects.exists()
    assert not Category.objects.exists()


def test_a_wrong_file_leaves_a_loaded_tree_as_it_is(load, files):
    load()
    before = list(Area.objects.values())
    files.community_rows[0]["name"] = "新名社区居委会"
    files.community_rows[1]["name"] = ""
    with pytest.raises(CommandError):
        load()
    assert list(Area.objects.values()) == before


def test_all_problems_are_told_and_twenty_are_shown(load, files):
    template = files.community_rows[0]
    files.community_rows = [{**template, "code": f"32010400{number}"} for number in range(30)]
    with pytest.raises(CommandError) as refused:
        load()
    told = str(refused.value)
    assert told.count("应为12位数字") == 20
    assert "另有10处问题未列出" in told


def test_problems_of_both_files_are_told_together(load, files):
    files.street_rows[0]["name"] = ""
    files.community_rows[0]["code"] = "1"
    with pytest.raises(CommandError) as refused:
        load()
    assert "streets.csv 第2行" in str(refused.value)
    assert "communities.csv 第2行" in str(refused.value)


def test_a_street_with_a_wrong_name_is_not_blamed_on_its_communities(load, files):
    files.street_rows[0]["name"] = ""
    with pytest.raises(CommandError) as refused:
        load()
    assert "communities.csv" not in str(refused.value)


def write(files, text):
    files.write()
    content = text if isinstance(text, bytes) else text.encode()
    files.communities.write_bytes(content)


HEADER = "code,name,streetCode,provinceCode,cityCode,areaCode\n"
ROW = "320104001001,中牌楼社区居委会,320104001,32,3201,320104\n"
RAW = {
    "empty": ("", "communities.csv：文件是空的"),
    "blank lines": ("\n\n  \n", "communities.csv：文件是空的"),
    "header only": (HEADER, "communities.csv：文件只有表头，没有数据"),
    "column twice": (HEADER.replace("cityCode", "name") + ROW, "第1行：“name”列出现了不止一次"),
    "too few columns": (HEADER + ROW + "320104001002,康居里社区居委会\n", "第3行：应有6列，实有2列"),
    "too many columns": (HEADER + ROW.strip() + ",1\n", "第2行：应有6列，实有7列"),
    "line after a blank one": (HEADER + "\n\n" + ROW.replace("3201040", "x", 1), "第4行：“code”列"),
    "line after a quoted break": (
        HEADER + ROW.replace("中牌楼", '"中\n牌楼"', 1).replace('"社区', "社区") + "x,y\n",
        "引号没有成对",
    ),
    "open quotation mark": (HEADER + '320104001001,"中牌楼,1,2,3,4\n', "第2行：引号没有成对"),
    "UTF-16": ((HEADER + ROW).encode("utf-16"), "文件是UTF-16编码"),
    "Big5": (
        (HEADER + ROW.replace("中牌楼社区居委会", "東關頭裡臺灣廟會")).encode("big5"),
        "第2行：无法识别文字编码",
    ),
    "Latin-1": ((HEADER + ROW.replace("中牌楼", "Ã¥Ã©Ã")).encode("latin-1", "replace"), "communities.csv"),
    "broken UTF-8": (
        (HEADER + ROW).encode() + ROW.encode().replace("楼".encode(), "楼".encode()[:2]),
        "第3行：这一行有损坏的UTF-8字符",
    ),
    "binary": (bytes(range(256)) * 20, "communities.csv"),
    "semicolons": ((HEADER + ROW).replace(",", ";"), "第1行：缺少“code”列"),
}


@pytest.mark.parametrize("case", RAW)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(files, case):
    from django.core.management import call_command

    content, sentence = RAW[case]
    write(files, content)
    with pytest.raises(CommandError, match="没有装入任何内容") as refused:
        call_command("load_divisions", *files.args)
    assert sentence in str(refused.value)
    assert not Area.objects.exists()


def test_a_file_that_is_not_there_is_told(files, tmp_path):
    from django.core.management import call_command

    with pytest.raises(CommandError, match="找不到这个文件"):
        call_command("load_divisions", str(tmp_path / "no.csv"), str(tmp_path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_usual_encodings_are_read(files, encoding):
    from django.core.management import call_command

    files.write(encoding)
    call_command("load_divisions", *files.args)
    assert Area.objects.get(code="320104002005").name == "乌衣巷社区居委会"


def test_columns_come_in_any_order_with_windows_line_ends_and_more_columns(files):
    from django.core.management import call_command

    files.street_rows = [{"note": "", **dict(reversed(row.items()))} for row in files.street_rows]
    files.write()
    files.streets.write_bytes(files.streets.read_bytes().replace(b"\n", b"\r\n"))
    call_command("load_divisions", *files.args)
    assert Area.objects.get(code="320104002").short_name == "夫子庙街道"


def test_columns_of_province_and_city_may_be_missing(load, files):
    for column in ("provinceCode", "cityCode"):
        drop("street_rows", column)(files)
        drop("community_rows", column)(files)
    load()
    assert Area.objects.count() == 7
