"""Which user names and nicknames people may take, and the one form in which they are kept.

Both are public. A name must not hide characters, turn text round, or pass for an office of the state.
"""

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

USERNAME_MIN_LENGTH: Final = 2
USERNAME_MAX_LENGTH: Final = 20
NICKNAME_MAX_LENGTH: Final = 20
# What the user name of an account becomes that its owner has closed; nobody can choose it.
CLOSED_PREFIX: Final = "_closed_"

# CJK ideographs with their extensions, and 〇; the rest of Unicode has look-alikes of Latin letters.
_HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
# Names that begin with an underscore are the site's own (closed accounts).
# Some of them are younger than this Python, which takes them for unassigned.
_HAN_CHARACTER: Final = re.compile(f"[{_HAN}]")
_USERNAME: Final = re.compile(f"[0-9a-z{_HAN}][0-9a-z_{_HAN}]*")
# A mobile number or an identity number as a public name would give its owner away.
_PERSONAL_NUMBER: Final = re.compile(r"(?:86)?1[3-9]\d{9}|\d{17}[\dx]|\d{15}")

# Letters by category that show as nothing at all.
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_EMOJI_VARIATION: Final = "\ufe0f"
_MAX_MARKS_IN_A_ROW: Final = 2

# Names that are somebody's: refused wherever they stand in a name.
_RESERVED_PARTS: Final = (
    "管理员", "管理组", "官方", "居委会", "居民委员会", "村委会", "村民委员会", "社区服务中心", "党群服务",
    "街道办", "办事处", "民政局", "民政部", "公安", "派出所", "警察", "网警", "法院", "检察院", "政府",
    "党委", "区委", "市委", "党支部", "纪委", "监察", "书记", "版主", "客服", "工作人员", "网格员",
    "社区工作者", "监督员", "系统通知", "系统消息", "本网站", "秦淮社区建设", "12345",
    "admin", "moderator", "official", "webmaster", "gov",
)  # fmt: skip
# Names that are refused only as the whole name.
_RESERVED_NAMES: Final = frozenset(
    {
        "主任", "社区", "街道", "网站", "系统", "匿名", "游客", "居民", "用户", "已注销", "我", "所有人",
        "全体成员", "root", "system", "staff", "support", "null", "none", "undefined", "anonymous", "guest",
        "me", "api", "www", "test", "user", "mail", "info", "wagtail", "django", "qinhuai",
    }
)  # fmt: skip


def normal_form(name: str) -> str:
    """Return the form in which user names are kept and compared: NFKC, then without case.

    Full-width letters become plain ones, so nobody can take a second name that looks like the first.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def check_username(name: str) -> str:
    """Return `name` as it will be kept.

    Raises:
        ValidationError: with the reason, in words for the person who chooses the name.
    """
    kept = normal_form(name.strip())
    if not USERNAME_MIN_LENGTH <= len(kept) <= USERNAME_MAX_LENGTH:
        raise ValidationError(
            _("用户名要有%(least)s到%(most)s个字，现在是%(length)s个。"),
            code="length",
            params={"least": USERNAME_MIN_LENGTH, "most": USERNAME_MAX_LENGTH, "length": len(kept)},
        )
    if not _USERNAME.fullmatch(kept):
        raise ValidationError(
            _("用户名只能用汉字、英文字母、数字和下划线，不能以下划线开头。"), code="characters"
        )
    if _PERSONAL_NUMBER.fullmatch(kept):
        raise ValidationError(
            _("用户名所有人都能看到，请不要用手机号或身份证号作用户名。"), code="personal_number"
        )
    if is_reserved(kept):
        raise ValidationError(_("这个名字容易被当成政府部门或网站工作人员，请换一个。"), code="reserved")
    return kept


def check_nickname(name: str, *, may_use_reserved: bool = False) -> str:
    """Return the nickname as it will be kept: NFKC, with single spaces; empty where only spaces were given.

    Args:
        name: what the person typed.
        may_use_reserved: officials may call themselves what they are.

    Raises:
        ValidationError: with the reason, in words for the person.
    """
    hidden = hidden_characters(name)
    kept = " ".join(unicodedata.normalize("NFKC", name).split())
    if hidden or hidden_characters(kept):
        raise ValidationError(_("昵称里有看不见的字符或控制字符，请删掉后重新输入。"), code="hidden")
    if len(kept) > NICKNAME_MAX_LENGTH:
        raise ValidationError(
            _("昵称最多%(most)s个字，现在是%(length)s个。"),
            code="length",
            params={"most": NICKNAME_MAX_LENGTH, "length": len(kept)},
        )
    if kept and not any(unicodedata.category(char)[0] in "LN" or _HAN_CHARACTER.match(char) for char in kept):
        raise ValidationError(_("昵称里至少要有一个汉字、字母或数字。"), code="characters")
    if not may_use_reserved and is_reserved(kept):
        raise ValidationError(_("这个名字容易被当成政府部门或网站工作人员，请换一个。"), code="reserved")
    if _PERSONAL_NUMBER.fullmatch(normal_form(kept)):
        raise ValidationError(
            _("昵称所有人都能看到，请不要用手机号或身份证号作昵称。"), code="personal_number"
        )
    return kept


def is_reserved(name: str) -> bool:
    """Return whether `name` could pass for an office, its staff or the site itself, also when spaced out."""
    bare = "".join(char for char in normal_form(name) if char.isalnum())
    return bare in _RESERVED_NAMES or any(part in bare for part in _RESERVED_PARTS)


def hidden_characters(text: str) -> bool:
    """Return whether `text` has control, zero-width, direction or blank characters, or heaped-up accents."""
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category[0] == "C" and not _HAN_CHARACTER.match(char):
            return True
        if category in {"Zl", "Zp"} or char in _BLANK_LETTERS:
            return True
        marks = marks + 1 if category in {"Mn", "Me"} and char != _EMOJI_VARIATION else 0
        if marks > _MAX_MARKS_IN_A_ROW:
            return True
    return False
