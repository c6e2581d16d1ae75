"""`manage.py change_divisions CHANGES.csv`: renames, merges, abolishes and splits by a list."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.actions.change_divisions import change_divisions
from communities.divisions.changes import read_changes
from communities.divisions.problems import WrongFile


class Command(BaseCommand):
    help = "Rename, merge, abolish and split areas by a list; safe to run again. A fault changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV: action,code (name,target,officials,below)")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            with transaction.atomic():
                report = change_divisions(
                    actor=None, changes=read_changes(file), file=file.name, now=timezone.now()
                )
                transaction.set_rollback(options["dry_run"])
        except WrongFile as error:
            raise CommandError(_("文件有误，没有改动任何内容：") + "\n" + error.message) from None
        for line in report.done:
            self.stdout.write(line)
        self.stdout.write(
            _("完成%(done)d项，%(kept)d项原已如此。") % {"done": len(report.done), "kept": report.kept}
        )
        if options["dry_run"]:
            self.stdout.write(_("这是试运行，没有改动数据库。"))
