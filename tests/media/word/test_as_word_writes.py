"""What Word, WPS and LibreOffice keep apart from the words: numbers by style, the outline, changes, notes."""

import io

import pytest

from media.word.blocks import text_of
from media.word.reading import read_word
from tests import papers as word
from tests.media.word.test_reading import words
from tests.papers import docx, p, run, table
from tests.papers.wps import large

BY = 'w:id="1" w:author="李四" w:date="2026-11-01T00:00:00Z"'


def read(*body, styles="", numbering="", **more):
    """Read a document with styles and lists of its own beside the builder's."""
    parts = more.pop("parts", {})
    for name, root, own in (("styles", "styles", styles), ("numbering", "numbering", numbering)):
        if own:
            parts[f"word/{name}.xml"] = f"<w:{root} {word.NAMESPACES}>{own}</w:{root}>"
    return read_word(io.BytesIO(docx(*body, parts=parts, **more)))


def style(key, name, *, based_on="", looks=""):
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{looks}</w:pPr></w:style>"
    )


def counted(*levels, more=""):
    """A list 9 of levels (layout, text, more)."""
    rows = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{layout}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (layout, text, extra) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="9">{rows}</w:abstractNum>{more}'
        '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    )


IN_LIST_9 = '<w:numPr><w:numId w:val="9"/></w:numPr>'
BY_STYLE = style("1", "heading 1", looks=IN_LIST_9) + style("2", "heading 2", looks=IN_LIST_9)
CHINESE = counted(
    ("chineseCountingThousand", "%1、", '<w:pStyle w:val="1"/>'),
    ("chineseCountingThousand", "（%2）", '<w:pStyle w:val="2"/>'),
)


def test_headings_that_their_styles_number():
    """The list says which depth is whose; a style of one's own is a heading, too; number 0 is none."""
    document = read(
        p("目标", style="1"),
        p("白天", style="2"),
        p("夜间", style="2"),
        p("经费", style="own"),
        '<w:p><w:pPr><w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
        f"{run('附则')}</w:p>",
        styles=BY_STYLE + style("own", "我的标题", based_on="1"),
        numbering=CHINESE,
    )
    assert document.title == ""
    assert [(block.text, block.level) for block in document.blocks] == [
        ("一、目标", 1),
        ("（一）白天", 2),
        ("（二）夜间", 2),
        ("二、经费", 1),
        ("附则", 1),
    ]


def test_headings_that_are_none_but_in_the_outline():
    document = read(
        p("倡议书", align="center"),
        f'<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>{run("出门牵绳")}</w:p>',
        p("粪便随手清理。", style="plain"),
        p("互相谦让", style="plain"),
        f'<w:p><w:pPr><w:outlineLvl w:val="9"/></w:pPr>{run("不是标题")}</w:p>',
        styles=style("plain", "正文缩进", looks='<w:outlineLvl w:val="2"/>'),
    )
    assert document.title == "倡议书"
    assert [(type(block).__name__, getattr(block, "level", 0)) for block in document.blocks] == [
        ("Heading", 2),
        ("Paragraph", 0),
        ("Heading", 3),
        ("Paragraph", 0),
    ]


def test_a_title_in_the_outline_stays_the_title():
    document = read(
        p("居民公约", style="t"),
        p("第一条 邻里和睦。"),
        styles=style("t", "Title", looks='<w:outlineLvl w:val="0"/>'),
    )
    assert document.title == "居民公约"


def test_numbers_of_several_levels():
    legal = counted(("chineseCounting", "第%1章 ", ""), ("decimal", "%1.%2", "<w:isLgl/>"))
    document = read(
        p("总则", number=(9, 0)), p("依据", number=(9, 1)), p("范围", number=(9, 1)), numbering=legal
    )
    assert words(document) == ["第一章  总则", "1.1 依据", "1.2 范围"]
    by_another = (
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="1"/></w:abstractNum>'
        '<w:num w:numId="8"><w:abstractNumId w:val="8"/></w:num>'
    )
    document = read(p("登记", number=(8, 0)), styles=BY_STYLE, numbering=CHINESE + by_another)
    assert words(document) == ["一、登记"]


def test_a_list_that_html_can_t_show_keeps_its_numbers_as_words():
    """“1.” and “2.” with “a.” between them: the second would begin at 1 again."""
    mixed = counted(("decimal", "%1.", ""), ("lowerLetter", "%2)", ""))
    document = read(
        p("白天", number=(9, 0)), p("上午", number=(9, 1)), p("夜间", number=(9, 0)), numbering=mixed
    )
    assert words(document) == ["1. 白天", "a)上午", "2. 夜间"]
    document = read(p("材料", number=(2, 0)), p("身份证", number=(1, 1)), p("流程", number=(2, 0)))
    assert [item.is_ordered for block in document.blocks for item in block.items] == [True, False, True]


def test_changes_are_read_as_if_they_were_all_accepted():
    gone = run("x").replace("w:t", "w:delText")
    rows = table(["楼栋", "时间"], ["1幢", "7点"], ["2幢", "8点"])
    first, second, third = rows.split("<w:tr>")[1:]
    document = read(
        p("清运由", f"<w:del {BY}>{gone}</w:del><w:ins {BY}>{run('七点')}</w:ins>", "开始。"),
        p("移走：", f"<w:moveFrom {BY}>{run('移动的话')}</w:moveFrom>"),
        p("移到：", f"<w:moveTo {BY}>{run('移动的话')}</w:moveTo>"),
        f"<w:p><w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr>{run('两段')}</w:p>",
        p("连成一段。"),
        f"<w:tbl><w:tblPr/><w:tr>{first}<w:tr><w:trPr><w:ins {BY}/></w:trPr>{second}"
        f"<w:tr><w:trPr><w:del {BY}/></w:trPr>{third}",
        p(run("改过格式", properties=f"<w:rPrChange {BY}><w:rPr><w:vanish/></w:rPr></w:rPrChange>")),
    )
    assert words(document) == [
        "清运由七点开始。",
        "移走：",
        "移到：移动的话",
        "两段连成一段。",
        "楼栋|时间",
        "1幢|7点",
        "改过格式",
    ]
    assert document.notes == ["文件里有修订痕迹：按接受全部修订读入，删除的文字没有读入。请核对。"]


def test_endnotes_and_footnotes_count_together():
    line = p("<w:r><w:separator/></w:r>")
    notes = (
        f'<w:endnotes {word.NAMESPACES}><w:endnote w:type="separator" w:id="0">{line}'
        f'</w:endnote><w:endnote w:id="2">{p("九月一日通过。")}{p("全票。")}</w:endnote></w:endnotes>'
    )
    relations = {
        "rEnd": ("endnotes", "endnotes.xml", ""),
        "rFootnotes": ("footnotes", "footnotes.xml", ""),
    }
    document = read(
        p("公约", word.footnote("3"), "已通过", '<w:r><w:endnoteReference w:id="2"/></w:r>', "。"),
        footnotes={"3": "含租户。"},
        parts={"word/endnotes.xml": notes, "word/_rels/document.xml.rels": word.relationships(relations)},
    )
    assert words(document) == ["公约［注1］已通过［注2］。"]
    assert [text_of(note.line) for note in document.footnotes] == ["含租户。", "九月一日通过。\n全票。"]


def test_a_table_in_a_table_and_cells_merged_both_ways():
    inner = table(["上午", "9:00"], ["下午", "14:00"]) + p("")
    document = read(
        table(
            [("服务点", 1, "first"), ("时间", 2), ("电话", 1, "first")],
            [("", 1, "more"), "工作日", "周末", ("", 1, "more")],
            ["缝补点", inner, "休息", "025-00000002"],
        )
    )
    assert document.blocks[0].rows == (
        ("服务点", "时间", "", "电话"),
        ("服务点", "工作日", "周末", "电话"),
        ("缝补点", "上午 9:00\n下午 14:00", "休息", "025-00000002"),
    )
    assert document.notes == ["表格里套着的表格按文字读入，请核对。"]


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (
            "<m:f><m:num><m:r><m:t>收入−支出</m:t></m:r></m:num><m:den><m:r><m:t>户数</m:t></m:r></m:den></m:f>",
            "(收入−支出)/户数",
        ),
        ("<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "x^2"),
        ("<m:rad><m:deg/><m:e><m:r><m:t>a+b</m:t></m:r></m:e></m:rad>", "√(a+b)"),
        ("<m:d><m:dPr/><m:e><m:r><m:t>a+b</m:t></m:r></m:e></m:d><m:r><m:t>×3</m:t></m:r>", "(a+b)×3"),
    ],
)
def test_a_formula_is_told_on_one_line(xml, expected):
    assert words(read(p(f"<m:oMath>{xml}</m:oMath>"))) == [expected]


def test_letterheads_in_a_table_in_a_box_and_of_minutes():
    joint = table(["秦淮区民政局", ("文　件", 1, "first")], ["秦淮区财政局", ("", 1, "more")])
    document = read(
        joint,
        p("秦民发〔2026〕7号", align="center"),
        p(large("关于高龄津贴的"), align="center"),
        p(large("通　　知"), align="center"),
        p("各街道："),
    )
    assert document.title == "关于高龄津贴的通知"
    assert document.notes == ["红头“秦淮区民政局、秦淮区财政局文件”没有读入，网页上写明发布单位。"]
    centred = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    boxed = word.text_box("五老村街道办事处文件").replace("<w:pPr></w:pPr>", centred)
    document = read(
        p(boxed), p("五办发〔2026〕18号", align="center"), p("防火方案", align="center"), p("各社区：")
    )
    assert document.title == "防火方案"
    document = read(
        p("会　议　纪　要", align="center"),
        p("〔2026〕第5期（总第12期）", align="center"),
        p("五老村社区居委会　　　　2026年11月18日"),
        p("居民议事会会议纪要", align="center"),
        p("会议议定："),
    )
    assert document.title == "居民议事会会议纪要"


def test_an_annex_and_its_chapters_stand_in_the_middle():
    document = read(
        p("关于印发办法的通知", align="center"),
        p("现将办法印发。"),
        p(large("五老村社区停车管理办法"), align="center"),
        p(large("（试行）"), align="center"),
        p("第一章　总则", align="center"),
        p("第一条 为规范停车，制定本办法。"),
        p("居中的一句话", align="center"),
    )
    assert [
        (type(block).__name__, text) for block, text in zip(document.blocks, words(document), strict=True)
    ] == [
        ("Paragraph", "现将办法印发。"),
        ("Heading", "五老村社区停车管理办法（试行）"),
        ("Heading", "第一章　总则"),
        ("Paragraph", "第一条 为规范停车，制定本办法。"),
        ("Paragraph", "居中的一句话"),
    ]
