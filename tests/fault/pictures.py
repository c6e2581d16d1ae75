"""Ten pictures of the largest size arrive at once on the real server, in every format that is taken.

The memory of all processes together (two workers, task worker, timer, whatever they start) stays under 700
MB, counting shared pages once (PSS); whoever is told to come again does, as the script of the form does;
every picture is stored in the end; and a page is answered meanwhile.
"""

import http.client
import io
import json
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.fault.server import CSRF, children, make_district, scratch, serving, signed_in

MOST_MEGABYTES = 700
SENDERS = 10
_BOUNDARY = "a-picture-ends-here"
# Format, ending, width, height, options: as many pixels as are let through.
_LARGEST = (
    ("JPEG", "jpg", 8660, 5770, {"quality": 80}),
    ("JPEG", "jpeg", 8660, 5770, {"quality": 70, "progressive": True}),
    ("WEBP", "webp", 5160, 3870, {"quality": 60, "method": 0}),
    ("PNG", "png", 5160, 3870, {"compress_level": 1}),
    ("AVIF", "avif", 5160, 3870, {"quality": 50, "speed": 10}),
    ("HEIF", "heic", 5760, 4320, {"quality": 30, "enc_params": {"preset": "ultrafast"}}),
)


@dataclass
class Seen:
    """What the senders and the watcher saw."""

    stored: int = 0
    asked_again: int = 0
    refused: list[str] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def main() -> int:
    """Run the scene, print what was seen, and return 0 where all of it holds."""
    with scratch():
        make_district()
        from django.utils import timezone

        from accounts.models import User

        people = [
            User.objects.create(username=f"sender{number}", password="!", desk_confirmed_at=timezone.now())
            for number in range(SENDERS)
        ]
        cookies = [signed_in(person) for person in people]
        pictures = [(ending, _picture(*rest)) for rest in _LARGEST for ending in [rest[1]]]
        with serving() as (port, server):
            _page(port)
            seen = _send_all(port, server, cookies, pictures)
    return _report(seen)


def _picture(format_name: str, _ending: str, width: int, height: int, options: dict[str, object]) -> bytes:
    """Return a picture with grain, as a camera's."""
    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener()
    coarse = Image.effect_noise((width // 16, height // 16), 60).resize((width, height))
    fine = Image.effect_noise((width // 4, height // 4), 15).resize((width, height))
    target = io.BytesIO()
    light = Image.linear_gradient("L").resize((width, height))
    # Without the last bits, which a PNG of this size could not keep within its 15 MB.
    picture = Image.merge("RGB", (coarse, fine, light)).point(lambda value: value & 0xF0)
    picture.save(target, format_name, **options)
    return target.getvalue()


def _send_all(port: int, server: int, cookies: list[str], pictures: list[tuple[str, bytes]]) -> Seen:
    seen, is_over = Seen(), threading.Event()
    before = _memory(server)
    watchers = [
        threading.Thread(target=_watch, args=(server, seen, is_over)),
        threading.Thread(target=_read, args=(port, seen, is_over)),
    ]
    senders = [
        threading.Thread(target=_send, args=(port, cookie, *pictures[number % len(pictures)], seen))
        for number, cookie in enumerate(cookies)
    ]
    for thread in (*watchers, *senders):
        thread.start()
    for thread in senders:
        thread.join()
    is_over.set()
    for thread in watchers:
        thread.join()
    sys.stdout.write(f"10 largest pictures: {'MB before':<26}{before}\n")
    return seen


def _send(port: int, cookie: str, ending: str, data: bytes, seen: Seen) -> None:
    head = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.{ending}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + data + f"\r\n--{_BOUNDARY}--\r\n".encode()
    headers = {
        "Cookie": cookie,
        "X-CSRFToken": CSRF,
        "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
    }
    for _turn in range(100):
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        asked.request("POST", "/attachments/", body, headers)
        answer = asked.getresponse()
        said = answer.read()
        asked.close()
        with seen.lock:
            if answer.status == 201:
                seen.stored += 1
                return
            if answer.status != 503:
                reason = json.loads(said)["error"] if said.startswith(b"{") else ""
                seen.refused.append(f"{ending}: {answer.status} {reason}")
                return
            seen.asked_again += 1
        time.sleep(float(answer.headers["Retry-After"]))
    seen.refused.append(f"{ending}: asked again too often")


def _watch(server: int, seen: Seen, is_over: threading.Event) -> None:
    begun = time.monotonic()
    while not is_over.wait(0.05):
        seen.memory.append((time.monotonic() - begun, _memory(server)))


def _read(port: int, seen: Seen, is_over: threading.Event) -> None:
    while not is_over.wait(0.5):
        seen.page.append(_page(port))


def _page(port: int) -> float:
    begun = time.monotonic()
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    asked.request("GET", "/notices/")
    assert asked.getresponse().status == 200
    asked.close()
    return time.monotonic() - begun


def _memory(server: int) -> int:
    """Return what the server and all below it take, in MB."""
    below, waiting, total = children(), [server], 0
    while waiting:
        process = waiting.pop()
        waiting += below.get(process, [])
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total // 1024


def _report(seen: Seen) -> int:
    most = max(memory for _moment, memory in seen.memory)
    pages = sorted(seen.page) or [0.0]
    lines = {
        "stored": f"{seen.stored} of {SENDERS}",
        "asked to come again": seen.asked_again,
        "refused": "; ".join(seen.refused) or 0,
        "seconds until all are stored": f"{seen.memory[-1][0]:.0f}",
        "MB at most, all processes": f"{most} ({MOST_MEGABYTES} are allowed)",
        "MB after": seen.memory[-1][1],
        "page meanwhile, s, median / most": f"{pages[len(pages) // 2]:.2f} / {pages[-1]:.2f}",
    }
    for what, value in lines.items():
        sys.stdout.write(f"10 largest pictures: {what:<34}{value}\n")
    sys.stdout.flush()
    return 0 if seen.stored == SENDERS and most < MOST_MEGABYTES else 1
