"""Lists, board, catalogue, feed, versions and front pages, as everybody reads them."""

import io
from datetime import date, timedelta

import openpyxl
from django.core.cache import cache

from cms_pages.disclosures import listing
from communities.choices import CommunityKind
from communities.models import Area
from disclosure.actions.meet_duty import meet_duty
from disclosure.models import DisclosureDuty
from tests.factories.disclosures import OccasionFactory, corrected, disclosures_of, published


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_a_correction_is_a_version_of_its_own_that_can_be_compared(scene, now, client_for):
    page = published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)
    page = corrected(
        page,
        writer=scene.worker,
        supervisor=scene.supervisor,
        now=now,
        rows=(("物业补贴", 1250000), ("活动支出", 810000), ("绿化", 20000)),
    )
    client, base = client_for(None), page.get_url()
    shown = text(client.get(base))
    assert "金额写错，已更正" in shown
    assert f"{base}compare/1/2/" in shown
    listed = text(client.get(f"{base}versions/"))
    assert "第1版" in listed
    assert "第2版" in listed
    assert "8,300.00" in text(client.get(f"{base}versions/1/"))
    assert "这是过去的版本" in text(client.get(f"{base}versions/1/"))
    changes = text(client.get(f"{base}compare/1/2/"))
    assert "<ins>" in changes
    assert "<del>" in changes
    assert "绿化" in changes
    for wrong in ("versions/9/", "versions/x/", "compare/2/1/", "compare/1/9/", "compare/1/1/", "nothing/"):
        assert client.get(f"{base}{wrong}").status_code == 404
    scene.duty.refresh_from_db()
    assert scene.duty.met_on == date(2026, 11, 23)
    # A second correction without a word of its own is refused.
    draft = page.get_latest_revision_as_object()
    assert "缺更正说明" in str(draft.publication_errors()[0].message)


def test_lists_filter_and_say_what_is_wrong_with_an_address(scene, now, client_for):
    page = published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)
    client = client_for(None)
    for slug in ("wuyixiang", "fuzimiao", ""):
        assert page.title in text(client.get(disclosures_of(scene.district, slug).get_url()))
    index = disclosures_of(scene.district, "fuzimiao").get_url()
    assert page.title not in text(client.get(disclosures_of(scene.district, "dongshuiguan").get_url()))
    item = scene.duty.item_id
    kept = {"kind": "finance", "item": item, "year": 2026, "area": "wuyixiang", "q": "财务"}
    assert f'href="{page.get_url()}"' in text(client.get(index, kept))
    for wrong in ({"kind": "affairs"}, {"year": 2025}, {"area": "dongshuiguan"}, {"q": "没有"}):
        assert f'href="{page.get_url()}"' not in text(client.get(index, wrong))
    odd = text(
        client.get(index, {"kind": "x", "item": "x", "year": "９", "area": "x", "state": "x", "after": "x"})
    )
    for said in ("没有这个类别", "没有这个事项", "年份看不懂", "没有这个区域", "翻页的位置不对"):
        assert said in odd
    feed = text(client.get(f"{index}feed/", {"kind": "finance"}))
    assert page.get_full_url() in feed


def test_paging_by_key_shows_every_disclosure_once_there_and_back(scene, now, client_for, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    made = []
    for number in range(5):
        duty = OccasionFactory(item__body=scene.body, body=scene.body, occasion=f"{number}号楼屋面维修")
        later = now + timedelta(minutes=number)
        made.append(published(duty, writer=scene.worker, supervisor=scene.supervisor, now=later))
    client, index = client_for(None), disclosures_of(scene.district, "wuyixiang").get_url()

    def rows(answer):
        return [row["url"] for row in answer.context["items"]]

    pages = [client.get(index)]
    while pages[-1].context["older_url"]:
        pages.append(client.get(pages[-1].context["older_url"]))
    assert [url for page in pages for url in rows(page)] == [page.get_url() for page in reversed(made)]
    assert [len(rows(page)) for page in pages] == [2, 2, 1]
    assert rows(client.get(pages[-1].context["newer_url"])) == rows(pages[1])
    assert rows(client.get(pages[1].context["newer_url"])) == rows(pages[0])


def test_a_shared_link_says_who_discloses_what_for_which_period(scene, now, client_for):
    page = published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)
    answer = client_for(None).get(page.get_url())
    shown = text(answer)
    assert f'<meta property="og:title" content="{page.title}">' in shown
    assert f'<meta property="og:description" content="{scene.body}公开：{page.title}">' in shown
    assert '<meta property="og:image" content="http' in shown
    (data,) = answer.context["structured"]
    assert (data["@type"], data["publisher"]["name"]) == ("Report", scene.body.name)
    assert data["temporalCoverage"] == "2026-07-01/2026-09-30"
    assert data["datePublished"].startswith("2026-11-23T")


def test_the_board_counts_and_ranks_and_gives_files(scene, now, client_for):
    published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)
    on_time = DisclosureDuty.objects.get(
        item=scene.duty.item, starts_on=date(2026, 7, 1), body=scene.district.body("dongshuiguan")
    )
    meet_duty(actor=None, duty=on_time, now=now - timedelta(days=40))
    client = client_for(None)
    index = disclosures_of(scene.district).get_url()
    board = text(client.get(f"{index}board/"))
    # Ten duties of the third quarter are judged, one was met in time.
    assert "10.0%" in board
    assert "按时率＝期限内公开的项数÷应当已经公开的项数" in board
    assert "夫子庙街道" in board
    assert "严重逾期" in board
    community = text(client.get(f"{disclosures_of(scene.district, 'dongshuiguan').get_url()}board/"))
    assert "50.0%" in community
    assert "50.0%" in text(
        client.get(f"{disclosures_of(scene.district, 'fuzimiao').get_url()}board/?area=dongshuiguan")
    )
    csv = client.get(f"{index}board/csv/", {"state": "very_late"})
    assert csv["Content-Type"].startswith("text/csv")
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "社区,类别,事项,期间,状态,期限,公开日期,按时"
    assert len(lines) == 9
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{index}board/xlsx/").content)).active
    assert sheet.max_row > 10


def test_a_kept_board_changes_with_the_clock(scene, clock, client_for):
    client = client_for(None)
    board = f"{disclosures_of(scene.district, 'wuyixiang').get_url()}board/?state=upcoming"
    clock.move_to("2026-12-30T23:59:00+08:00")
    assert "2026年第四季度财务收支情况" in text(client.get(board))
    clock.move_to("2026-12-31T00:00:01+08:00")
    assert "2026年第四季度财务收支情况" not in text(client.get(board))


def test_the_catalogue_is_everybodys_and_a_virtual_community_has_none(scene, client_for):
    client = client_for(None)
    index = disclosures_of(scene.district, "wuyixiang").get_url()
    catalogue = text(client.get(f"{index}catalogue/"))
    assert "期末起10个工作日内" in catalogue
    assert "收入明细（表格）" in catalogue
    assert "本网站、公开栏" in catalogue
    assert scene.body.name in catalogue
    assert "异议与答复" in text(client.get(f"{index}objections/"))
    Area.objects.filter(pk=scene.body.area_id).update(kind=CommunityKind.VIRTUAL)
    cache.clear()
    assert client.get(f"{index}board/").status_code == 404
    assert client.get(f"{index}board/csv/").status_code == 404
    assert client.get(f"{index}catalogue/").status_code == 404
    assert "catalogue/" not in text(client.get(index))
    ranked = text(client.get(f"{disclosures_of(scene.district, 'fuzimiao').get_url()}board/"))
    assert '<th scope="row">乌衣巷社区' not in ranked


def test_front_pages_of_communities_show_the_state(scene, now, client_for):
    page = published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)
    front = text(client_for(None).get(scene.district.page("wuyixiang").get_url()))
    assert page.title in front
    assert "今年按时率" in front
