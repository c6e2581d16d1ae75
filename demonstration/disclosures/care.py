"""Who gets what help, with names kept short and without anything that would tell who they are."""

from datetime import date

from demonstration.disclosures.scene import Content, Scene, Sections, someone, table, yuan
from media.tables.kinds import Chart, Rule

# As the shared figure 低保标准 has it (`guides.registers`): before July of this year, and since.
MINIMUM = (1_060, 1_090)
AID = (
    ("突发疾病，自付费用高", 2_000, 5_000),
    ("家中失火，生活用品受损", 1_500, 4_000),
    ("主要劳动力意外受伤", 2_000, 4_500),
    ("子女考上大学，学费有困难", 1_000, 3_000),
    ("临时失业，房租无着落", 800, 2_000),
)


def minimum_living(scene: Scene) -> Sections:
    dice = scene.dice("minimum living")
    standard = MINIMUM[scene.starts_on >= date(scene.today.year, 7, 1)]
    rows = []
    for number in range(1, dice.randint(6, 11)):
        people = dice.choice((1, 1, 1, 2, 2, 3))
        income = dice.choice((0, 0, 180, 260, 340, 420, 515)) * people
        amount = standard * people - income
        reason = dice.choice(("重度残疾", "大病", "年老无子女", "单亲抚养孩子", "长期患病不能工作"))
        rows.append((number, someone(dice, dice.choice((1, 2))), people, yuan(income), yuan(amount), reason))
    persons = sum(row[2] for row in rows)
    joined, left = dice.randint(0, 2), dice.randint(0, 1)
    return {
        "保障标准": [f"每人每月{standard:,}元，按家庭人均收入与标准的差额发放，每月10日前打到社保卡。"],
        "保障户数与人数": [f"{scene.label}末在保{len(rows)}户、{persons}人。"],
        "保障名单": [
            table(
                f"{scene.label}低保对象",
                (
                    *("序号:number", "户主", "保障人数（人）:number", "家庭月收入:money", "每月发放:money"),
                    "主要原因",
                ),
                rows,
                totals=True,
                note="名字只写姓，不公开住址、证件号和银行账号；同姓的以序号区分。",
            )
        ],
        "本期新增与退出": [
            f"本期新增{joined}户；退出{left}户" + ("，家庭成员就业后收入超过标准。" if left else "。")
        ],
        "监督电话": [
            f"社区{scene.phone}，市民服务热线12345。对名单有异议的，可以在本页提出，{scene.committee}在规定期限内答复。"
        ],
    }


def temporary_aid(scene: Scene) -> Sections:
    dice = scene.dice("aid")
    chosen = dice.sample(AID, dice.randint(2, 4))
    days = scene.days(dice, len(chosen))
    rows = [
        (day, someone(dice), dice.randint(1, 4), reason, yuan(dice.randint(low, high) // 100 * 100))
        for day, (reason, low, high) in zip(days, chosen, strict=True)
    ]
    return {
        "救助标准": ["一次性救助一般为低保月标准的1到6倍，看困难程度，由街道审批；紧急的先救助后补手续。"],
        "发放情况": [
            table(
                f"{scene.label}临时救助",
                ("发放日期:date", "申请人", "家庭人数（人）:number", "困难原因", "救助金额:money"),
                rows,
                totals=True,
                chart=Chart.CATEGORIES if len(rows) > 2 else Chart.NONE,
            )
        ],
        "监督电话": [f"社区{scene.phone}，市民服务热线12345。"],
    }


def disability_subsidy(scene: Scene) -> Sections:
    dice = scene.dice("disability")
    kinds = (
        ("困难残疾人生活补贴（低保家庭）", 272),
        ("困难残疾人生活补贴（低收入家庭）", 272),
        ("重度残疾人护理补贴", 120),
    )
    rows = []
    for name, standard in kinds:
        people = dice.randint(3, 16)
        rows.append((name, people, yuan(standard), yuan(standard) * people))
    return {
        "补贴标准": ["按残疾等级和家庭困难程度分档，每月发放，标准见下表“每人每月”一列。"],
        "人数与金额": [
            table(
                f"{scene.label}残疾人两项补贴（每月）",
                ("补贴", "人数（人）:number:factor", "每人每月:money:factor", "每月金额:money:product"),
                rows,
                totals=True,
                rule=Rule.PRODUCT,
                chart=Chart.CATEGORIES,
            )
        ],
        "申请办法": ["带残疾人证和社保卡到社区或街道任一窗口都能办，也可以由家人或社区代办，材料不用复印。"],
    }


def elderly_benefits(scene: Scene) -> Sections:
    dice = scene.dice("elderly")
    groups = [dice.randint(180, 320), dice.randint(40, 90), dice.randint(8, 24), dice.randint(0, 3)]
    return {
        "津贴标准": [
            "80至89周岁每月100元，90至99周岁每月200元，百岁以上另有慰问；年满当月起算，不用申请，名单由公安户籍比对。"
        ],
        "享受人数": [
            (
                f"80至89周岁{groups[0]}人，90至99周岁{groups[1]}人，100周岁以上{groups[3]}人；"
                f"其中独居老人{groups[2]}人，每周至少探访一次。"
            )
        ],
        "服务开展情况": [
            (
                f"助餐点平均每天{dice.randint(46, 92)}人就餐；上门理发{dice.randint(60, 140)}人次；"
                f"为{dice.randint(4, 12)}户装了扶手和夜灯；血压门诊每周两次。"
            )
        ],
        "监督电话": [f"社区{scene.phone}。"],
    }


def employment(scene: Scene) -> Sections:
    dice = scene.dice("jobs")
    posts = (
        ("社区保洁员", "60周岁以下，身体健康"),
        ("垃圾分类督导员", "早晚各两小时，适合附近居民"),
        ("助餐点服务员", "有健康证"),
        ("小区巡查员", "优先就业困难人员"),
    )
    rows = [(name, dice.randint(1, 4), terms, dice.randint(0, 1)) for name, terms in posts]
    rows = [(name, number, terms, max(0, number - open_)) for name, number, terms, open_ in rows]
    return {
        "岗位与条件": [
            table(
                f"{scene.label}公益性岗位",
                ("岗位", "招用（人）:number", "条件", "已到岗（人）:number"),
                rows,
                totals=True,
            )
        ],
        "安置结果": [
            f"已到岗{sum(row[3] for row in rows)}人，名单在社区公告栏张贴过5个工作日，没有收到异议；空缺岗位继续接受报名。"
        ],
        "监督电话": [f"社区{scene.phone}。"],
    }


def veterans(scene: Scene) -> Sections:
    dice = scene.dice("veterans")
    return {
        "优待政策": ["持优待证乘公交、进公园免费；看病挂号、取药优先；遇到困难可以申请帮扶援助。"],
        "优待人数": [
            (
                f"在册退役军人{dice.randint(90, 240)}人，其中重点优抚对象{dice.randint(6, 22)}人，"
                f"军属{dice.randint(4, 14)}户。"
            )
        ],
        "走访慰问情况": [
            (
                f"{scene.label}上门走访{dice.randint(12, 40)}户，送立功喜报{dice.randint(0, 2)}份，"
                f"帮{dice.randint(1, 4)}人联系了工作或培训。"
            )
        ],
    }


CONTENT: dict[str, Content] = {
    "veterans": veterans,
    "minimum-living": minimum_living,
    "temporary-aid": temporary_aid,
    "disability-subsidy": disability_subsidy,
    "elderly-benefits": elderly_benefits,
    "employment": employment,
}
