"""What is read of a Word document: every word in its order, nothing hidden, nothing from elsewhere."""

import io
import socket
from pathlib import Path

import pytest
from PIL import Image

from media.word.blocks import Cells, Heading, Items, Paragraph, Picture, WordDocument, WordRefused, text_of
from media.word.outline import heading_level, without_number
from media.word.reading import read_word
from tests import papers as word
from tests.papers import docx, footnote, link, p, photo, picture, run, table, text_box, wps
from tests.papers.hostile import external, hostile


def read(data):
    return read_word(io.BytesIO(data))


def words(document):
    """Return all words of a document, a line each."""
    lines = []
    for block in document.blocks:
        match block:
            case Heading():
                lines.append(block.text)
            case Paragraph():
                lines.append(text_of(block.line))
            case Items():
                lines += [f"{'  ' * item.depth}- {text_of(item.line)}" for item in block.items]
            case Cells():
                lines += ["|".join(row) for row in block.rows]
            case Picture():
                lines.append(f"[{block.number}]")
    return lines


def test_a_notice_is_read_word_by_word():
    document = read(word.water_cut())
    assert document.title == "乌衣巷社区居民委员会关于来燕路沿线临时停水的通知"
    assert words(document) == [
        "尊敬的居民朋友：",
        "因供水管道改造，来燕路沿线将临时停水。请提前储水。",
        "一、停水时间",
        "2026年11月28日8时至18时。",
        "二、停水范围",
        "小区|楼栋|户数（户）",
        "琵琶里|1至6幢|216",
        "白鹭新村|全部|340",
        "合计||556",
        "三、注意事项",
        "- 关好水龙头，以防来水时跑水；",
        "- 来水后先放几分钟再用。",
        "[0]",
        "详情见供水公司网站，电话025-00000010。",
        "乌衣巷社区居民委员会",
        "2026年11月25日",
    ]
    bold = document.blocks[1].line[1]
    assert bold.is_bold
    assert bold.text == "请提前储水。"
    assert document.blocks[-3].line[1].link == "https://water.example/notice?id=1&b=2"
    assert document.notes == []


def test_numbers_that_word_draws_become_words_or_lists():
    document = read(word.minutes())
    assert words(document)[1:9] == [
        "会议议题",
        "- 讨论加装电梯分摊方案",
        "- 推选楼栋长",
        "会议决定",
        "    - 加装电梯的费用按楼层分摊［注1］；",
        "分摊比例由各单元另行商定。",
        "2. 李某某为3幢楼栋长［注2］。",
        "表决情况",
    ]
    assert [text_of(note.line) for note in document.footnotes] == ["一楼不分摊。", "任期三年。"]
    assert words(read(word.low_income_guide()))[1] == "一、办理条件"
    deep = read(docx(p("总则", number=(3, 0)), p("目的", number=(3, 1)), p("其他", number=(3, 1))))
    assert words(deep) == ["一、总则", "（一）目的", "（二）其他"]


def test_raised_digits_keep_their_meaning():
    assert words(read(word.minutes()))[-1] == "居民可在公示期内提出意见²。"
    lowered = run("2", properties='<w:vertAlign w:val="subscript"/>')
    assert words(read(docx(p("CO", lowered, "报警器")))) == ["CO₂报警器"]


def test_a_picture_loses_where_it_was_taken():
    [clean] = read(word.water_cut()).pictures
    assert Image.open(io.BytesIO(word.photo(gps=True))).getexif().get_ifd(0x8825)
    assert not Image.open(clean).getexif()


def test_words_alternative_is_kept_where_a_person_wrote_it():
    def alternative(text):
        return read(docx(p(picture("r1", text)), pictures={"r1": ("a.jpeg", photo())})).blocks[0].alternative

    assert alternative("停水范围示意图") == "停水范围示意图"
    assert alternative("图片1.png") == ""
    assert alternative("图片包含 室外\n\n描述已自动生成") == ""


def test_merged_cells_are_said_in_each_row():
    document = read(
        docx(table([("类别", 1, "first"), ("金额", 2)], [("", 1, "more"), "收", "支"], ["办公", "1", "2"]))
    )
    assert document.blocks[0].rows == (("类别", "金额", ""), ("类别", "收", "支"), ("办公", "1", "2"))
    assert document.blocks[0].across == ((0, 1, 2),)


def test_what_nobody_should_see_is_not_read():
    document = read(
        docx(
            p("公开的话", run("藏起来的话", properties="<w:vanish/>")),
            p("样式藏的", run("暗语", properties='<w:rStyle w:val="secret"/>')),
            p("留下", f'<w:del w:id="1" w:author="李四">{run("x").replace("w:t", "w:delText")}</w:del>'),
            p("新增：", f'<w:ins w:id="2" w:author="李四">{run("加上的")}</w:ins>'),
            p("有批注", '<w:r><w:commentReference w:id="0"/></w:r>'),
            p("目录 1", style="toc1"),
            p("点这里", link("rScript", "网站"), link("rFile", "文件")),
            p(text_box("文本框里的话")),
            p("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"),
            links={"rScript": "javascript:alert(1)", "rFile": "file:///etc/passwd"},
            parts={"word/comments.xml": "<x>张三 13800000000</x>"},
        )
    )
    text = "\n".join(words(document))
    assert text == ("公开的话\n样式藏的\n留下\n新增：加上的\n有批注\n点这里网站文件\n文本框里的话\na+b")
    assert "李四" not in str(document.as_json())
    said = "\n".join(document.notes)
    for sentence in ("修订痕迹", "1条批注", "2处隐藏文字", "目录没有读入", "2个链接", "文本框", "公式"):
        assert sentence in said


def test_headers_charts_and_objects_are_told_of():
    chart = '<w:r><w:drawing><wp:inline><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
    relations = {"rHead": ("header", "header1.xml", "")}
    head = "<w:hdr xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    document = read(
        docx(
            p("正文", f"{chart}</wp:inline></w:drawing></w:r>", "<w:r><w:object/></w:r>"),
            parts={
                "word/_rels/document.xml.rels": word.relationships(relations),
                "word/header1.xml": f"{head}<w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr>",
            },
        )
    )
    said = "\n".join(document.notes)
    for sentence in ("页眉", "图表", "嵌入的对象"):
        assert sentence in said
    assert "内部资料" not in str(document.as_json())


def test_nothing_is_fetched_from_elsewhere(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("somebody asked another host")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    for target in ("https://evil.example/a.png", "\\\\evil.example\\share\\a.png", "file:///etc/passwd"):
        document = read(external(target))
        assert words(document) == ["外面的图片"]
        assert document.pictures == []
        assert "2张图片没有存在文件里" in "".join(document.notes)


def test_a_picture_that_can_t_be_taken_is_named_and_the_rest_stays():
    document = read(
        docx(
            p("前"),
            p(picture("r1")),
            p(picture("r2")),
            p(picture("r3")),
            pictures={
                "r1": ("a.emf", b"\x01\x00\x00\x00" + b"\x00" * 36 + b" EMF"),
                "r2": ("b.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
                "r3": ("c.jpeg", photo()),
            },
        )
    )
    assert words(document) == ["前", "[0]"]
    assert len(document.pictures) == 1
    assert "第1张图片没有读入：是 EMF" in document.notes[0]
    assert document.notes[1].startswith("第2张图片没有读入：")


def test_a_footnote_that_is_missing_and_one_that_refers_to_itself_end():
    assert words(read(docx(p("缺", footnote("9"))))) == ["缺［注1］"]
    both = read(docx(p("甲", footnote("2")), footnotes={"2": footnote("2")}))
    assert [note.number for note in both.footnotes] == [1]


@pytest.mark.parametrize("name", sorted(hostile()))
def test_a_hostile_file_is_refused_in_its_own_words_and_leaves_nothing(name, settings):
    data, expected = hostile()[name]
    before = sorted(Path(settings.MEDIA_ROOT).rglob("*"))
    with pytest.raises(WordRefused, match=expected):
        read(data)
    assert sorted(Path(settings.MEDIA_ROOT).rglob("*")) == before


@pytest.mark.parametrize("make", [word.water_cut, word.low_income_guide, word.minutes, word.quarter_finance])
def test_what_was_read_can_be_kept_as_json(make):
    document = read(make())
    again = WordDocument.from_json(document.as_json())
    again.pictures = document.pictures
    assert again == document


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、停水时间", 1),
        ("第三章 附则", 1),
        ("（二）申请材料", 2),
        ("一、停水时间：11月28日8时", 0),
        ("二、要按时缴费。", 0),
        ("普通的一句话", 0),
        ("一、", 0),
    ],
)
def test_headings_are_told_as_documents_write_them(text, level):
    assert heading_level(text, is_bold=False) == level


@pytest.mark.parametrize("number", ["一、", "（一）", "(二)", "1. ", "1.1、", "第一章 ", "① ", "2）", ""])
def test_a_heading_is_the_same_without_its_number(number):
    assert without_number(f"{number}办理条件") == "办理条件"


def head(*lines):
    """Return title and first words of a document with those lines in the middle of its head."""
    document = read(docx(*[p(line, align="center") for line in lines], p("各楼栋居民：")))
    return document.title, words(document)


def test_a_letterhead_is_no_title_and_a_number_below_a_title_is_no_letterhead():
    number = "乌社居函〔2026〕3号　　签发人：王某"
    assert head("乌衣巷社区居民委员会", number, "关于补种行道树的函") == (
        "关于补种行道树的函",
        [number, "各楼栋居民："],
    )
    assert head("关于补种行道树的通知", "（乌社居〔2026〕3号）")[0] == "关于补种行道树的通知"
    assert head("收支公示", "（公示期：10月10日至16日）") == (
        "收支公示",
        ["（公示期：10月10日至16日）", "各楼栋居民："],
    )


@pytest.mark.parametrize("mark", ["机密★1年", "秘密", "绝密"])
def test_what_is_marked_as_a_secret_is_not_read(mark):
    with pytest.raises(WordRefused, match=f"密级“{mark}”，不能上网公开"):
        read(docx(p("000001"), p(mark), p("关于某事的通知", align="center"), p("正文。")))


def test_what_wps_groups_or_keeps_in_a_box_is_read_once():
    data = wps.written(
        p(wps.group("r1", "r2", says="两张照片")),
        p(text_box("框里的话").replace("框里的话</w:t></w:r>", f"框里的话</w:t></w:r>{picture('r1')}")),
        pictures={"r1": ("a.jpeg", photo()), "r2": ("b.jpeg", photo("navy"))},
    )
    document = read(data)
    assert words(document) == ["[0]", "[1]", "框里的话", "[2]"]
    assert [block.alternative for block in document.blocks if isinstance(block, Picture)] == [
        "两张照片"
    ] * 2 + [""]


def test_nothing_that_is_seen_on_paper_is_lost_unsaid():
    """Pinyin above a sign, breaks of another kind, words in a direction, letters as a drawing, a header's
    picture, and what nobody has thought of.
    """
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>lì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>溧</w:t></w:r></w:rubyBase>"
        "</w:ruby></w:r>"
    )
    read = read_word(
        io.BytesIO(
            docx(
                p(ruby, word.run("水河边")),
                "<w:p><w:r><w:t>甲</w:t><w:cr/><w:t>乙</w:t></w:r></w:p>",
                '<w:p><w:bdo w:val="ltr"><w:r><w:t>正着写</w:t></w:r></w:bdo></w:p>',
                p('<w:r><w:pict><v:shape><v:textpath string="热烈欢迎"/></v:shape></w:pict></w:r>'),
                "<w:p><w:permStart/><w:r><w:t>完</w:t></w:r></w:p>",
            )
        )
    )
    assert [text_of(one.line) for one in read.blocks] == ["溧水河边", "甲\n乙", "正着写", "热烈欢迎", "完"]
    assert read.notes == ["1处拼音指南只读入了文字，注音没有读入。"]
    unknown = read_word(io.BytesIO(docx(p("正文。"), "<w:p><w:r><w:strange/></w:r></w:p>")))
    assert unknown.notes == ["文件里有少见的内容没有读入，请对照原稿核对一遍。"]
