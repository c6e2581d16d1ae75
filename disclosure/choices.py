"""The closed lists of this app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DisclosureKind(models.TextChoices):
    """The three parts of every catalogue. In a village the middle one has the law's other word."""

    PARTY = "party", _("党务")
    AFFAIRS = "affairs", _("居务")
    FINANCE = "finance", _("财务")


class Cycle(models.TextChoices):
    """How often an item is disclosed."""

    YEARLY = "yearly", _("每年")
    HALF_YEARLY = "half_yearly", _("每半年")
    QUARTERLY = "quarterly", _("每季度")
    MONTHLY = "monthly", _("每月")
    AT_ONCE = "at_once", _("即时")


class CountsFrom(models.TextChoices):
    """From where the time limit runs: a plan from the period's first day, an account from its last."""

    START = "start", _("期初")
    END = "end", _("期末")


class AppliesTo(models.TextChoices):
    """In which communities an item of the district's catalogue holds."""

    ALL = "all", _("居委会和村委会")
    RESIDENTS = "residents", _("只有居委会")
    VILLAGES = "villages", _("只有村委会")


class Audience(models.TextChoices):
    """To whom an item is owed. On this site everybody may read it."""

    PUBLIC = "public", _("全社会")
    RESIDENTS = "residents", _("本辖区居民")
    MEMBERS = "members", _("党员和居民代表")


class ElementForm(models.TextChoices):
    """What an element of a disclosure consists of."""

    TEXT = "text", _("文字")
    TABLE = "table", _("表格")
    FILE = "file", _("附件")


class DutyState(models.TextChoices):
    """Where a duty stands on a day; computed from its dates, never stored."""

    UPCOMING = "upcoming", _("未到期")
    DUE = "due", _("待公开")
    LATE = "late", _("逾期")
    VERY_LATE = "very_late", _("严重逾期")
    MET = "met", _("已公开")


# Whoever is late, mildly or badly.
OVERDUE = frozenset({DutyState.LATE, DutyState.VERY_LATE})


class ReminderStage(models.TextChoices):
    """What a duty was called to mind for, each once."""

    SOON = "soon", _("快到期")
    LATE = "late", _("逾期")
    VERY_LATE = "very_late", _("严重逾期")
