"""Money: quarterly accounts in which each quarter begins with what the last one left."""

from datetime import date
from random import Random

from demonstration.disclosures.scene import Content, Scene, Sections, someone, table, yuan
from media.tables.kinds import Chart, Rule

INCOME = (
    ("街道拨付办公经费", 18_000, 24_000, 500),
    ("为民服务专项资金", 24_000, 34_000, 1_000),
    ("“费随事转”工作经费", 5_000, 10_000, 100),
    ("公房出租收入", 0, 9_000, 300),
    ("社会捐赠", 0, 5_000, 50),
    ("存款利息", 18, 96, 0),
)
SPENDING = (
    ("办公用品和印刷", 1_800, 4_200),
    ("水电、通信和网络", 3_600, 6_800),
    ("办公用房维修", 0, 9_500),
    ("保洁和垃圾清运", 6_000, 9_600),
    ("老年人活动和助餐补贴", 9_000, 18_000),
    ("困难家庭慰问", 3_000, 9_000),
    ("文体活动", 2_400, 7_800),
    ("志愿者保险和补贴", 1_200, 3_600),
    ("楼道照明、扶手等小修", 4_500, 16_000),
    ("居民议事会和培训", 800, 2_600),
    ("消防器材检修和更换", 0, 4_800),
)
# Two of these stand in each quarter's remark.
REMARKS = (
    "本季度维修支出较多，主要是更换楼道声控灯和两处坡道扶手，已由使用的居民签字验收。",
    "办公用品支出比上季度少，因为表格改为网上填报。",
    "助餐补贴按实际就餐人次结算，签到表存居委会备查。",
    "慰问支出均有发放清单和签领记录，经居务监督员抽查相符。",
    "公房租金按合同每季度第一个月收取，已存入街道代管账户。",
    "水电费含活动室夏季空调用电，比上季度高一些。",
)


def quarter_index(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def quarter_of(scene: Scene, index: int) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Return what came in and went out in a quarter; the same whoever asks for which period."""
    dice = Random(f"{scene.seed} quarter {index}")  # noqa: S311 - figures of a demonstration
    income = []
    for name, low, high, step in INCOME:
        amount = dice.randint(low, high)
        cents = dice.randint(0, 99) if not step else 0
        income.append((name, yuan(amount // step * step if step else amount + cents / 100)))
    spending = [
        (name, yuan(dice.randint(low * 10, high * 10) / 10 + dice.choice((0, 0, 0.05, 0.5))))
        for name, low, high in SPENDING
    ]
    return [row for row in income if row[1]], [row for row in spending if row[1]]


def opening(scene: Scene, index: int) -> int:
    """Return the balance with which a quarter begins: of three years ago, and what came since."""
    first = (scene.today.year - 3) * 4
    balance = yuan(60_000 + scene.seed % 97 * 311)
    for quarter in range(first, index):
        income, spending = quarter_of(scene, quarter)
        balance += sum(amount for _name, amount in income) - sum(amount for _name, amount in spending)
    return balance


def income_expenditure(scene: Scene) -> Sections:
    index = quarter_index(scene.starts_on)
    income, spending = quarter_of(scene, index)
    begun = opening(scene, index)
    gained = sum(amount for _name, amount in income)
    spent = sum(amount for _name, amount in spending)
    dice = scene.dice("accounts")
    movements = table(
        f"{scene.label}结余情况",
        (
            "资金:text",
            "期初结余:money:opening",
            "本期收入:money:plus",
            "本期支出:money:minus",
            "期末结余:money:closing",
        ),
        [("全部资金", begun, gained, spent, begun + gained - spent)],
        rule=Rule.ROW,
    )
    return {
        "收入明细": [
            f"本季度共收入{gained / 100:,.2f}元，都进了街道“居财街管”的专户，单据由街道财务审核。",
            table(
                f"{scene.label}收入明细",
                ("序号:number", "收入项目", "日期:date", "金额:money", "说明"),
                [
                    (number, name, day, amount, _income_note(name, dice))
                    for number, ((name, amount), day) in enumerate(
                        zip(income, scene.days(dice, len(income)), strict=True), start=1
                    )
                ],
                totals=True,
            ),
        ],
        "支出明细": [
            table(
                f"{scene.label}支出明细",
                ("序号:number", "支出项目", "日期:date", "金额:money", "经手人"),
                [
                    (number, name, day, amount, someone(dice))
                    for number, ((name, amount), day) in enumerate(
                        zip(spending, scene.days(dice, len(spending)), strict=True), start=1
                    )
                ],
                totals=True,
                chart=Chart.CATEGORIES,
                note="单笔2,000元以上的支出经居委会会议讨论，附会议记录。",
            )
        ],
        "期末结余": [movements],
        "情况说明": [dice.choice(REMARKS[:3]) + dice.choice(REMARKS[3:])],
    }


def _income_note(name: str, dice: Random) -> str:
    return {
        "公房出租收入": "活动室东侧门面，租期三年",
        "社会捐赠": dice.choice(("辖区药店捐赠，用于老年人体检", "居民捐款，用于楼道绿化")),
        "“费随事转”工作经费": "随协助事项拨付，清单另行公开",
    }.get(name, "")


def budget(scene: Scene) -> Sections:
    year = scene.starts_on.year
    income = [
        (name, yuan((low + high) * 2 // 100 * 100), "按上年实际编列") for name, low, high, _s in INCOME[:4]
    ]
    spending = [(name, yuan((low + high) * 2 // 100 * 100)) for name, low, high in SPENDING]
    dice = scene.dice("budget")
    spare = sum(row[1] for row in income) - sum(row[1] for row in spending)
    if spare > 0:
        spending.append(("预备费（突发情况用）", spare))
    elif spare < 0:
        income.append(("动用上年结余", -spare, "经居民代表会议同意"))
    return {
        "收入预算": [
            f"{year}年预算由{scene.committee}编制，收支平衡，不留缺口。",
            table(f"{year}年收入预算", ("项目", "预算金额:money", "依据"), income, totals=True),
        ],
        "支出预算": [
            table(
                f"{year}年支出预算", ("项目", "预算金额:money"), spending, totals=True, chart=Chart.CATEGORIES
            )
        ],
        "讨论通过的会议": [
            (
                f"{year}年1月{dice.randint(8, 19)}日召开{scene.people}代表会议，应到{dice.randint(41, 58)}人，"
                f"实到{dice.randint(33, 40)}人，举手表决，{dice.randint(31, 33)}人同意，通过。"
            )
        ],
    }


def final_accounts(scene: Scene) -> Sections:
    first = quarter_index(scene.starts_on)
    rows = []
    for place, quarter in enumerate(range(first, first + 4)):
        income, spending = quarter_of(scene, quarter)
        begun = opening(scene, quarter)
        gained, spent = sum(row[1] for row in income), sum(row[1] for row in spending)
        name = ("第一季度", "第二季度", "第三季度", "第四季度")[place]
        rows.append((name, begun, gained, spent, begun + gained - spent))
    spent = sum(row[3] for row in rows)
    return {
        "决算表": [
            table(
                f"{scene.label}收支决算",
                (
                    "期间",
                    "期初结余:money:opening",
                    "收入:money:plus",
                    "支出:money:minus",
                    "期末结余:money:closing",
                ),
                rows,
                rule=Rule.ROW,
                chart=Chart.BALANCE,
                note="各季度数字与按季公开的财务收支一致。",
            )
        ],
        "与预算的差异说明": [
            (
                f"全年支出{spent / 100:,.2f}元，比预算略有出入：楼道小修实际用得多，办公用品用得少，"
                f"差额在预备费里调剂，没有超出总预算。"
            )
        ],
        "审计意见": [f"{scene.street}委托会计师事务所抽审，未发现违规支出；建议劳务支出一律转账，已照办。"],
    }


def service_funds(scene: Scene) -> Sections:
    dice = scene.dice("service funds")
    whole = 120_000_00
    shares = [dice.randint(8, 26) for _one in range(6)]
    projects = (
        ("楼道扶手和坐凳", "老旧小区6个单元"),
        ("助餐点设备更新", "消毒柜、保温台"),
        ("老人居家安全改造", "防滑垫、床边护栏"),
        ("假期托管班", "辖区小学生"),
        ("活动室空调维修", "两台"),
        ("垃圾分类亭改造", "南门、北门"),
    )
    rows = [
        (name, what, whole * share // 100, f"{dice.randint(84, 99)}%")
        for (name, what), share in zip(projects, shares, strict=True)
    ]
    used = sum(row[2] for row in rows)
    judges, partly = dice.randint(24, 36), dice.randint(2, 5)
    return {
        "资金来源与总额": [
            f"本年度为民服务专项资金120,000元，市、区、街道三级安排，{scene.label}使用{used / 100:,.2f}元。"
        ],
        "项目与支出": [
            table(
                f"{scene.label}为民服务项目与支出",
                ("项目", "内容", "支出金额:money", "满意率:percent"),
                [(name, what, amount, rate.rstrip("%")) for name, what, amount, rate in rows],
                totals=True,
                chart=Chart.CATEGORIES,
                note="项目由居民代表会议投票选出，满意率为完工后上门调查结果。",
            )
        ],
        "居民评议结果": [
            f"请{judges}位{scene.people}代表评议，满意{judges - partly}票，基本满意{partly}票，没有不满意票。意见主要是施工期间噪音大，下次避开午休。"
        ],
    }


def task_funding(scene: Scene) -> Sections:
    dice = scene.dice("tasks")
    tasks = (
        ("区统计局", "人口变动抽样调查入户", 42),
        ("区卫健委", "老年人健康体检组织", 18),
        ("区残联", "残疾人基本状况更新", 25),
        ("区民政局", "独居老人探访", 30),
        ("区城管局", "垃圾分类督导", 22),
    )
    rows = []
    for department, task, price in tasks:
        count = dice.randint(40, 160)
        rows.append((department, task, count, yuan(price), yuan(price) * count))
    whole = sum(row[4] for row in rows)
    return {
        "交办部门与事项": [f"{scene.label}共承接5项协助事项，都在区里的准入清单上，没有清单以外的任务。"],
        "拨付金额": [
            table(
                f"{scene.label}“费随事转”经费",
                (
                    "交办部门",
                    "事项",
                    "工作量（户次）:number:factor",
                    "单价:money:factor",
                    "金额:money:product",
                ),
                rows,
                totals=True,
                rule=Rule.PRODUCT,
                chart=Chart.CATEGORIES,
            )
        ],
        "支出情况": [
            f"拨付的{whole / 100:,.2f}元已到账，用于入户补贴、印刷和志愿者保险，明细见同期财务收支。"
        ],
    }


def donations(scene: Scene) -> Sections:
    dice = scene.dice("gifts")
    given = [
        (dice.choice(("辖区药店", "辖区超市", "驻区银行网点")), "捐款", yuan(dice.randint(10, 50) * 100)),
        (dice.choice(("退休教师", "老党员")) + someone(dice), "捐款", yuan(dice.randint(2, 10) * 100)),
        (
            dice.choice(("辖区理发店", "社区书画社", "驻区物业公司")),
            "大米、食用油折价",
            yuan(dice.randint(12, 40) * 80),
        ),
    ]
    whole = sum(row[2] for row in given)
    first = whole * dice.randint(40, 60) // 100
    used = [("重阳节慰问高龄独居老人", first), ("楼道绿化和修缮花坛", whole * dice.randint(15, 30) // 100)]
    return {
        "捐赠人与款物": [
            table(f"{scene.label}接收捐赠", ("捐赠人", "款物", "折合金额:money"), given, totals=True)
        ],
        "使用去向": [
            table(f"{scene.label}捐赠使用", ("用途", "金额:money"), used, totals=True, chart=Chart.CATEGORIES)
        ],
        "结余": [
            f"结余{(whole - sum(row[1] for row in used)) / 100:,.2f}元，转下期继续用于困难家庭，不挪作办公费用。"
        ],
    }


def assets(scene: Scene) -> Sections:
    dice = scene.dice("assets")
    rows = [
        ("居委会办公用房", "间", dice.randint(4, 9), yuan(0), "街道产权，无偿使用"),
        ("老年活动室", "间", 2, yuan(0), "配套用房"),
        ("空调", "台", dice.randint(5, 9), yuan(dice.randint(140, 260) * 100), "在用"),
        ("电脑和打印机", "台", dice.randint(8, 14), yuan(dice.randint(260, 520) * 100), "在用，报废1台"),
        ("助餐点设备", "套", 1, yuan(dice.randint(180, 360) * 100), "在用"),
        ("应急发电机", "台", 1, yuan(6_800), "每季度试机一次"),
    ]
    rent = dice.randint(18, 30) * 1_000
    return {
        "资产清单": [
            table(
                f"{scene.label}固定资产清单",
                ("名称", "计量单位", "数量:number", "原值:money", "状况"),
                rows,
                note="年底由居务监督员和两位居民代表一起盘点。",
            )
        ],
        "出租情况与租金收入": [f"活动室东侧一间门面出租，全年租金{rent:,}元，按季收取，没有拖欠。"],
        "合同期限": [f"租期三年，{scene.starts_on.year + 1}年6月到期；续租要公开招租，结果另行公开。"],
    }


def village_accounts(scene: Scene) -> Sections:
    """Of one month: a part of the quarter's account, each receipt and payment by itself."""
    dice = scene.dice("month")
    income = [
        ("承包费", yuan(dice.randint(6, 20) * 1_000)),
        ("存款利息", yuan(dice.randint(900, 4_000) / 100)),
    ]
    spending = [(name, yuan(dice.randint(low, high) // 3)) for name, low, high in SPENDING[:6] if high]
    rest = yuan(dice.randint(80, 160) * 1_000)
    columns = ("日期:date", "摘要", "金额:money", "经手人")

    def rows(lines: list[tuple[str, int]]) -> list[tuple[str, str, int, str]]:
        days = scene.days(dice, len(lines))
        return [(day, name, amount, someone(dice)) for day, (name, amount) in zip(days, lines, strict=True)]

    return {
        "收入逐笔明细": [table(f"{scene.label}收入", columns, rows(income), totals=True)],
        "支出逐笔明细": [
            table(f"{scene.label}支出", columns, rows([row for row in spending if row[1]]), totals=True)
        ],
        "期末余额": [f"月末余额{rest / 100:,.2f}元，由村务监督委员会核对银行对账单。"],
    }


CONTENT: dict[str, Content] = {
    "village-accounts": village_accounts,
    "income-expenditure": income_expenditure,
    "budget": budget,
    "final-accounts": final_accounts,
    "service-funds": service_funds,
    "task-funding": task_funding,
    "donations": donations,
    "assets": assets,
}
