"""What the committee does: duties, plans, opinions, volunteers, cleanliness."""

from demonstration.disclosures.scene import Content, Scene, Sections, someone, table

DUTIES = (
    ("主任", "全面工作、居民议事会"),
    ("副主任", "民政、老年人、残疾人"),
    ("委员", "人民调解、治安、消防安全"),
    ("委员", "卫生健康、计生协会"),
    ("委员", "环境、物业、垃圾分类"),
)
TASKS = (
    ("更换楼道声控灯和坡道扶手", "6月底前"),
    ("助餐点延长到晚餐", "3月起"),
    ("给独居老人装烟感报警器", "9月底前"),
    ("南门口画出非机动车停车位", "5月底前"),
    ("开办暑假托管班", "7月至8月"),
    ("整理楼道堆物，一楼一策", "全年"),
    ("社区图书角换新书", "10月底前"),
    ("老旧下水管疏通", "雨季之前"),
)
OPINIONS = (
    ("楼道灯不亮", "已换"),
    ("垃圾桶满了没有及时运", "增加一次清运"),
    ("电动车停在消防通道", "劝导并画线"),
    ("广场舞声音大", "约定九点结束、调低音量"),
    ("楼上漏水", "调解，物业已修"),
    ("路面破损积水", "报街道，已修补"),
    ("想加装电梯", "收集意见，正在征询各户"),
    ("希望周末也能办居住证明", "每月第一个星期六上午开放"),
    ("流浪猫翻垃圾", "换带盖桶"),
    ("停车位不够", "与邻近单位商量夜间错时停车"),
)
ACTIVITIES = (
    ("清明文明祭扫宣传", 12),
    ("义务理发", 38),
    ("小家电维修日", 45),
    ("护学岗", 26),
    ("垃圾分类入户讲解", 60),
    ("邻里百家宴", 120),
    ("重阳节包饺子", 64),
    ("亲子读书会", 30),
    ("防诈骗讲座", 52),
    ("健步走", 70),
    ("老物件展", 88),
    ("纳凉晚会", 150),
)
PROBLEMS = (
    ("3幢楼道堆放纸箱", "当天清走"),
    ("南门垃圾桶破损", "已更换"),
    ("花坛里乱种菜", "与住户谈过，恢复绿化"),
    ("地下车库照明坏", "物业已修"),
    ("装修垃圾未入棚", "责令当天清运"),
    ("飞线充电", "拆除，引导到充电棚"),
    ("小广告", "组织志愿者清除"),
    ("雨水井盖松动", "报街道，已加固"),
)


def committee_members(scene: Scene) -> Sections:
    dice = scene.dice("members")
    rows = [
        (someone(dice), post, duty, f"{scene.phone[:-4]}{4100 + scene.seed % 700 + number:04d}")
        for number, (post, duty) in enumerate(DUTIES)
    ]
    return {
        "成员与分工": [table(f"{scene.committee}成员与分工", ("姓名", "职务", "分工", "电话"), rows)],
        "值班安排": ["工作日9:00—17:30有人值班；每月第一个星期六上午开门；节假日值班表提前一周贴在门口。"],
        "办公地点和电话": [f"{scene.name}{scene.committee}一楼大厅，电话{scene.phone}，夜间转值班手机。"],
    }


def committee_plan(scene: Scene) -> Sections:
    dice = scene.dice("plan")
    tasks = dice.sample(TASKS, 5)
    rows = [
        (number, task, until, dice.choice(("主任", "副主任", "委员")))
        for number, (task, until) in enumerate(tasks, 1)
    ]
    return {
        "年度工作目标": [f"把{scene.people}代表投票选出的五件实事办成；办不成的，说清楚为什么。"],
        "重点实事": [
            table(f"{scene.starts_on.year}年五件实事", ("序号:number", "实事", "完成时限", "牵头人"), rows)
        ],
        "责任人与完成时限": [
            "见上表。每季度末由居务监督员核对一次进度，在“居民意见建议和办理结果”里一并公开。"
        ],
    }


def committee_report(scene: Scene) -> Sections:
    dice = scene.dice("report")
    tasks = dice.sample(TASKS, 5)
    rows = []
    for number, (task, _until) in enumerate(tasks, 1):
        done = dice.random() < 0.85
        rows.append(
            (number, task, "完成" if done else "部分完成", "" if done else "还有两户意见不一致，明年继续")
        )
    judges, partly = dice.randint(36, 52), dice.randint(3, 8)
    return {
        "工作总结": [
            (
                f"一年来调解纠纷{dice.randint(18, 46)}起，代办事项{dice.randint(160, 420)}件，走访独居老人{dice.randint(900, 1800)}人次。"
                f"做得不够的是加装电梯的意见征询，时间拖得长。"
            )
        ],
        "实事完成情况": [
            table(f"{scene.label}五件实事完成情况", ("序号:number", "实事", "结果", "说明"), rows)
        ],
        "居民评议结果": [f"到会代表{judges}人，满意{judges - partly}票，基本满意{partly}票，不满意0票。"],
    }


def certificates(scene: Scene) -> Sections:
    dice = scene.dice("certificates")
    return {
        "可以出具的证明": [
            "居住情况说明、公证需要的亲属关系线索、高龄老人在世情况、困难情况说明等，以全区统一清单为准。"
        ],
        "不再出具的证明": [
            "亲属关系证明、身份信息证明、无犯罪记录、婚姻状况、财产状况等。到别处被要求开这些证明的，请把要求方的名称告诉我们，我们去沟通。"
        ],
        "本年办理数量": [
            f"上年共出具{dice.randint(60, 180)}份，其中居住情况说明{dice.randint(30, 58)}份；拒绝不该开的{dice.randint(8, 30)}份，都说明了去哪里办。"
        ],
    }


def assistance_tasks(scene: Scene) -> Sections:
    dice = scene.dice("assistance")
    rows = [
        ("老年人体检组织", "区卫生健康委员会", "每年9月至11月", "有"),
        ("人口抽样调查入户", "区统计局", "每年11月", "有"),
        ("残疾人状况更新", "区残疾人联合会", "每年4月至6月", "有"),
        ("征兵宣传", "区人民武装部", "上下半年各一次", "无"),
        ("防汛值班协助", "区应急管理局", "汛期", dice.choice(("有", "按次"))),
    ]
    return {
        "协助事项": [
            table(f"{scene.label}协助政府工作事项", ("事项", "交办部门", "时间", "是否拨付经费"), rows)
        ],
        "交办部门": ["见上表。清单之外要社区协助的，须经区社区建设指导委员会同意并带经费。"],
        "经费落实情况": ["列明“有”的四项经费均按半年拨付，数额另在“承接政府事务的‘费随事转’经费”中公开。"],
    }


def sanitation(scene: Scene) -> Sections:
    dice = scene.dice("sanitation")
    chosen = dice.sample(PROBLEMS, dice.randint(4, 6))
    rows = [
        (day, what, result) for day, (what, result) in zip(scene.days(dice, len(chosen)), chosen, strict=True)
    ]
    return {
        "督查情况": [
            f"{scene.label}组织督查{dice.randint(6, 12)}次，物业、楼组长和居务监督员一起走，每次走不同的楼。"
        ],
        "发现的问题": [table(f"{scene.label}督查发现的问题", ("日期:date", "问题", "处理"), rows)],
        "整改结果": [
            f"发现{len(rows)}处，已改{len(rows) - dice.randint(0, 1)}处；没改完的写进下季度清单，每周看一次。"
        ],
    }


def opinions(scene: Scene) -> Sections:
    dice = scene.dice("opinions")
    chosen = dice.sample(OPINIONS, 6)
    rows = [(what, dice.randint(1, 9), how) for what, how in chosen]
    whole = sum(row[1] for row in rows)
    return {
        "收到件数": [
            f"{scene.label}共收到{whole}件，其中网上{whole // 3}件，电话{whole // 4}件，其余当面说的也都记了。"
        ],
        "办理情况": [
            table(
                f"{scene.label}意见建议办理情况", ("意见", "件数（件）:number", "办理结果"), rows, totals=True
            )
        ],
        "未办结的原因": [
            dice.choice(
                (
                    "加装电梯要全楼商量，还差两户表态。",
                    "停车位受场地限制，正在和邻近单位谈夜间错时停车。",
                    "下水管要等雨季过后停水施工，已排进下季度。",
                )
            )
        ],
    }


def volunteers(scene: Scene) -> Sections:
    dice = scene.dice("volunteers")
    chosen = dice.sample(ACTIVITIES, 6)
    rows = [
        (day, name, usual + dice.randint(-usual // 4, usual // 3), dice.randint(2, 6) * 3)
        for day, (name, usual) in zip(scene.days(dice, 6), chosen, strict=True)
    ]
    return {
        "活动开展情况": [
            table(
                f"{scene.label}活动",
                ("日期:date", "活动", "参加（人次）:number", "志愿者（人）:number"),
                rows,
                totals=True,
            )
        ],
        "参加人数": [
            f"共{sum(row[2] for row in rows)}人次，志愿者{sum(row[3] for row in rows)}人次，服务时间已记入志愿者本。"
        ],
        "经费支出": [
            f"支出{dice.randint(9, 32) * 100:,}元，用于材料、茶水和志愿者保险，明细见同期财务收支。"
        ],
    }


CONTENT: dict[str, Content] = {
    "committee-members": committee_members,
    "committee-plan": committee_plan,
    "committee-report": committee_report,
    "certificates": certificates,
    "assistance-tasks": assistance_tasks,
    "sanitation": sanitation,
    "opinions": opinions,
    "volunteers": volunteers,
}
