"""The closed lists of this app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Levels of areas, from the widest to the narrowest; the last three have no pages."""

    DISTRICT = "district", _("区")
    STREET = "street", _("街道")
    COMMUNITY = "community", _("社区")
    GRID = "grid", _("网格")
    ESTATE = "estate", _("小区")
    BUILDING = "building", _("楼幢")


LEVELS_WITH_PAGES = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)


class CommunityKind(models.TextChoices):
    """What governs a community, told from its code and the suffix of its name."""

    RESIDENTS = "residents", _("居民委员会")
    VILLAGERS = "villagers", _("村民委员会")
    VIRTUAL = "virtual", _("虚拟社区")


class AreaState(models.TextChoices):
    ACTIVE = "active", _("在用")
    ABOLISHED = "abolished", _("已撤销")


class BodyKind(models.TextChoices):
    """Kinds of bodies: whoever publishes, answers or offers something."""

    DISTRICT_OFFICE = "district_office", _("区级管理机构")
    STEERING_COMMISSION = "steering_commission", _("社区建设指导委员会")
    DEPARTMENT = "department", _("机关部门")
    STREET_OFFICE = "street_office", _("街道办事处")
    COMMITTEE = "committee", _("居（村）委会")
    LOCAL_UNIT = "local_unit", _("驻区单位")
    ORGANISATION = "organisation", _("社会组织")


class Role(models.TextChoices):
    """What a person is in a body. A visitor is whoever has no membership."""

    DISTRICT_ADMINISTRATOR = "district_administrator", _("区级管理员")
    COMMISSION_MEMBER = "commission_member", _("社区建设指导委员会成员")
    DEPARTMENT_CLERK = "department_clerk", _("部门经办人")
    STREET_STAFF = "street_staff", _("街道工作人员")
    COMMITTEE_DIRECTOR = "committee_director", _("居委会主任")
    COMMITTEE_WORKER = "committee_worker", _("社区工作者")
    SUPERVISOR = "supervisor", _("居务监督员")
    MODERATOR = "moderator", _("版主")
    UNIT_CONTACT = "unit_contact", _("驻区单位联系人")
    RESIDENT = "resident", _("居民")


class ContactKind(models.TextChoices):
    PHONE = "phone", _("电话")
    HOTLINE = "hotline", _("服务热线")
    FAX = "fax", _("传真")
    EMAIL = "email", _("电子邮箱")
    ADDRESS = "address", _("地址")
    WECHAT = "wechat", _("微信公众号")


class CategoryScheme(models.TextChoices):
    """Lists of categories that several apps share."""

    SERVICE = "service", _("服务类别")
    GUIDE_EVENT = "guide_event", _("人生大事")


class AssistProof(models.TextChoices):
    """How somebody who stands at the desk shows that they agree."""

    CODE = "code", _("发验证码到本人的手机或邮箱")
    DOCUMENT = "document", _("核对本人的身份证件（在居委会确认过身份的）")


class AssistEnd(models.TextChoices):
    """Why an assisted session ended."""

    BUTTON = "button", _("办完结束")
    SIGNED_OUT = "signed_out", _("工作人员退出登录")
    TIME = "time", _("到时间自动结束")
    NO_RIGHT = "no_right", _("不能再代办")


class DayKind(models.TextChoices):
    """How an official arrangement changes a day."""

    HOLIDAY = "holiday", _("放假")
    MAKE_UP = "make_up", _("调休上班")


class FindingState(models.TextChoices):
    """How bad it is what the inspection found; from half of a limit on, its body is warned."""

    WARNED = "warned", _("快到期")
    STALE = "stale", _("超期未更新")
    EMPTY = "empty", _("空白")
    FAULT = "fault", _("有问题")


# Those that count against the site.
FAILING_STATES = frozenset({FindingState.STALE, FindingState.EMPTY, FindingState.FAULT})
