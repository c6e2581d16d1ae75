"""What residents said of the demonstration's services, and what a unit would have changed."""

from typing import Any, Final

from cms_pages.choices import RatingState as S

# How the service's name ends, whose account, stars, comment, what became of it, how many days ago.
RATINGS: Final[tuple[tuple[str, str, int, str, S, int], ...]] = (
    ("社区食堂", "demo-resident", 5, "菜烂糊，老人咬得动，阿姨还记得我妈不吃辣。", S.PUBLISHED, 6),
    ("社区食堂", "demo-supervisor", 3, "味道不错，就是11点半以后要排队二十分钟，座位不够。", S.PUBLISHED, 12),
    ("社区食堂", "demo-moderator", 4, "送餐准时，希望晚上也有软食。", S.PUBLISHED, 20),
    ("社区食堂", "demo-commission", 4, "周六晚上能不能也开？", S.PENDING, 1),
    ("图书角", "demo-resident", 5, "夏天开到九点，孩子写完作业正好去看一会儿书。", S.PUBLISHED, 30),
    ("图书角", "demo-supervisor", 4, "", S.PUBLISHED, 9),
    ("卫生服务站", "demo-resident", 4, "换药轻手轻脚，就是降压药有时断货。", S.PUBLISHED, 15),
    ("卫生服务站", "demo-moderator", 2, "周三下午去，说医生出诊了，白跑一趟。", S.PUBLISHED, 8),
    ("卫生服务站", "demo-supervisor", 5, "护士耐心，会打电话问吃药的情况。", S.PENDING, 0),
    ("四点半课后托管", "demo-resident", 5, "解决了大问题，志愿者还带孩子下围棋。", S.PUBLISHED, 18),
    (
        "志愿维修：水电小家电",
        "demo-resident",
        5,
        "吴师傅修好了用了十几年的电饭煲，只收两块钱零件。",
        S.PUBLISHED,
        25,
    ),
    ("志愿维修：水电小家电", "demo-moderator", 5, "", S.PENDING, 2),
    ("家门口的律师", "demo-supervisor", 4, "讲得清楚，知道下一步该去哪儿。", S.PUBLISHED, 40),
    ("便民理发店", "demo-moderator", 1, "大家别去，去我朋友那家，电话加我。", S.REJECTED, 5),
)
REASON: Final = "评价里有广告，没有说这家店的服务。改写后可以重新提交。"
ANSWERS: Final = {
    "社区食堂": "谢谢提醒。下周起11:00开门，二楼加了16个座位，11:30前来不用排队。",
    "卫生服务站": "抱歉让您白跑。以后医生出诊，门口和这里都会提前一天写明，来之前也可以打电话。",
}
WANTED: Final[dict[str, Any]] = {
    "summary": "看小病、配慢性病药、打疫苗、换药拔罐、口腔检查，医保能刷。",
    "documents": "医保卡或医保码\n以前的病历\n打疫苗带接种本",
    "fee_text": "按医保规定收，挂号费1元，65岁以上免挂号费",
}
WANTED_NOTE: Final = "下月起周三下午医生到养老院巡诊，开放时间请改为周三只开上午。"
