"""A test with real transactions hurts none that the same worker runs after it, whatever their order."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from communities.choices import Role
from tests.database import is_sqlite
from tests.factories import UserFactory
from tests.factories.district import build_district
from tests.kept import all_rows


@pytest.mark.django_db(transaction=True)
def test_what_ends_a_test_with_real_transactions_leaves_what_the_migrations_made():
    before = all_rows()
    assert before["wagtailcore_page"].rows
    assert before["django_content_type"].rows
    with transaction.atomic():
        district = build_district()
        UserFactory(member={Role.COMMITTEE_WORKER: district.body("wuyixiang")})
    assert all_rows()["events_event"].rows
    call_command("flush", interactive=False, verbosity=0, allow_cascade=not is_sqlite())
    assert all_rows() == before
    assert not before["events_event"].rows


def test_the_next_one_has_its_district(district):
    assert district["wuyixiang"].page.url == "/fuzimiao/wuyixiang/"
    assert not connection.check_constraints()
