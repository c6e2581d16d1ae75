"""Documents as offices write them in WPS: no styles, numbers typed by hand, tables for the layout, its own
names in the XML, pictures in groups and from elsewhere.
"""

from functools import cache

from tests.papers import docx, link, p, photo, relationships, run, table

_WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
# 方正小标宋 of 22 points, as the standard asks; the builder's own runs have 16.
_SONG = '<w:rFonts w:ascii="方正小标宋_GBK" w:eastAsia="方正小标宋_GBK"/><w:color w:val="000000"/>'


def large(text, *, size=44, colour="000000"):
    """Words in the letters of a title, which say so by nothing but their size."""
    return (
        f'<w:r><w:rPr>{_SONG.replace("000000", colour)}<w:sz w:val="{size}"/></w:rPr><w:t>{text}</w:t></w:r>'
    )


def red_line():
    """The red line under a letterhead, as WPS draws it: a form without words, with no old form beside it."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        '<wp:docPr id="9" name="直线 9"/>'
        "<a:graphic><a:graphicData><wps:wsp/></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        "</mc:AlternateContent></w:r>"
    )


def group(*keys, says=""):
    """Pictures that WPS has grouped; older programs get none of them."""
    pictures = "".join(
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="图片 {number}" descr="{says}"/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{key}"/></pic:blipFill></pic:pic>'
        for number, key in enumerate(keys)
    )
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing><wp:anchor>'
        '<wp:docPr id="7" name="组合 7"/><a:graphic><a:graphicData>'
        f'<wpg:wgp xmlns:wpg="{_WPG}">{pictures}</wpg:wgp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"
    )


def inserted(key, *, linked="", says=""):
    """One picture as WPS inserts it: kept, and linked to where it came from."""
    more = f' r:link="{linked}"' if linked else ""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="3" name="图片 3" descr="{says}"/>'
        "<a:graphic><a:graphicData>"
        f'<pic:pic><pic:blipFill><a:blip r:embed="{key}"{more}/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def linked(key):
    """One picture that is only linked."""
    return (
        '<w:r><w:pict><v:shape><v:imagedata r:id="' + key + '" o:title="图片" '
        'xmlns:o="urn:schemas-microsoft-com:office:office"/></v:shape></w:pict></w:r>'
    )


def written(*body, pictures, links=None, outside=None):
    """Return a document with the parts that WPS adds of its own."""
    relations = {
        "rStyles": ("styles", "styles.xml", ""),
        "rNumbering": ("numbering", "numbering.xml", ""),
        "rCustom": ("customXml", "../customXml/item1.xml", ""),
        **{key: ("image", f"media/{name}", "") for key, (name, _data) in pictures.items()},
        **{key: ("hyperlink", to, ' TargetMode="External"') for key, to in (links or {}).items()},
        **{key: ("image", to, ' TargetMode="External"') for key, to in (outside or {}).items()},
    }
    return docx(
        *body,
        pictures=pictures,
        parts={
            "word/_rels/document.xml.rels": relationships(relations),
            "docProps/custom.xml": "<Properties><property name='KSOProductBuildVer'/></Properties>",
            "customXml/item1.xml": '<s:customData xmlns:s="http://www.wps.cn/officeDocument/2013/wpsCustomData"/>',
        },
    )


@cache
def road_works():
    """通知: letterhead, number, a title of two lines in large letters, “（一）” by hand, a linked picture."""
    return written(
        p("000012"),
        p("特急"),
        p(large("乌衣巷社区居民委员会文件", size=70, colour="FF0000"), align="center"),
        p("乌社居〔2026〕12号", align="center"),
        p(red_line()),
        p(""),
        p(large("关于琵琶里封闭施工期间"), align="center"),
        p(large("绕行安排的通知"), align="center"),
        p("各楼栋居民："),
        p("琵琶里路面因雨水管改造需要封闭，现将绕行安排通知如下。"),
        p(run("一、封闭时间", bold=True)),
        p("2026年12月1日至12月10日，每天8时至18时。"),
        p(run("二、怎样绕行", bold=True)),
        p("（一）步行走白鹭新村南门"),
        p("请走人行道，夜间有灯。"),
        p("（二）车辆走来燕路"),
        p(inserted("rMap", linked="rSource", says="琵琶里封闭路段和绕行路线图")),
        p(linked("rLogo")),
        table(["时段", "出口", "值守（人）"], ["白天", "南门", "2"], ["夜间", "北门", "1"]),
        table([f"{p('联系人：陈师傅')}{p('电话：025-00000010')}", p(inserted("rDuty"))]),
        p("附件：绕行路线图"),
        p("乌衣巷社区居民委员会", align="right"),
        p("2026年11月25日", align="right"),
        table(["抄送：白鹭街道办事处。"], ["乌衣巷社区居民委员会　　2026年11月25日印发"]),
        pictures={"rMap": ("image1.jpeg", photo(gps=True)), "rDuty": ("image2.jpeg", photo("olive"))},
        outside={"rSource": "https://wx.qlogo.example/map.jpg", "rLogo": "file:///C:/Users/chen/logo.png"},
    )


@cache
def old_age_card():
    """办事指南: one frame around all, headings in bold or with numbers by hand, a plan and a filled form."""
    return written(
        table(
            [
                "".join(
                    (
                        p(large("老年优待证办理"), align="center"),
                        p("年满60周岁的老人，可以凭证免费或优惠乘车、游园。"),
                        p(run("一、办理条件", bold=True)),
                        p("1.年满60周岁；"),
                        p("2.在本区居住。"),
                        p(run("二、申请材料", bold=True)),
                        p("1.居民身份证原件"),
                        p("2.一寸照片2份（近期免冠）"),
                        p(run("三、办理流程", bold=True)),
                        p("1.提交材料：带材料到社区居委会。"),
                        p("2.领取证件：社区通知后领取。"),
                        p(group("rPlan", "rForm", says="办理流程图和填好的申请表")),
                        p(run("四、办理时限", bold=True)),
                        p("法定时限20个工作日，承诺时限5个工作日。"),
                        p(run("五、收费标准：不收费", bold=True)),
                        p(run("六、办理地点", bold=True)),
                        p("社区居委会"),
                        p(run("七、咨询电话", bold=True)),
                        p("025-00000001"),
                        p(run("八、监督电话", bold=True)),
                        p("025-00000002"),
                        p(run("九、政策依据", bold=True)),
                        p("《江苏省老年人权益保障条例》第四十二条"),
                    )
                )
            ]
        ),
        pictures={"rPlan": ("image1.jpeg", photo("navy")), "rForm": ("image2.png", photo("gray"))},
    )


@cache
def sewing():
    """便民服务: a label over each value, the photograph of the place in the form, a link to a sign-up."""
    return written(
        p(large("便民缝补点"), align="center"),
        table(
            ["名　称", "便民缝补点", "类　别", "生活服务"],
            ["一句话说明", ("改裤脚、换拉链，社区里就能做", 3)],
            ["服\n务\n对\n象", ("不限", 3)],
            [
                "服务内容",
                (f"{p('改裤脚、换拉链、补衣服，当天取。')}{p(inserted('rShop', says='缝补点的门口'))}", 3),
            ],
            ["服务时间", "周二、周四上午", "收费标准", "按件收费，改裤脚5元起"],
            ["服务地点", ("白鹭新村2幢旁", 3)],
            ["联系电话", ("025-00000011", 3)],
        ),
        pictures={"rShop": ("image1.jpeg", photo("maroon", gps=True))},
    )


@cache
def subsidy():
    """居务公开: elements as bold lines, the receipt as a picture, a table with a total, a link by hand."""
    return written(
        p(large("乌衣巷社区2026年第三季度财务收支情况"), align="center"),
        p("（公示期：2026年10月10日至10月16日）", align="center"),
        p(run("（一）收入明细", bold=True)),
        table(["项目", "金额（元）"], ["街道拨付办公经费", "12,000.00"], ["合计", "12,000.00"]),
        p(run("（二）支出明细", bold=True)),
        table(["项目", "金额（元）"], ["慰问高龄老人", "3,200.00"], ["合计", "3,200.00"]),
        p(inserted("rReceipt", says="慰问品发票")),
        p(run("（三）期末结余", bold=True)),
        p("8,800.00元，详见", link("rSite", "街道网站"), "。"),
        pictures={"rReceipt": ("image1.jpeg", photo("silver"))},
        links={"rSite": "https://street.example/2026"},
    )


@cache
def tree_planting():
    """意见征集: a plain letter without any heading, words in a text box, one picture between them."""
    return written(
        p(large("关于在白鹭新村补种行道树的意见征集"), align="center"),
        p("白鹭新村东侧有6棵行道树枯死，拟补种香樟或榉树。"),
        p(run("征求意见的问题：", bold=True), "您希望补种哪一种树？"),
        p(inserted("rTrees", says="枯死的行道树")),
        p("征求意见截止时间：2026年12月20日"),
        pictures={"rTrees": ("image1.jpeg", photo("green"))},
    )
