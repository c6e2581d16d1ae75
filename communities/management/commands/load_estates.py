"""`manage.py load_estates FILE.csv`: estates, grids, roads with house numbers, and other names."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.actions.load_estates import load_estates
from communities.choices import Level
from communities.divisions.estates import read_estates
from communities.divisions.problems import WrongFile
from communities.models import Area


class Command(BaseCommand):
    help = "Load estates, grids and roads of communities; safe to run again. A wrong file changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV: community,kind,name,first,last,parity")

    def handle(self, *args: Any, **options: Any) -> None:
        communities = Area.objects.active().filter(level=Level.COMMUNITY, code__isnull=False)
        codes = (code for code in communities.values_list("code", flat=True) if code)
        try:
            estates = read_estates(options["file"], community_codes=frozenset(codes))
        except WrongFile as error:
            raise CommandError(_("文件有误，没有装入任何内容：") + "\n" + error.message) from None
        report = load_estates(actor=None, estates=estates, now=timezone.now())
        self.stdout.write(
            _("新增%(added)d条，已有%(kept)d条。") % {"added": report.added, "kept": report.kept}
        )
