"""`manage.py load_divisions STREETS.csv COMMUNITIES.csv`: makes the district's tree, or updates it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.actions.load_calendar import load_calendar
from communities.actions.load_divisions import DivisionsRefused, LoadReport, load_divisions
from communities.actions.seed_categories import seed_categories
from communities.choices import Level
from communities.divisions.checking import read_divisions
from communities.divisions.problems import WrongFile
from communities.models import Area

LISTED = 20


class Command(BaseCommand):
    help = "Load a district's streets and communities; safe to run again. A wrong file changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("streets", type=Path, help="CSV: code,name,areaCode (provinceCode,cityCode)")
        parser.add_argument("communities", type=Path, help="CSV: code,name,streetCode,areaCode (…)")
        parser.add_argument("--district-name", default="", help="name of the district (else by its code)")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            divisions = read_divisions(
                options["streets"], options["communities"], district=options["district_name"]
            )
        except WrongFile as error:
            raise CommandError(_("文件有误，没有装入任何内容：") + "\n" + error.message) from None
        try:
            with transaction.atomic():
                now = timezone.now()
                report = load_divisions(actor=None, divisions=divisions, now=now)
                # What every district begins with; both leave alone what is there.
                seed_categories(actor=None)
                load_calendar(actor=None, now=now)
                transaction.set_rollback(options["dry_run"])
        except DivisionsRefused as error:
            raise CommandError(str(error)) from None
        for line in _told(report):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write(_("这是试运行，没有改动数据库。"))


def _told(report: LoadReport) -> list[str]:
    """Return the report in sentences."""
    streets = [area for area in report.added if area.level == Level.STREET]
    communities = [area for area in report.added if area.level == Level.COMMUNITY]
    lines = [
        _("%(name)s（%(code)s）") % {"name": report.district.name, "code": report.district.code},
        _("新增：%(all)d个区域（街道%(streets)d个，社区%(communities)d个），单位%(bodies)d个。")
        % {
            "all": len(report.added),
            "streets": len(streets),
            "communities": len(communities),
            "bodies": report.bodies_added,
        },
        *_listed([_area(area) for area in report.added]),
        _("更名：%d个。") % len(report.renamed),
        *_listed([f"{area.code} {old} → {area.name}" for area, old in report.renamed]),
        _("未变：%d个。") % report.kept,
    ]
    if report.not_in_file:
        lines.append(_("文件中没有、保持原样：%d个。") % len(report.not_in_file))
        lines += _listed([_area(area) for area in report.not_in_file])
    if report.abolished:
        lines.append(_("已撤销而文件中仍有、保持撤销：%d个。") % len(report.abolished))
        lines += _listed([_area(area) for area in report.abolished])
    return lines


def _area(area: Area) -> str:
    return f"{area.code} {area.name}"


def _listed(items: list[str]) -> list[str]:
    shown = [f"  {item}" for item in items[:LISTED]]
    if len(items) > LISTED:
        shown.append(_("  ……等%d个") % len(items))
    return shown
