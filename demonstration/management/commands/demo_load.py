"""`manage.py demo_load [--if-empty]`: fills an empty site with demonstration content."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from demonstration.accounts import ACCOUNTS, PASSWORD
from demonstration.load import NotADemonstration, load
from demonstration.places import NoDistrict


class Command(BaseCommand):
    help = "Load demonstration accounts, offices, introductions and notices; safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where somebody has an account already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and User.objects.exists():
            self.stdout.write(_("数据库里已有账号，没有装入演示内容。"))
            return
        try:
            loaded = load(now=timezone.now())
        except (NotADemonstration, NoDistrict) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            _("演示内容已就绪：%(offices)d个单位的联系方式，%(introductions)d份简介。")
            % {"offices": loaded.offices, "introductions": loaded.introductions}
        )
        self.stdout.write(_("演示账号（密码都是 %s）：") % PASSWORD)
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<16} {account.role.label}")
