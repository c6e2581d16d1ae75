"""How dates, days, money and people's own words are written on every page."""

import datetime
import re
import unicodedata
from typing import Final, TypeAlias

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FEN_PER_YUAN: Final = 100
# Zero-width and direction-changing characters can make a title show as something that it is not. The joiner
# U+200D stays, as family emoji are built with it.
_DECEPTIVE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_KEPT_CONTROLS: Final = frozenset("\n\t")

Moment: TypeAlias = datetime.date | datetime.datetime


def local(value: Moment) -> Moment:
    """Bring an aware moment to the site's time zone; a date or a naive moment is returned as it is."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def cn_date(value: Moment | None) -> str:
    """`2026-11-22`, in the site's time zone; nothing for None."""
    return "" if not value else f"{local(value):%Y-%m-%d}"


def cn_datetime(value: Moment | None) -> str:
    """`2026-11-22 09:30`, in the site's time zone; a plain date has no time to show; nothing for None."""
    if not value:
        return ""
    return f"{local(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime.datetime) else cn_date(value)


def relative_day(value: Moment | None, now: Moment | None = None) -> str:
    """`今天`, `明天`, `3天后`, `昨天`, `5天前`; beyond 30 days the date itself.

    `now` is the moment to count from (the present one when None). Days are calendar days in the site's
    time zone.
    """
    if not value:
        return ""
    days = (_day(value) - _day(now or timezone.now())).days
    near = {-1: _("昨天"), 0: _("今天"), 1: _("明天"), 2: _("后天")}
    if days in near:
        return near[days]
    if abs(days) > 30:
        return cn_date(value)
    if days > 0:
        return ngettext("%(days)s天后", "%(days)s天后", days) % {"days": days}
    return ngettext("%(days)s天前", "%(days)s天前", -days) % {"days": -days}


def weekday(value: Moment | None) -> str:
    """`星期日` and so on, in the language of the page; nothing for None."""
    return "" if not value else date_format(_day(value), "l")


def money(fen: int | str | None) -> str:
    """Whole fen as `¥1,234.50` (`-¥0.05` below zero); nothing for None.

    A template's missing variable arrives as "". Raises TypeError for anything else but an integer: a float or
    a string here means that somebody added up yuan.
    """
    if fen is None or fen == "":
        return ""
    if isinstance(fen, bool) or not isinstance(fen, int):
        msg = f"money is whole fen in an int, not {type(fen).__name__}"
        raise TypeError(msg)
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}¥{yuan:,}.{rest:02d}"


def file_size(size: int | None) -> str:
    """Bytes as `860 字节`, `35 KB`, `1.2 MB`; nothing for None."""
    if size is None:
        return ""
    if size < 1024:
        return _("%(count)s 字节") % {"count": size}
    if size < 1024**2:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024**2:.1f} MB"


def safe_text(text: str | None) -> str:
    """People's own words without characters that hide or turn others; the result still has to be escaped."""
    if isinstance(text, str) and text.isprintable():
        # None of those characters is; nearly all titles and names are spared the look at each character.
        return text
    return "".join(
        char
        for char in _DECEPTIVE.sub("", str(text or ""))
        if char in _KEPT_CONTROLS or unicodedata.category(char) != "Cc"
    )


def phone_link(number: str | None) -> str:
    """The `tel:` address for a number as people write it: `025-5555 0000 转 12` → `tel:02555550000,12`."""
    main, _separator, extension = re.sub(
        r"(转|ext\.?)", "#", str(number or ""), flags=re.IGNORECASE
    ).partition("#")
    digits = re.sub(r"[^\d+]", "", main)
    extra = re.sub(r"\D", "", extension)
    return f"tel:{digits},{extra}" if extra else f"tel:{digits}"


def _day(value: Moment) -> datetime.date:
    value = local(value)
    return value.date() if isinstance(value, datetime.datetime) else value
