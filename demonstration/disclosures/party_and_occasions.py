"""The party branch's part, and what is disclosed when it happens."""

from demonstration.disclosures.scene import Content, Scene, Sections, someone, table, yuan
from media.tables.kinds import Chart, Rule

MEETINGS = (
    ("支部党员大会", "学习上级文件，讨论楼道整理"),
    ("党课", "请老党员讲社区三十年"),
    ("主题党日", "到助餐点帮厨、给独居老人送餐"),
    ("支委会", "研究困难党员慰问名单"),
    ("组织生活会", "批评与自我批评"),
    ("主题党日", "巡河护绿，清理岸边垃圾"),
)


def organisation(scene: Scene) -> Sections:
    dice = scene.dice("party")
    rows = [
        (someone(dice), "书记", "全面工作"),
        (someone(dice), "副书记", "组织、党员教育"),
        (someone(dice), "委员", "宣传、群众工作"),
        (someone(dice), "委员", "纪律检查"),
    ]
    return {
        "党组织设置": [
            f"{scene.name}党委下设{dice.randint(3, 6)}个网格党支部，党员{dice.randint(120, 360)}名，在职党员报到{dice.randint(60, 180)}名。"
        ],
        "班子成员与分工": [table(f"{scene.label}班子分工", ("姓名", "职务", "分工"), rows)],
        "联系方式": [f"电话{scene.phone}，每周三下午是书记接待时间，不用预约。"],
    }


def plan(scene: Scene) -> Sections:
    rows = [
        (1, "每月一次主题党日，一半在楼道和院子里开", "书记", "全年"),
        (2, "在职党员认领微心愿，至少三十个", "副书记", "9月底前"),
        (3, "给行动不便的老党员送学上门", "组织委员", "每季度"),
        (4, "发展党员的程序全部公开", "组织委员", "全年"),
    ]
    return {
        "年度目标": ["党员的活动让居民看得见：楼道干净一点，老人有人看，吵架有人劝。"],
        "主要任务": [table(f"{scene.label}党建任务", ("序号:number", "任务", "责任人", "完成时限"), rows)],
        "责任人与完成时限": ["见上表，年底由党员大会评议。"],
    }


def meetings(scene: Scene) -> Sections:
    dice = scene.dice("meetings")
    chosen = dice.sample(MEETINGS, 4)
    rows = [
        (day, name, what, dice.randint(18, 64))
        for day, (name, what) in zip(scene.days(dice, 4), chosen, strict=True)
    ]
    return {
        "开展情况": [
            table(
                f"{scene.label}开展情况",
                ("日期:date", "形式", "内容", "参加（人）:number"),
                rows,
                totals=True,
            )
        ],
        "参加人数": [f"平均到会{sum(row[3] for row in rows) // 4}人，行动不便的党员由支部送学上门。"],
        "主要内容": ["学习之外，商量的都是身边事：楼道谁来管，助餐点周末开不开，怎么让年轻党员也来。"],
    }


def dues(scene: Scene) -> Sections:
    dice = scene.dice("dues")
    rows = [
        ("党员教育培训", yuan(dice.randint(20, 60) * 100)),
        ("慰问困难党员", yuan(dice.randint(10, 40) * 100)),
        ("订阅报刊", yuan(dice.randint(8, 20) * 90)),
        ("主题党日活动", yuan(dice.randint(6, 18) * 80)),
    ]
    spent = sum(row[1] for row in rows)
    whole = spent + yuan(dice.randint(10, 90) * 100)
    return {
        "收缴总额": [f"{scene.label}共收缴党费{whole / 100:,.2f}元，按规定上缴和留存，全部按时足额。"],
        "使用明细": [
            table(f"{scene.label}党费使用", ("用途", "金额:money"), rows, totals=True, chart=Chart.CATEGORIES)
        ],
        "结余": [f"留存部分结余{(whole - spent) / 100:,.2f}元，转下年使用。"],
    }


def helping(scene: Scene) -> Sections:
    dice = scene.dice("helping")
    rows = []
    for name, standard in (("困难党员", 500), ("高龄独居老人", 300), ("重病家庭", 800)):
        people = dice.randint(3, 14)
        rows.append((name, people, yuan(standard), yuan(standard) * people))
    return {
        "慰问标准": ["困难党员每户500元，高龄独居老人每户300元，重病家庭每户800元，另送米油。"],
        "慰问人数": [f"{scene.label}共慰问{sum(row[1] for row in rows)}户，每户两人上门，签字领取。"],
        "资金来源与支出": [
            table(
                f"{scene.label}慰问支出",
                ("对象", "户数（户）:number:factor", "标准:money:factor", "金额:money:product"),
                rows,
                totals=True,
                rule=Rule.PRODUCT,
                chart=Chart.CATEGORIES,
                note="从党费留存和街道专项中列支。",
            )
        ],
    }


def assembly(scene: Scene) -> Sections:
    dice = scene.dice("assembly")
    due, came = dice.randint(45, 60), dice.randint(36, 44)
    against = dice.randint(0, 4)
    return {
        "会议时间与地点": [
            f"{scene.starts_on.isoformat()}晚上7点，社区二楼会议室。定在晚上，是为了上班的代表能来。"
        ],
        "应到和实到人数": [f"应到{due}人，实到{came}人，超过三分之二，会议有效。"],
        "讨论事项": [f"{scene.occasion}。两种办法的花费和影响，事先印发到每位代表手里。"],
        "表决结果": [f"无记名投票，同意{came - against}票，不同意{against}票，当场计票、当场宣布。"],
        "落实情况": ["由居委会牵头，居务监督员每周看一次进度，完成后在本栏公开。"],
    }


def facilities(scene: Scene) -> Sections:
    dice = scene.dice("facilities")
    cost = dice.randint(18, 96) * 1_000
    return {
        "项目名称与地点": [f"{scene.occasion}。"],
        "资金来源": [
            f"预算{cost:,}元，为民服务专项资金{cost * 7 // 10:,}元，街道配套{cost - cost * 7 // 10:,}元，居民不出钱。"
        ],
        "施工单位": ["三家比价，取报价合理、能保修两年的一家；比价记录存居委会，可以查。"],
        "工期": [
            f"{scene.starts_on.isoformat()}起约{dice.randint(12, 30)}天，每天8:00—12:00、14:00—18:00施工，午休不动工。"
        ],
    }


def purchases(scene: Scene) -> Sections:
    dice = scene.dice("purchases")
    limit = dice.randint(60, 120) * 1_000
    price = limit * dice.randint(86, 97) // 100
    return {
        "项目与预算": [f"{scene.occasion}，预算{limit:,}元，经{scene.people}代表会议同意。"],
        "采购方式": ["公开比选，公告贴了5个工作日，4家报名，评议小组由居民代表、居务监督员和街道人员组成。"],
        "中标单位与金额": [f"得分最高的一家以{price:,}元中选，比预算省{limit - price:,}元。"],
        "监督电话": [f"社区{scene.phone}，街道纪检监察电话见街道页面。"],
    }


def covenant(scene: Scene) -> Sections:
    return {
        "公约全文": [
            "一、邻里和气，有话好好说；谁家有事，搭把手。",
            "二、楼道是大家的，不堆物、不停电动车、不飞线充电。",
            "三、晚上十点以后小点声；装修避开午休，提前告诉上下左右。",
            "四、垃圾分好类，大件提前约，宠物出门牵绳、清理粪便。",
            "五、照看老人孩子，独居老人门口的报纸两天没拿，敲门问一声。",
            "六、大家的事大家商量，少数服从多数，也听少数人把话说完。",
        ],
        "讨论通过的会议": [f"{scene.starts_on.isoformat()}{scene.people}会议通过，到会户代表过半数同意。"],
        "施行日期": ["通过之日起施行。"],
    }


CONTENT: dict[str, Content] = {
    "party-organisation": organisation,
    "party-plan": plan,
    "party-meetings": meetings,
    "party-dues": dues,
    "party-helping": helping,
    "assembly-decisions": assembly,
    "public-facilities": facilities,
    "purchases": purchases,
    "covenant": covenant,
}
# Under which item, what happened, how many days ago, and after how many days it was made public; None for not
# yet.
OCCASIONS: tuple[tuple[str, str, int, int | None], ...] = (
    ("covenant", "居民公约第三次修订", 70, 5),
    ("assembly-decisions", "南门口非机动车棚改建方案", 40, 3),
    ("public-facilities", "3至6幢楼道扶手和坡道更换", 33, 16),
    ("purchases", "助餐点厨房设备采购", 19, 4),
    ("public-facilities", "东侧围墙修补", 13, None),
    ("assembly-decisions", "活动室开放时间延长到晚上九点", 2, None),
)
