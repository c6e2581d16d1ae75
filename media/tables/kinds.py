"""What a column holds, and what part it plays in the sum of its row."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What is in the cells of a column."""

    TEXT = "text", _("文字")
    NUMBER = "number", _("数字")
    MONEY = "money", _("金额")
    DATE = "date", _("日期")
    PERCENT = "percent", _("百分比")


NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT})
# A sum of percentages says nothing.
SUMMED = frozenset({Kind.NUMBER, Kind.MONEY})


class Role(TextChoices):
    """A column's part in the sum that each row must satisfy."""

    NONE = "", _("不参与核对")
    OPENING = "opening", _("期初结余")
    PLUS = "plus", _("收入（加）")
    MINUS = "minus", _("支出（减）")
    CLOSING = "closing", _("期末结余")
    FACTOR = "factor", _("相乘的数（数量、单价）")
    PRODUCT = "product", _("乘得的数")


class Rule(TextChoices):
    """Which sum each row must satisfy."""

    NONE = "", _("不核对")
    ROW = "row", _("每行：期初＋收入－支出＝期末")
    RUNNING = "running", _("逐行：上一行结余＋收入－支出＝结余")
    PRODUCT = "product", _("每行：数量×单价＝金额")


class Chart(TextChoices):
    """How the money of a table is drawn."""

    NONE = "", _("不画图")
    CATEGORIES = "categories", _("各项金额（横条）")
    BALANCE = "balance", _("收入与支出对比（横条）")
