"""The headings under which offices write, in their variants; numbers and signs are taken off first."""

import re
from collections.abc import Mapping
from typing import Final


def _compiled(labels: Mapping[str, str]) -> dict[str, "re.Pattern[str]"]:
    return {key: re.compile(pattern) for key, pattern in labels.items()}


_MATERIALS = r".{0,6}(?:材料|资料|要件|证件)(?:清单|目录|要求|名称)?|(?:需要)?带什么(?:材料)?"
_FEE = r"(?:是否)?收费(?:标准|情况|项目|与否|方式)?|(?:办理|服务)?费用(?:标准)?|价格|要不要钱"
_PHONES = r".{0,8}电话(?:号码)?|(?:咨询|联系)(?:方式|途径|渠道)|联系人(?:及|和)?(?:联系)?(?:电话|方式)"
_ADDRESS = r"(?:办理|受理|办公|申请|咨询|服务|活动)?(?:地点|地址|位置|场所)(?:及窗口)?|在哪里?办"

# The elements that every office's guides have, and what people write instead of their usual names.
GUIDE: Final = _compiled(
    {
        "fee_basis": r"收费依据.*",
        "name": r"(?:事项|办理事项|项目)名称|办理事项",
        "what_it_is": (
            r"(?:事项|政策|业务|项目)?(?:简介|概述|介绍)|(?:事项|政策)(?:说明|内容)|办理内容|一句话说明"
        ),
        "conditions": (
            r"(?:办理|申请|申办|申领|受理|准入|享受|补贴|救助|保障|认定|审批)?(?:条件|资格)(?:要求|和范围)?"
            r"|(?:服务|适用|办理|申请|保障|救助|补贴|享受|受理)(?:对象|范围|人群)(?:[及和与]条件)?"
            r"|申请人(?:条件|范围)|(?:谁|哪些人)可以(?:办理?|申请)"
        ),
        "materials": _MATERIALS,
        "steps": r".{0,4}(?:流程|程序|步骤)(?:图)?|怎么办理?",
        "legal_days": r"法定(?:办理|办结|审批)?(?:时限|期限)",
        "promised_days": r"承诺(?:办理|办结|审批)?(?:时限|期限)",
        "time": r"(?:办理|办结|审批|受理|处理|审核)?(?:时限|期限|周期)|办结时间|多久(?:办好|能办好)",
        "fee": _FEE,
        "places": rf"{_ADDRESS}|(?:办理|受理)?窗口|(?:受理|办理|实施)(?:机构|部门|单位)(?:及地址)?",
        "hours": r"(?:办理|办公|受理|工作|开放|接待)时间",
        "complaints": r"(?:监督|投诉).{0,6}",
        "phones": _PHONES,
        "online": r"(?:网上|在线)(?:办理|申请|申报)?(?:网址|地址|入口|途径)?|办理网址|网址",
        "legal_basis": (
            r"(?:法律|政策|设定|办理|实施|文件|审批)?(?:依据|法规)(?:文件)?|法律法规(?:依据)?|政策文件"
        ),
        "answers": r"(?:常见|热点)?(?:问题|问答)(?:解答)?",
    }
)

SERVICE: Final = _compiled(
    {
        "name": r"(?:服务|项目)?名称|服务项目名称",
        "category": r"(?:服务)?(?:类别|类型|分类)",
        "summary": r"一句话说明|(?:服务|项目)?(?:简介|概述)",
        "description": (
            r"(?:服务|项目)?(?:内容|介绍|说明|须知|方式|流程|项目)|注意事项|(?:怎么)?预约(?:方式)?|怎么用"
        ),
        "provider_name": r"(?:提供|服务|承办|运营|主办|承接)(?:单位|机构|主体|方)|谁提供",
        "eligibility": r"(?:服务|适用|受益|参加)?(?:对象|人群)|谁可以用|(?:申请|服务|参加)条件",
        "opening_note": r"(?:服务|开放|营业|办理|活动|工作|供餐|接待)?时间",
        "fee": _FEE,
        "documents": rf"{_MATERIALS}|携带(?:物品|证件)",
        "address": _ADDRESS,
        "phones": _PHONES,
        "wait_text": r"(?:等候|等待|排队)时间|要等多久",
    }
)

CONSULTATION: Final = _compiled(
    {
        "asked": r"(?:征求|征集)(?:意见)?(?:的)?(?:重点|问题|事项)|想听(?:取)?哪些意见|征集内容",
        "closes": (
            r"(?:征求|征集)(?:意见)?(?:的)?(?:时间|期限)|(?:征求|征集)?(?:意见)?(?:反馈|提交)?(?:的)?截止(?:时间|日期)"
            r"|反馈(?:时间|期限)"
        ),
    }
)

# Columns of a table of materials.
COLUMNS: Final = _compiled(
    {
        "number": r"(?:份数|数量|材料份数)(?:[（(]份[)）])?",
        "form": r"(?:材料)?(?:形式|要求|类型|介质)|原件(?:/|或|及|、)?复印件|提交方式",
        "issuer": r"(?:材料)?(?:来源|出具)(?:渠道|单位|部门|机构)?|谁出具",
        "note": r"备注|说明|填报须知|要求说明|受理标准",
        "name": r"(?:申请|所需|提交|办理)?(?:材料|资料|证件|要件)(?:名称|清单)?|名称",
    }
)
