"""Pictures in a real browser: chosen, dropped and pasted into a post, with and without scripts; looked at
enlarged by keyboard.
"""

import base64

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from media.models import Attachment
from media.validation.turns import decoding_in_background
from media.views import attachments
from tests.chromium import PHONE
from tests.factories import ImageFactory, NoticeFactory
from tests.factories.forum import board_of, regular
from tests.factories.uploads import PDF, picture

pytestmark = pytest.mark.browser

# What a browser does when a file is dropped on, or pasted into, an element.
HAND_OVER = """(element, [kind, name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  const options = { bubbles: true, cancelable: true };
  element.dispatchEvent(
    kind === "drop"
      ? new DragEvent("drop", { ...options, dataTransfer: carried })
      : new ClipboardEvent("paste", { ...options, clipboardData: carried }),
  );
}"""


def carried(kind, name, data, content_type="image/jpeg"):
    return [kind, name, content_type, base64.b64encode(data).decode()]


def a_file(name, data):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def test_files_are_chosen_dropped_and_pasted_and_wait_while_others_are_served(
    browsing, monkeypatch, settings
):
    browsing.expected += ["422", "503"]
    monkeypatch.setattr(attachments, "TRY_AGAIN_AFTER", 0.2)
    board = board_of(browsing.district)
    page = browsing.new_page(user=regular(browsing.district, nickname="桃叶渡"), width=PHONE)
    page.goto(reverse("topic-start", args=[board.pk]))
    rows = page.locator("[data-rows]")
    chosen = page.get_by_label("选择图片或文件")
    settings.PICTURES_WAITING = 0
    with decoding_in_background():
        chosen.set_input_files([a_file("楼道.jpg", picture())])
        expect(rows).to_contain_text("正在排队")
        expect(rows.get_by_role("progressbar")).to_have_count(1)
    expect(rows.locator("[data-attachment]")).to_have_count(1)
    page.locator("[data-drop-area]").evaluate(HAND_OVER, carried("drop", "通知.pdf", PDF, "application/pdf"))
    expect(rows).to_contain_text("通知.pdf")
    page.get_by_label("内容").evaluate(HAND_OVER, carried("paste", "截图.png", picture("PNG"), "image/png"))
    expect(rows.locator("[data-attachment]")).to_have_count(3)
    chosen.set_input_files([a_file("程序.jpg", b"MZ" * 400)])
    expect(rows).to_contain_text("“程序.jpg”没有收下：这个文件不是可用的图片。")
    rows.get_by_role("button", name="知道了").click()
    rows.get_by_role("button", name="移除 通知.pdf").click()
    expect(rows.locator("[data-attachment]")).to_have_count(2)
    page.get_by_label("标题").fill("楼道灯又不亮了")
    page.get_by_label("内容").fill("看图。")
    page.get_by_role("main").get_by_role("button", name="发布").click()
    expect(page.get_by_role("heading", name="楼道灯又不亮了", level=1)).to_be_visible()
    expect(page.locator(".attached img")).to_have_count(2)

    plain = browsing.new_page(user=regular(browsing.district, nickname="门东"), width=PHONE, javascript=False)
    plain.goto(reverse("topic-start", args=[board.pk]))
    plain.get_by_label("标题").fill("树枝挡住了路灯")
    plain.get_by_label("内容").fill("请来看看。")
    plain.get_by_label("选择图片或文件").set_input_files(
        [a_file("路灯.png", picture("PNG")), a_file("空.jpg", b"")]
    )
    plain.get_by_role("main").get_by_role("button", name="发布").click()
    main = plain.get_by_role("main")
    expect(main).to_contain_text("图片文件是空的")
    expect(plain.get_by_label("标题")).to_have_value("树枝挡住了路灯")
    expect(plain.get_by_label("附上 路灯.png")).to_be_checked()
    main.get_by_role("button", name="发布").click()
    expect(plain.locator(".attached img")).to_have_count(1)
    assert Attachment.objects.filter(state="claimed").count() == 3


def test_a_gallery_is_looked_at_enlarged_by_keyboard(browsing):
    first, second = ImageFactory(credit="王师傅"), ImageFactory()
    shown = [
        {"image": image.pk, "decorative": False, "alt_text": text}
        for image, text in ((first, "廊桥"), (second, "码头"))
    ]
    notice = NoticeFactory(
        parent=browsing.district.notices_of("wuyixiang"),
        content=[
            {
                "type": "gallery",
                "value": {
                    "pictures": [
                        {"type": "item", "id": str(number), "value": {"image": one, "caption": ""}}
                        for number, one in enumerate(shown)
                    ],
                    "caption": "河边",
                },
            },
        ],
    )
    page = browsing.new_page()
    page.goto(notice.url)
    links = page.locator("[data-enlarge]")
    links.first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="放大的图片")
    expect(dialog).to_contain_text("第1张，共2张")
    expect(dialog).to_contain_text("王师傅")
    page.keyboard.press("ArrowRight")
    expect(dialog).to_contain_text("第2张，共2张")
    expect(dialog.get_by_role("img")).to_have_attribute("alt", "码头")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(links.nth(1)).to_be_focused()
