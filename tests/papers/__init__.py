"""Word documents, made of XML as Word and WPS write it: a builder, and what offices have in hand."""

import io
import zipfile
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from PIL import Image

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
    for kind, key, name, more in (
        ("paragraph", "a3", "Title", ""),
        ("paragraph", "1", "heading 1", ""),
        ("paragraph", "2", "heading 2", ""),
        ("paragraph", "toc1", "toc 1", ""),
        ("character", "secret", "Secret", "<w:rPr><w:vanish/></w:rPr>"),
    )
)
# 1: points; 2: 1. 2. 3.; 3: 一、（一）1.
_LEVELS = {
    1: [("bullet", "●"), ("bullet", "○")],
    2: [("decimal", "%1."), ("decimal", "（%2）")],
    3: [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")],
}
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{key}">'
    + "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{layout}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (layout, text) in enumerate(levels)
    )
    + "</w:abstractNum>"
    for key, levels in _LEVELS.items()
) + "".join(
    # 1 to 3 are the lists themselves; 4 to 9 begin anew at 1, as Word does for each list of “1. 2. 3.”.
    f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key if key in _LEVELS else 2}"/>'
    + ("" if key in _LEVELS else '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    + "</w:num>"
    for key in range(1, 10)
)


def run(text, *, bold=False, properties=""):
    """Some words, in the fonts and colours that offices like."""
    looks = '<w:rFonts w:eastAsia="方正仿宋_GBK"/><w:color w:val="C00000"/><w:sz w:val="32"/>'
    looks += "<w:b/>" if bold else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{looks}{properties}</w:rPr>{lines}</w:r>"


def p(*parts, style="", align="", number=None, bold=False):
    """A paragraph of texts and runs; `number` is the list and the depth in it."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        key, depth = number
        properties += f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>'
    properties += f'<w:jc w:val="{align}"/>' if align else ""
    inner = "".join(part if part.startswith("<") else run(part, bold=bold) for part in parts)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def table(*rows):
    """A table; a cell is a text, (text, columns), (text, columns, "first" or "more" of merged rows)."""
    lines = []
    for row in rows:
        cells = []
        for cell in row:
            text, wide, down = (*((cell,) if isinstance(cell, str) else cell), 1, "")[:3]
            if isinstance(cell, tuple) and len(cell) == 2:
                text, wide, down = *cell, ""
            looks = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
            looks += {"first": '<w:vMerge w:val="restart"/>', "more": "<w:vMerge/>"}.get(down, "")
            inner = text if text.startswith("<") else "".join(p(line) for line in text.split("\n"))
            cells.append(f"<w:tc><w:tcPr>{looks}</w:tcPr>{inner}</w:tc>")
        lines.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl><w:tblPr/>{''.join(lines)}</w:tbl>"


def picture(key, alternative=""):
    """A picture that the relation `key` leads to."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr={quoteattr(alternative)}/>'
        "<a:graphic>"
        f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{key}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def link(key, text):
    """A link that the relation `key` leads to."""
    return f'<w:hyperlink r:id="{key}">{run(text)}</w:hyperlink>'


def footnote(key):
    """The mark of a footnote."""
    return f'<w:r><w:footnoteReference w:id="{key}"/></w:r>'


def text_box(text):
    """A text box as Word writes it: once for itself, once for older programs."""
    box = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def docx(*body, pictures=None, links=None, footnotes=None, parts=None):
    """Return a document; `parts` adds or replaces parts of the package, None takes one away."""
    relations = {
        "rStyles": ("styles", "styles.xml", ""),
        "rNumbering": ("numbering", "numbering.xml", ""),
        "rFootnotes": ("footnotes", "footnotes.xml", ""),
    }
    files = {
        "[Content_Types].xml": _TYPES,
        "word/styles.xml": f"<w:styles {NAMESPACES}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{_NUMBERING}</w:numbering>",
    }
    for key, (name, data) in (pictures or {}).items():
        relations[key] = ("image", f"media/{name}", "")
        files[f"word/media/{name}"] = data
    for key, target in (links or {}).items():
        relations[key] = ("hyperlink", target, ' TargetMode="External"')
    notes = "".join(
        f'<w:footnote w:id="{key}">{p(text)}</w:footnote>' for key, text in (footnotes or {}).items()
    )
    files["word/footnotes.xml"] = f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>"
    files["word/document.xml"] = (
        f"<w:document {NAMESPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    )
    files["_rels/.rels"] = relationships({"rId1": ("officeDocument", "word/document.xml", "")})
    files["word/_rels/document.xml.rels"] = relationships(relations)
    files.update(parts or {})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if content is not None:
                archive.writestr(name, content)
    return target.getvalue()


def relationships(relations):
    """Return the part that says where relations lead: key → (kind, target, more attributes)."""
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_R}/{kind}" Target={quoteattr(target)}{more}/>'
        for key, (kind, target, more) in relations.items()
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{rows}</Relationships>"
    )


@cache
def photo(colour="teal", *, gps=False):
    """Return a camera's JPEG, with the place where it was taken."""
    image = Image.new("RGB", (640, 400), colour)
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "Phone"
        exif.get_ifd(0x8825).update({1: "N", 2: (32.0, 1.0, 14.5), 3: "E", 4: (118.0, 47.0, 39.3)})
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    return target.getvalue()


@cache
def water_cut():
    """停水通知: a centred title of two lines, numbered headings, a list, a table, a picture, a signature."""
    return docx(
        p("乌衣巷社区居民委员会", align="center"),
        p("关于来燕路沿线临时停水的通知", align="center", bold=True),
        p("尊敬的居民朋友："),
        p("　　因供水管道改造，来燕路沿线将临时停水。", run("请提前储水。", bold=True)),
        p("一、停水时间"),
        p("2026年11月28日8时至18时。"),
        p("二、停水范围"),
        table(
            ["小区", "楼栋", "户数（户）"],
            ["琵琶里", "1至6幢", "216"],
            ["白鹭新村", "全部", "340"],
            ["合计", "", "556"],
        ),
        p("三、注意事项"),
        p("关好水龙头，以防来水时跑水；", number=(1, 0)),
        p("来水后先放几分钟再用。", number=(1, 0)),
        p(picture("rPhoto")),
        p("详情见", link("rSite", "供水公司网站"), "，电话025-00000010。"),
        p("乌衣巷社区居民委员会", align="right"),
        p("2026年11月25日", align="right"),
        pictures={"rPhoto": ("image1.jpeg", photo(gps=True))},
        links={"rSite": "https://water.example/notice?id=1&b=2"},
    )


@cache
def low_income_guide():
    """低保办事指南: elements under headings that Word numbers, materials in a table, steps in a list."""
    return docx(
        p("最低生活保障办事指南", style="a3"),
        p("家庭收入低于低保标准的，可以按月领生活补助。"),
        p("办理条件", number=(3, 0)),
        p("持有本区户籍的居民，并同时符合下列条件："),
        p("共同生活的家庭成员人均收入低于低保标准；", number=(4, 0)),
        p("家庭财产符合规定。", number=(4, 0)),
        p("申请材料", number=(3, 0)),
        table(
            ["序号", "材料名称", "材料形式", "份数", "备注"],
            ["1", "居民身份证", "原件", "1", "全体家庭成员"],
            ["2", "家庭收入证明", "原件和复印件", "2", "由工作单位出具"],
            ["3", "家庭经济状况核对授权书", "填表", "1", ""],
        ),
        p("办理流程", number=(3, 0)),
        p("提出申请：到户籍所在地街道便民服务中心提交材料。", number=(5, 0)),
        p("调查审核：街道入户调查，公示7天。", number=(5, 0)),
        p("审批发放：区民政局审批，次月发放。", number=(5, 0)),
        p("办理时限：法定时限30个工作日，承诺时限15个工作日，公示7天不算在内。"),
        p("收费标准：不收费"),
        p("办理地点：户籍所在地街道便民服务中心"),
        p("咨询电话：025-00000001"),
        p("法律依据", number=(3, 0)),
        p("《社会救助暂行办法》（国务院令第649号）第九条", footnote("2"), number=(6, 0)),
        p("《江苏省最低生活保障工作规程》", number=(6, 0)),
        p("常见问题", number=(3, 0)),
        p("问：外地户口能办吗？"),
        p("答：要回户籍地办。"),
        p("联系人", number=(3, 0)),
        p("王某某，值班时间周一至周五。"),
        footnotes={"2": "2019年修订。"},
    )


@cache
def quarter_finance():
    """三季度收支公开: the catalogue's elements as headings, merged heads, totals, a preamble."""
    return docx(
        p("乌衣巷社区2026年第三季度财务收支公开", align="center"),
        p("经居务监督委员会同意，现将三季度收支情况公开如下。"),
        p("一、收入明细"),
        table(
            ["序号", "项目", ("本季收入", 2)],
            ["序号", "项目", "金额（元）", "说明"],
            ["1", "街道拨付办公经费", "12,000.00", "拨款单第18号"],
            ["2", "公房租金", "3,600.50", ""],
            ["合计", "", "15,600.50", ""],
        ),
        p("二、支出明细表"),
        table(
            ["项目", "金额（元）"],
            ["慰问高龄老人", "3,200.00"],
            ["楼道灯维修", "846.50"],
            ["合计", "4,046.50"],
        ),
        p("三、结余情况"),
        p("期末结余11,554.00元，已与街道对账。"),
        p("四、大额支出说明"),
        p("没有大额支出。"),
        p("五、其他"),
        p("账目可到社区财务室查阅。"),
    )


@cache
def minutes():
    """会议纪要: heading styles, numbered resolutions with a paragraph between them, a vote, two footnotes."""
    return docx(
        p("居民会议纪要", style="a3"),
        p("时间：2026年11月20日19时"),
        p("会议议题", style="1"),
        p("讨论加装电梯分摊方案", number=(2, 0)),
        p("推选楼栋长", number=(2, 0)),
        p("会议决定", style="1"),
        p("加装电梯的费用按楼层分摊", footnote("2"), "；", number=(3, 2)),
        p("分摊比例由各单元另行商定。"),
        p("李某某为3幢楼栋长", footnote("3"), "。", number=(3, 2)),
        p("表决情况", style="2"),
        table(["议题", "同意（票）", "反对（票）"], ["电梯分摊", "42", "3"], ["楼栋长", "45", "0"]),
        p("居民可在公示期内提出意见", run("2", properties='<w:vertAlign w:val="superscript"/>'), "。"),
        footnotes={"2": "一楼不分摊。", "3": "任期三年。"},
    )


@cache
def canteen():
    """为老助餐点: labels and their values side by side in a table, as offices lay out forms."""
    return docx(
        p("乌衣巷社区为老助餐点", align="center"),
        table(
            ["服务对象", "本社区60岁以上老人"],
            ["服务内容", "中午堂食或送餐，一荤两素一汤。\n提前一天预约。"],
            ["服务时间", "周一至周五11时至13时"],
            ["收费标准", "每餐12元，80岁以上补贴3元"],
            ["服务地点", "来燕路8号社区党群服务中心一楼"],
            ["所需材料", "身份证\n老年优待证"],
            ["联系电话", "025-00000011"],
            ["提供单位", "秦淮区某养老服务中心"],
            ["备注", "雨雪天只送餐。"],
        ),
    )
