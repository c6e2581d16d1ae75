"""Django's password rules, in words that say what to do: its Chinese catalogue lacks some of them."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _


class LongEnough(rules.MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        return _("密码太短了，至少要%(least)s个字符。") % {"least": self.min_length}

    def get_help_text(self) -> str:
        return self.get_error_message()


class NotCommon(rules.CommonPasswordValidator):
    """Not one of the 20,000 that are tried first."""

    def get_error_message(self) -> str:
        return _("这个密码太常见，别人容易猜到，请换一个。")

    def get_help_text(self) -> str:
        return self.get_error_message()


class NotOnlyDigits(rules.NumericPasswordValidator):
    """Not a birthday or a phone number."""

    def get_error_message(self) -> str:
        return _("密码不能全是数字，请加上字母、汉字或符号。")

    def get_help_text(self) -> str:
        return self.get_error_message()


class NotLikeTheName(rules.UserAttributeSimilarityValidator):
    """Not nearly the user name, the nickname or the e-mail address."""

    def get_error_message(self) -> str:
        return _("密码和%(verbose_name)s太像了，请换一个。")

    def get_help_text(self) -> str:
        return _("密码不能和用户名、昵称或邮箱太像。")
