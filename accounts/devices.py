"""Which device a session is on, in words that its owner knows it by."""

from typing import Final

from django.utils.translation import gettext as _

# The first that fits: many browsers name others, too.
_BROWSERS: Final = (
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("QQBrowser", "QQ浏览器"), ("UCBrowser", "UC浏览器"),
    ("HuaweiBrowser", "华为浏览器"), ("MiuiBrowser", "小米浏览器"), ("Edg", "Edge"), ("Firefox", "Firefox"),
    ("OPR", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("HarmonyOS", "鸿蒙设备"), ("OpenHarmony", "鸿蒙设备"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Android", "安卓手机或平板"), ("Windows", "Windows电脑"), ("Macintosh", "苹果电脑"),
    ("Linux", "Linux电脑"),
)  # fmt: skip


def device_in_words(user_agent: str) -> str:
    """Return “安卓手机或平板，微信”, or that it is unknown."""
    system = next((words for sign, words in _SYSTEMS if sign in user_agent), "")
    browser = next((words for sign, words in _BROWSERS if sign in user_agent), "")
    return "，".join(filter(None, (system, browser))) or _("认不出的设备")
