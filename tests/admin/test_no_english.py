"""Residents and officials meet no English sentence, whatever page they are on."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from communities.choices import Role
from tests.factories.people import PASSWORD, UserFactory
from tests.forms import forms_of
from tests.html.english import english
from tests.town import furnish

ACCOUNT_PAGES = [
    *("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/privacy/"),
    *("/me/", "/me/profile/", "/me/data/", "/me/sessions/", "/me/notifications/", "/me/contact/"),
    *("/me/notifications/subscriptions/", "/me/assisted/"),
    *("/me/notifications/preferences/", "/accounts/second-factor/", "/accounts/second-factor/app/"),
    *("/accounts/password/change/", "/accounts/reauthenticate/", "/no-such-page/"),
]
WORKBENCH = [
    *("/admin/", "/admin/pages/", "/admin/images/", "/admin/images/add/", "/admin/documents/"),
    *("/admin/documents/add/", "/admin/contact_facts/", "/admin/contact_facts/new/"),
    *("/admin/opening_schedules/", "/admin/opening_schedules/new/", "/admin/members/"),
    *("/admin/members/new/", "/admin/real_names/", "/admin/real_names/new/", "/admin/happenings/"),
    *("/admin/areas/", "/admin/bodies/", "/admin/categories/", "/admin/calendar_years/"),
    *("/admin/dead_letters/", "/admin/redirects/", "/admin/reports/site-history/"),
    *("/admin/reports/aging-pages/", "/admin/reports/locked/", "/admin/reports/workflow/"),
    *("/admin/reports/workflow_tasks/", "/admin/redirects/add/", "/admin/inspection/", "/admin/workload/"),
    *("/admin/choose-page/", "/admin/images/chooser/", "/admin/documents/chooser/"),
    "/admin/word/",
]


def test_the_test_finds_sentences_and_lets_names_be():
    assert english("<p>Please sign in</p>") == {"Please sign in"}
    assert english('<input placeholder="Search all pages">') == {"Search all pages"}
    assert not english("<p>PDF文件 12 MB name@example.cn Aegis</p><script>let us not see</script>")


@pytest.mark.parametrize("language", [pytest.param("zh-CN", marks=pytest.mark.full), "en-US"])
def test_no_page_of_accounts_and_workbench_speaks_english(district, client_for, official, language):
    """The public pages are asked by the test that shows them to the W3C's checker."""
    town = furnish(district)
    resident = UserFactory(username="lisi")
    keeper = official(Role.DISTRICT_ADMINISTRATOR, district.body())
    visits = [(resident, address) for address in ACCOUNT_PAGES]
    visits += [(keeper, address) for address in WORKBENCH]
    visits += [(town.worker, reverse(f"service_{kind}:index")) for kind in ("care", "proposals")]
    visits += [
        (town.worker, f"/admin/pages/{town.notice.pk}/{view}")
        for view in ("edit/", "history/", "usage/", "unpublish/", "delete/", "copy/")
    ]
    clients = {}
    wrong = {}
    for user, address in visits:
        key = user.pk if user else None
        if key not in clients:
            clients[key] = client_for(user)
            if user:
                clients[key].post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/"})
        cache.clear()
        response = clients[key].get(address, headers={"accept-language": language})
        if response.get("Content-Type", "").startswith("text/html"):
            said = english(response.content.decode())
            if said:
                wrong[address] = said
    assert not wrong, "\n".join(f"{address}: {sorted(said)}" for address, said in wrong.items())


REFUSED = ["", " ", "x", "1", "<a b>", "a@b", "字" * 300, "99999999999999999999", "2026-13-45"]
FORMS = [
    ("lisi", "/accounts/password/change/"),
    ("lisi", "/accounts/reauthenticate/"),
    ("lisi", "/me/profile/"),
    ("lisi", "/me/communities/join/"),
    ("lisi", "/me/contact/"),
    ("lisi", "/users/me/"),
    ("", "/accounts/login/"),
    ("", "/accounts/signup/"),
    ("", "/accounts/password/reset/"),
    ("", "/enquiries/query/"),
    ("keeper", "/admin/contact_facts/new/"),
    ("keeper", "/admin/opening_schedules/new/"),
    ("keeper", "/admin/members/new/"),
    ("keeper", "/admin/categories/new/"),
    ("keeper", "/admin/redirects/add/"),
    ("keeper", "/admin/inspection/limits/"),
    ("keeper", "/admin/images/add/"),
    ("keeper", "/admin/documents/add/"),
    ("director", "/admin/real_names/new/"),
    ("director", "/admin/assist/"),
    ("director", "/admin/answer_templates/new/"),
]


@pytest.mark.once
def test_no_refusal_speaks_english(district, client_for, official):
    people = {
        "": None,
        "lisi": UserFactory(username="lisi"),
        "keeper": official(Role.DISTRICT_ADMINISTRATOR, district.body()),
        "director": official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang")),
    }
    clients = {name: client_for(user) for name, user in people.items()}
    for name in ("lisi", "keeper", "director"):
        clients[name].post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/"})
    wrong = {}
    for name, address in FORMS:
        forms = [
            form for form in forms_of(clients[name].get(address).content.decode()) if form.method == "post"
        ]
        for form in (form for form in forms if form.typed or "admin" in address):
            for typed in REFUSED:
                values = dict(form.values) | {key: [typed] for key in form.typed}
                response = clients[name].post(form.action or address, values)
                if response.get("Content-Type", "").startswith("text/html"):
                    said = english(response.content.decode())
                    if said:
                        wrong[f"{address} with {typed[:10]!r}"] = said
    assert not wrong, "\n".join(f"{address}: {sorted(said)}" for address, said in wrong.items())
