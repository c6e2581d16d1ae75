"""`manage.py seed_load --notices 10000 --seed 1`: content of any size for measuring."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Area
from communities.seeding import Wanted, registry


class Command(BaseCommand):
    help = "Make content of any size for measuring. Never in production; safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="which content (default 1)")
        parser.add_argument(
            "--among-real-data", action="store_true", help="also where people have accounts of their own"
        )
        for key, seed in registry:
            parser.add_argument(f"--{key}", type=int, default=0, metavar="N", help=seed.what)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(_("这是正式网站（DEMONSTRATION关闭），不能装入测试内容。"))
        if not options["among_real_data"] and User.objects.filter(is_demonstration=False).exists():
            raise CommandError(_("数据库里有真实账号。确实要装入测试内容，请加 --among-real-data。"))
        if not Area.objects.exists():
            raise CommandError(_("还没有装入街道和社区，请先运行 load_divisions。"))
        now = timezone.now()
        for key, seed in registry:
            number = options[key.replace("-", "_")]
            if number < 0:
                raise CommandError(_("--%s 不能是负数。") % key)
            if not number:
                continue
            begun = time.monotonic()
            with transaction.atomic():
                made = seed.make(Wanted(number=number, seed=options["seed"], now=now))
            self.stdout.write(f"{key}: {made} ({time.monotonic() - begun:.1f} s)")
        self.stdout.write(_("测试内容没有逐条记录事件；要搜索到它们，请重建搜索索引。"))
