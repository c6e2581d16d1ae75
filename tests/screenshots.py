"""`make screenshots`: the pictures of the README and of the editors' guide, taken from a demonstration in a
site of its own.
"""

import http.client
import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from config import health
from tests.chromium import DESK, PHONE, launch_arguments
from tests.papers import water_cut

FOLDER = Path("docs/images")
GUIDE = Path("docs/editors")
LARGEST = 300_000
PASSWORD = "qinhuai-demo-2026"
COMMUNITY = "/wulaocun/wulaocun/"
PATIENCE = 300


@contextmanager
def site() -> Iterator[str]:
    """Serve the demonstration in a folder of its own; give its address."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "site/manage.py", "serve", "--prepare", "--port", str(port)]
        server = subprocess.Popen(command, env=environment)
        try:
            wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers.

    Raises:
        SystemExit: it ended, or takes longer than anybody would wait.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            asked.request("GET", health.PATH)
            if asked.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            asked.close()
        time.sleep(1)
    sys.exit("The site did not start; what it says stands above.")


def keep(page: Page, name: str, *, full_page: bool = False, folder: Path = FOLDER) -> None:
    """Write a picture of `page`, with as few colours as keep it small."""
    picture = Image.open(io.BytesIO(page.screenshot(full_page=full_page))).convert("RGB")
    for colours in (256, 128, 64, 32):
        target = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
        if target.tell() <= LARGEST:
            break
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.png").write_bytes(target.getvalue())
    sys.stdout.write(f"{name}.png: {target.tell() // 1000} kB, {colours} colours\n")


def open_page(
    browser: Browser, address: str, *, width: int = DESK, height: int = 900, dark: bool = False
) -> Page:
    """Return an empty page of the site."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        device_scale_factor=2 if width == PHONE else 1,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    return context.new_page()


def of_the_public_site(browser: Browser, address: str) -> None:
    """The district, a community by night, a notice in elder mode on a phone, the sheet for the stairwell."""
    page = open_page(browser, address, height=1000)
    page.goto("/")
    keep(page, "home")
    page = open_page(browser, address, height=1000, dark=True)
    page.goto(COMMUNITY)
    keep(page, "community-dark")
    page = open_page(browser, address, width=PHONE, height=1000)
    page.goto(COMMUNITY)
    page.get_by_role("button", name="长辈版").click()
    page.goto(f"{COMMUNITY}notices/")
    keep(page, "notices-elder-phone")
    page = open_page(browser, address, width=900, height=1180)
    page.goto(f"{COMMUNITY}notices/")
    page.get_by_role("main").get_by_role("link", name="二次供水水箱清洗").first.click()
    page.get_by_role("link", name="张贴用纸").click()
    page.emulate_media(media="print")
    keep(page, "stairwell-sheet")


def of_the_workbench(browser: Browser, address: str) -> None:
    """A committee worker's desk."""
    keep(signed_in(browser, address, "demo-worker"), "workbench")


def signed_in(browser: Browser, address: str, username: str, **size: int) -> Page:
    """Return the desk of a demonstration account."""
    page = open_page(browser, address, **size)
    page.goto("/accounts/login/?next=/admin/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_url("**/admin/")
    return page


def of_disclosures(worker: Page) -> None:
    """Writing one, masking an amount in it, answering an objection, answering an error that was found."""
    worker.set_viewport_size({"width": 1000, "height": 900})
    for register, name in (("disclosure-objections", "objection"), ("error-reports", "correction")):
        worker.goto(f"/admin/{register}/")
        worker.locator("main tbody a[href*=edit], main tbody td a").first.click()
        worker.wait_for_load_state("networkidle")
        keep(worker, name, folder=GUIDE)
    worker.goto(f"{COMMUNITY}disclosures/?q=最低生活保障")
    worker.locator(".dated-list__title").first.click()
    title = worker.locator("h1").inner_text()
    worker.goto("/admin/disclosure-masks/new/")
    worker.get_by_label("哪一项公开").select_option(label=f"五老村社区 · {title}")
    worker.get_by_role("button", name="下一步").click()
    worker.get_by_role("checkbox", name="每月发放").first.check()
    keep(worker, "mask", folder=GUIDE)
    page = worker.locator("input[name=page]").input_value()
    worker.goto(f"/admin/pages/{page}/edit/")
    worker.wait_for_load_state("networkidle")
    keep(worker, "disclosure", folder=GUIDE)


def of_the_editors_guide(browser: Browser, address: str) -> None:
    """What the guide for officials shows, each as whoever does it sees it."""
    worker = signed_in(browser, address, "demo-worker", width=1000, height=760)
    keep(worker, "desk", folder=GUIDE)
    for button, name in (("发布公告", "notice"), ("新增服务", "service")):
        worker.goto("/admin/")
        worker.get_by_role("link", name=button).first.click()
        worker.wait_for_load_state("networkidle")
        keep(worker, name, folder=GUIDE)
    of_disclosures(worker)
    worker.goto("/admin/word/")
    paper = {"name": "停水通知.docx", "mimeType": "application/octet-stream", "buffer": water_cut()}
    worker.get_by_label("Word 文件").set_input_files(paper)
    worker.get_by_label("放到哪里").select_option(index=1)
    worker.get_by_role("button", name="读取").click()
    keep(worker, "word", folder=GUIDE)
    clerk = signed_in(browser, address, "demo-clerk", width=1000, height=760)
    clerk.get_by_role("link", name="新建办事指南").first.click()
    clerk.wait_for_load_state("networkidle")
    keep(clerk, "matter", folder=GUIDE)
    director = signed_in(browser, address, "demo-director", width=1000, height=620)
    director.goto("/admin/members/")
    director.locator("tr", has_text="demo-worker").get_by_role("link", name="结束任职").click()
    keep(director, "leaving", folder=GUIDE)
    street = signed_in(browser, address, "demo-street", width=1000, height=760)
    street.goto("/admin/inspection/")
    keep(street, "inspection", folder=GUIDE)


def main() -> None:
    with site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        of_the_public_site(browser, address)
        of_the_workbench(browser, address)
        of_the_editors_guide(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
