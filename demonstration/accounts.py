"""One account for each role, all with the same password."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.auth.hashers import make_password

from accounts.models import User
from communities.choices import BodyKind, Role
from communities.models import Body, Membership
from demonstration.places import Stage

# Of every demonstration account, and printed in the README: it protects nothing.
PASSWORD: Final = "qinhuai-demo-2026"  # noqa: S105
SINCE: Final = date(2026, 1, 1)


@dataclass(frozen=True)
class Account:
    """One demonstration account.

    A hyphen stands in each name, which no name that people choose can have.
    """

    username: str
    nickname: str
    role: Role
    body_kind: BodyKind


ACCOUNTS: Final = (
    Account("demo-admin", "周敏（演示）", Role.DISTRICT_ADMINISTRATOR, BodyKind.DISTRICT_OFFICE),
    Account("demo-commission", "陈国栋（演示）", Role.COMMISSION_MEMBER, BodyKind.STEERING_COMMISSION),
    Account("demo-clerk", "吴倩（演示）", Role.DEPARTMENT_CLERK, BodyKind.DEPARTMENT),
    Account("demo-street", "孙立（演示）", Role.STREET_STAFF, BodyKind.STREET_OFFICE),
    Account("demo-director", "王秀兰（演示）", Role.COMMITTEE_DIRECTOR, BodyKind.COMMITTEE),
    Account("demo-worker", "李晓雨（演示）", Role.COMMITTEE_WORKER, BodyKind.COMMITTEE),
    Account("demo-supervisor", "老赵头（演示）", Role.SUPERVISOR, BodyKind.COMMITTEE),
    Account("demo-moderator", "巷口小吴（演示）", Role.MODERATOR, BodyKind.COMMITTEE),
    Account("demo-unit", "卫生站小许（演示）", Role.UNIT_CONTACT, BodyKind.LOCAL_UNIT),
    Account("demo-resident", "梧桐树下（演示）", Role.RESIDENT, BodyKind.COMMITTEE),
)


def load_accounts(stage: Stage) -> list[User]:
    """Make the accounts that are missing, each a member of its body; leave the others as they are."""
    password = make_password(PASSWORD)
    people = []
    for account in ACCOUNTS:
        person, _is_new = User.objects.get_or_create(
            username=account.username,
            defaults={"nickname": account.nickname, "password": password, "is_demonstration": True},
        )
        Membership.objects.get_or_create(
            user=person,
            body=_body_for(account, stage),
            role=account.role,
            valid_until=None,
            defaults={"valid_from": SINCE},
        )
        people.append(person)
    return people


def _body_for(account: Account, stage: Stage) -> Body:
    return stage.body(account.body_kind)
