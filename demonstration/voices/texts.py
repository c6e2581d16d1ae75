"""The demonstration's consultations, errors and duties; made up, and recognisable as such."""

from dataclasses import dataclass, field
from typing import Final

from cms_pages.choices import ConsultationAudience as Who
from cms_pages.choices import ErrorKind as Kind
from cms_pages.choices import OpinionDisplay as Shown


@dataclass(frozen=True)
class Question:
    text: str
    choices: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True)
class Asked:
    """One consultation.

    Attributes:
        where: `community`, `street`, `district`, or `department` (the first one).
        opens, closes: days from now; a negative number is past.
        voices: account, words, choice of each question.
        outcome: what came of it; its points as (point, stance, reason).
    """

    where: str
    title: str
    summary: str
    text: tuple[str, ...]
    asked: str
    opens: int
    closes: int
    who: Who = Who.RESIDENTS
    shown: Shown = Shown.REVIEWED
    questions: tuple[Question, ...] = ()
    voices: tuple[tuple[str, str, tuple[int, ...]], ...] = ()
    outcome: str = ""
    points: tuple[tuple[str, str, str], ...] = field(default=())


CONSULTATIONS: Final[tuple[Asked, ...]] = (
    Asked(
        where="community",
        title="小游园明年春天怎么改，请您来说",
        summary="打算换掉坏了的长椅，添路灯和晾衣架，想听听放在哪里合适。",
        text=(
            "小游园是2009年建的，六张长椅坏了四张，晚上只有一盏灯。明年三月整修，费用由街道和社区各出一半，不向居民收钱。",
            "现在的想法：长椅换成带靠背的木椅；添三盏路灯，夜里十点以后调暗；南边空地装一组晾衣架。",
        ),
        asked="长椅放在哪里合适？路灯会不会照到谁家窗户？还缺什么？",
        opens=-3,
        closes=11,
        questions=(
            Question("长椅放在哪里好？", ("梧桐树下", "亭子旁边", "靠近健身器材")),
            Question(
                "还想添什么？", ("晾衣架", "棋桌", "饮水机", "直饮水不用，添个垃圾分类亭"), several=True
            ),
        ),
        voices=(
            ("demo-resident", "放树下，夏天凉快。路灯请别对着3幢东头，老人睡得早。", (0, 0)),
            ("demo-supervisor", "棋桌别靠健身器材，孩子多，怕碰着。", (1, 1)),
            ("demo-moderator", "建议留一块空地给跳操的，免得占道。", (2, 0)),
        ),
    ),
    Asked(
        where="community",
        title="《社区停车公约》征求意见",
        summary="夜里车多位少，公约草案写了先来后到、让出消防通道和访客限时三条。",
        text=(
            "草案三条：一、夜里九点以后，没有车位的车停到河边公共停车场，居委会已经谈好每晚5元；二、消防通道和单元门前一律不停；三、访客车停两小时以内。",
            "公约由居民代表会议通过后施行，不罚款，靠大家互相提醒。",
        ),
        asked="哪一条行不通？访客两小时够不够？",
        opens=-30,
        closes=-9,
        voices=(
            ("demo-resident", "访客两小时太短，走亲戚吃顿饭就超了，改成四小时吧。", ()),
            ("demo-supervisor", "消防通道要划线，光说没用。", ()),
        ),
    ),
    Asked(
        where="community",
        title="老年食堂晚餐要不要开",
        summary="问了126位老人和子女，想知道多少人需要、愿意付多少钱。",
        text=("老年食堂现在只开午餐。开晚餐要多请一位厨师，每份成本约14元。",),
        asked="您家老人每周在食堂吃几顿晚饭？",
        opens=-75,
        closes=-50,
        who=Who.EVERYBODY,
        shown=Shown.NEVER,
        questions=(
            Question("每周会来吃几次？", ("每天", "两三次", "偶尔", "不来")),
            Question("一份晚餐愿意付多少？", ("10元", "12元", "15元")),
        ),
        voices=(
            ("demo-resident", "我妈牙口不好，晚上想喝粥。", (0, 1)),
            ("demo-supervisor", "", (1, 2)),
            ("demo-moderator", "", (2, 0)),
            ("demo-commission", "送餐上门的也算一份吧？", (1, 1)),
        ),
        outcome=(
            "收到意见126份，其中网上4份、纸质问卷122份。七成家庭每周会来两次以上，愿意付12元的最多。"
            "晚餐从下月1日起试开三个月，每份12元，60岁以上补贴2元；满三个月再看人数决定要不要长期办。"
        ),
        points=(
            ("晚上要有粥和软食。", "adopted", "每天两种粥，标“软食”。"),
            ("送餐上门也按食堂价。", "partly", "80岁以上和行动不便的按食堂价，其他人加1元送餐费。"),
            ("晚餐开到八点。", "not", "厨师七点半下班，试开期间到七点；三个月后再议。"),
        ),
    ),
    Asked(
        where="street",
        title="菜场巷改单行道，听听沿街住户和商户的意见",
        summary="早晚高峰两个方向的车顶牛，拟改由南向北单行，非机动车仍双向。",
        text=(
            "菜场巷宽5.2米，两边停车后只能过一辆车。拟由南向北单行，全天执行，非机动车和行人不受影响；送货车在早晨6点到8点可以停车卸货。",
            "设计图和交通流量调查放在街道一楼大厅，也可以来看。",
        ),
        asked="您家出门要多绕多少路？商户卸货时间够不够？",
        opens=-6,
        closes=15,
        who=Who.EVERYBODY,
        voices=(("demo-resident", "支持。孩子上学那一段终于不用和车抢路了。", ()),),
    ),
    Asked(
        where="department",
        title="《社区助餐服务补贴办法》公开征求意见",
        summary="拟把补贴年龄从80岁降到75岁，并按月结算给食堂。",
        text=(
            "草案共九条。主要变化：补贴年龄由80岁降到75岁；由老人刷卡时直接减免，不再事后报销；食堂每月10日前报送人次，民政部门当月结算。",
        ),
        asked="年龄和金额合不合适？刷卡减免有没有不方便的地方？",
        opens=-2,
        closes=28,
        who=Who.MEMBERS,
        questions=(Question("补贴年龄降到75岁，您同意吗？", ("同意", "应当更低", "维持80岁")),),
        voices=(("demo-supervisor", "不会用卡的老人怎么办？登记身份证号也该行。", (0,)),),
    ),
    Asked(
        where="district",
        title="明年社区民生实事项目，由您来选",
        summary="从各街道报来的12件事里选出最想先办的三件。",
        text=("12件事都写明了地点、花费和谁来管。得票多的先办，其余列入后年备选。",),
        asked="还有哪件小事年年提、年年没办？",
        opens=5,
        closes=35,
        who=Who.MEMBERS,
        shown=Shown.AT_ONCE,
        questions=(
            Question(
                "最想先办的（可选几项）",
                ("老楼加装扶手", "社区食堂添座位", "雨水管疏通", "电动车集中充电", "儿童口袋公园"),
                several=True,
            ),
        ),
    ),
)

# Where on the site, kind, place, text, account (empty for a visitor), days ago, what became of it, answer.
ERRORS: Final[tuple[tuple[str, Kind, str, str, str, int, str, str], ...]] = (
    (
        "community",
        Kind.OUTDATED,
        "办公时间",
        "还写着夏季时间，下午两点半去没人。",
        "demo-resident",
        9,
        "fixed",
        "已改成冬季时间，谢谢您提醒。",
    ),
    ("notices", Kind.SPELLING, "第一段", "“截止”写成了“截至”。", "", 6, "fixed", ""),
    ("services", Kind.LINK, "预约链接", "点开是空白页，手机和电脑都试了。", "", 4, "", ""),
    ("community", Kind.WRONG, "地址", "居委会去年搬到了二楼，楼梯口没写。", "demo-supervisor", 1, "", ""),
    ("notices", Kind.ACCESS, "表格", "读屏软件读表格时不说是哪一列。", "demo-moderator", 0, "", ""),
    (
        "services",
        Kind.OTHER,
        "",
        "食堂为什么不收现金？",
        "",
        12,
        "no_error",
        "食堂收现金，在左手第二个窗口。页面没有错，我们会把窗口写上去。",
    ),
    ("notices", Kind.OTHER, "", "代办各种证件，快速出证，加我。", "", 3, "spam", ""),
    (
        "guides",
        Kind.OUTDATED,
        "收费标准",
        "工本费今年已经取消了，指南里还写着要交。",
        "",
        2,
        "handed_on",
        "指南由部门发布，请核对收费。",
    ),
)

# Duty, what one comes for, account (empty where vacant), number of grids.
DUTIES: Final[tuple[tuple[str, str, str, int], ...]] = (
    ("社区主任", "反映问题、协调楼道里的事", "demo-director", 0),
    ("第一网格网格员", "上门走访、填表、报修转办", "demo-worker", 1),
    ("第二网格网格员", "上门走访、填表、报修转办", "", 1),
    ("民政专干", "低保、临时救助、残疾人补贴、尊老金", "demo-worker", 0),
    ("卫生健康专干", "体检通知、疫苗接种、独生子女证明", "", 0),
)
STREET_DUTIES: Final[tuple[tuple[str, str, str], ...]] = (
    ("民政窗口", "低保审核、老年优待、救助", "demo-street"),
    ("便民服务大厅值班", "取号、引导、代办", ""),
)
# What the two who work here agree to show.
CARDS: Final = {
    "demo-director": ("王秀兰", "", "周一至周五上午在社区，周三下午接待居民", ("name", "hours")),
    "demo-worker": ("李晓雨", "", "上午在社区，下午走访", ("name", "hours")),
    "demo-street": ("孙立", "", "", ("name",)),
}
