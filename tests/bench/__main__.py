"""`make bench`: processor time and statements of front pages, kept and made anew."""

import contextlib
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from tests.bench.forum import measure as measure_forum
from tests.bench.measuring import processor_milliseconds
from tests.bench.media import measure as measure_media
from tests.bench.search import ENGINES
from tests.bench.search import measure as measure_search

PARTS = ("pages", "disclosure", "size", "forum", *ENGINES, "media")


def main() -> None:
    """Build the whole district in a database of its own, and measure all parts, or those that are named;
    `search` stands for the search on both engines.

    `BENCH_FOLDER` names a folder in which the database stays, for measuring again what was changed.
    """
    named = [part for name in sys.argv[1:] for part in (ENGINES if name == "search" else [name])]
    wanted = named or PARTS
    if unknown := sorted(set(wanted) - set(PARTS)):
        sys.exit(f"There is no part {', '.join(unknown)}; there are {', '.join(PARTS)}.")
    with contextlib.ExitStack() as stack:
        folder = os.environ.get("BENCH_FOLDER") or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="qinhuai-bench-")
        )
        _measure(wanted, folder)


def _measure(wanted: Sequence[str], folder: str) -> None:
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/db.sqlite3"
    os.environ["VAR_DIR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from django.db import connection
    from django.http import HttpResponse
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import path

    import config.urls
    from config.preparation import Preparation

    config.urls.urlpatterns.insert(0, path("bare/", lambda _request: HttpResponse("bare")))
    with contextlib.redirect_stdout(io.StringIO()):
        Preparation(say=lambda _line: None).run()
    client = Client(headers={"host": "localhost"})

    def get(address: str) -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    def statements(act: Callable[[str], None], address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            act(address)
        return len(captured)

    if "pages" in wanted:
        measure_pages(get, statements)
    if "disclosure" in wanted:
        measure_duties()
    if "size" in wanted:
        measure_size(get, statements)
    if "forum" in wanted:
        measure_forum()
    measure_search([part for part in ENGINES if part in wanted])
    if "media" in wanted:
        measure_media()


def measure_pages(
    get: Callable[[str], None], statements: Callable[[Callable[[str], None], str], int]
) -> None:
    """Measure the front pages, kept and made anew, against a bare view."""
    from django.core.cache import cache

    from communities.models import Area

    def anew(address: str) -> None:
        cache.clear()
        get(address)

    community = Area.objects.filter(level="community").order_by("pk").first()
    assert community is not None
    addresses = {"home": "/", "community": community.page.get_url() or "/"}
    bare = processor_milliseconds(lambda: get("/bare/"))
    sys.stdout.write(f"{'page':<22}{'ms':>8}{'× bare':>9}{'statements':>12}\n")
    sys.stdout.write(f"{'bare view':<22}{bare:>8.2f}{1:>9.1f}{statements(get, '/bare/'):>12}\n")
    for name, address in addresses.items():
        for how, act in (("kept", get), ("made anew", anew)):
            taken = processor_milliseconds(lambda act=act, address=address: act(address))
            line = f"{name + ', ' + how:<22}{taken:>8.2f}{taken / bare:>9.1f}{statements(act, address):>12}"
            sys.stdout.write(f"{line}\n")


SIZE = {"notices": 10_000, "guides": 1_000, "services": 2_000}


def measure_size(get: Callable[[str], None], statements: Callable[[Callable[[str], None], str], int]) -> None:
    """Fill the district as `seed_load` does, and measure the lists, the inspection and the counts by body."""
    from django.core.cache import cache
    from django.core.management import call_command
    from django.utils import timezone

    from communities import workload
    from communities.actions.inspect_site import inspect_site
    from communities.models import Area

    begun = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        call_command("seed_load", among_real_data=True, **SIZE)
    size = ", ".join(f"{number} {key}" for key, number in SIZE.items())
    sys.stdout.write(f"\n{size}: made in {time.process_time() - begun:.1f} s of processor time\n")

    def anew(address: str) -> None:
        cache.clear()
        get(address)

    community = Area.objects.filter(level="community").order_by("pk").first()
    assert community is not None
    front = community.page.get_url() or "/"
    for address in (
        "/",
        front,
        "/notices/",
        f"{front}notices/",
        "/guides/",
        "/services/",
        f"{front}services/",
    ):
        taken = processor_milliseconds(lambda address=address: anew(address), rounds=10)
        sys.stdout.write(f"{address:<40}{taken:>8.1f} ms{statements(anew, address):>6} statements\n")
    now = timezone.now()
    inspect_site(actor=None, now=now)
    for name, act in (
        ("inspection, nothing new", lambda: inspect_site(actor=None, now=now)),
        ("what waits, by body", lambda: workload.by_body(now)),
    ):
        taken = processor_milliseconds(act, rounds=3)
        sys.stdout.write(f"{name:<40}{taken:>8.1f} ms\n")


def measure_duties() -> None:
    """Lay out what all committees owe in three years, and count it anew after the calendar and limits
    change.
    """
    from datetime import timedelta

    from django.db.models import F
    from django.utils import timezone

    from disclosure.actions.lay_out_duties import lay_out_duties
    from disclosure.committees import disclosing_committees
    from disclosure.models import DisclosureDuty, DisclosureItem

    now = timezone.now()
    since = timezone.localdate(now) - timedelta(days=3 * 365)
    DisclosureItem.objects.update(counted_from=since)

    def seconds(act: Callable[[], object]) -> float:
        begun = time.process_time()
        act()
        return time.process_time() - begun

    first = seconds(lambda: lay_out_duties(actor=None, now=now, since=since))
    again = seconds(lambda: lay_out_duties(actor=None, now=now, since=since))
    DisclosureItem.objects.update(limit_days=F("limit_days") + 1)
    changed = seconds(lambda: lay_out_duties(actor=None, now=now, since=since))
    board = seconds(lambda: DisclosureDuty.objects.counts_by_body(today=timezone.localdate(now)))
    committees, items = len(disclosing_committees()), DisclosureItem.objects.count()
    sys.stdout.write(
        f"\ndisclosure duties: {committees} committees × {items} items × 3 years"
        f" = {DisclosureDuty.objects.count()} rows; laid out {first:.1f} s, again {again:.1f} s,"
        f" all dates changed {changed:.1f} s, figures of the board {board:.2f} s"
        " of processor time (10 s at most for each)\n"
    )


if __name__ == "__main__":
    main()
