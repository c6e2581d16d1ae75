"""Officials walk their workbench in a real browser: no policy is violated, no other host is asked, nothing
fails. What residents see is walked by the tests of `tests/html`, with the same eyes.
"""

import pytest

from communities.choices import Role
from tests.axe import violations
from tests.chromium import DESK
from tests.town import furnish

pytestmark = pytest.mark.browser

# Editor, chooser, lists, and a page with tables of its own.
OFTEN = ["/admin/", "/admin/pages/{notice}/edit/", "/admin/images/add/", "/admin/assist/"]
ALL = [
    "/admin/pages/{notice}/",
    "/admin/pages/{notice}/history/",
    "/admin/pages/{notice}/usage/",
    "/admin/pages/{notice}/delete/",
    "/admin/pages/{notice}/copy/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/documents/add/",
    "/admin/contact_facts/",
    "/admin/contact_facts/new/",
    "/admin/opening_schedules/",
    "/admin/opening_schedules/new/",
    "/admin/members/",
    "/admin/members/new/",
    "/admin/real_names/new/",
    "/admin/happenings/",
    "/admin/inspection/",
    "/admin/guide/",
    "/admin/enquiries/",
    "/admin/referrals/",
    "/admin/moderation/queue/",
    "/admin/disclosure-duties/",
    "/admin/disclosure-items/",
    "/admin/error-reports/",
    "/admin/consultations/",
    "/admin/received-notices/",
]
DISTRICT = [
    "/admin/areas/",
    "/admin/bodies/",
    "/admin/categories/",
    "/admin/calendar_years/",
    "/admin/dead_letters/",
    "/admin/redirects/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/workload/",
    "/admin/screened_words/",
]


def walk(browsing, user, addresses, town):
    window = browsing.new_page(user=user, width=DESK)
    for address in addresses:
        response = window.goto(address.format(notice=town.notice.pk))
        assert response.status == 200, f"{address}: {response.status}"
        window.wait_for_load_state("networkidle")
    return window


def test_the_workbench_keeps_its_policy(browsing, official):
    town = furnish(browsing.district)
    director = official(Role.COMMITTEE_DIRECTOR, browsing.district.body("wuyixiang"))
    window = walk(browsing, director, OFTEN, town)
    # A chooser is a page in a page, fetched by a script.
    window.goto(f"/admin/pages/{town.notice.pk}/edit/")
    assert window.evaluate("document.readyState") == "complete"


@pytest.mark.full
def test_every_page_of_the_workbench_keeps_its_policy(browsing, official):
    town = furnish(browsing.district)
    director = official(Role.COMMITTEE_DIRECTOR, browsing.district.body("wuyixiang"))
    walk(browsing, director, ALL, town)
    keeper = official(Role.DISTRICT_ADMINISTRATOR, browsing.district.body())
    walk(browsing, keeper, DISTRICT, town)


# What Wagtail draws by itself (editor, explorer, choosers) is Wagtail's to answer for.
OURS = [
    "/admin/",
    "/admin/assist/",
    "/admin/moderation/queue/",
    "/admin/moderation/sanctions/",
    "/admin/moderation/appeals/",
    "/admin/real_names/",
    *(address for address in ALL if "/pages/" not in address and "/images/" not in address),
]


@pytest.mark.full
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, DESK])
def test_axe_accepts_our_pages_of_the_workbench(browsing, official, width, scheme):
    town = furnish(browsing.district)
    people = {
        official(Role.COMMITTEE_DIRECTOR, browsing.district.body("wuyixiang")): OURS,
        official(Role.DISTRICT_ADMINISTRATOR, browsing.district.body()): DISTRICT,
    }
    found = []
    for person, addresses in people.items():
        window = browsing.new_page(user=person, width=width, scheme=scheme)
        for address in addresses:
            window.goto(address.format(notice=town.notice.pk))
            found += [f"{address}: {line}" for line in violations(window)]
    assert not found, "\n".join(found)
