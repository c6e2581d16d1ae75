"""`manage.py load_calendar`: the years of the working-day calendar that are known."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.actions.load_calendar import load_calendar
from communities.calendar import missing_years


class Command(BaseCommand):
    help = "Fill the working-day calendar with the years that the package chinesecalendar knows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, action="append", help="only this year (may be repeated)")
        parser.add_argument("--overwrite", action="store_true", help="also years that are here already")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        years = set(options["year"]) if options["year"] else None
        written = load_calendar(actor=None, now=now, years=years, overwrite=options["overwrite"])
        told = _("、").join(map(str, written)) or _("无（均已存在）")
        self.stdout.write(_("写入放假安排：%s。") % told)
        for year in missing_years(timezone.localdate(now)):
            self.stderr.write(
                _("缺少%d年的放假安排：在补录之前，工作日按周一至周五和固定日期的节日计算。") % year
            )
