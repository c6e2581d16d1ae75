"""People, and what they are in which body."""

import datetime
from collections.abc import Mapping
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from communities.choices import Role
from communities.models import Body, Membership

PASSWORD = "柳絮-corridor-7291"


class UserFactory(DjangoModelFactory):
    """A person who can sign in with `PASSWORD`.

    `member={Role.RESIDENT: body}` makes them a member; a role may also name a list of bodies.
    Traits: `superuser`, `inactive`, `demonstration`; `confirmed` at the desk, so that they may post.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        superuser = factory.Trait(is_superuser=True)
        inactive = factory.Trait(is_active=False)
        demonstration = factory.Trait(is_demonstration=True)
        confirmed = factory.Trait(desk_confirmed_at=factory.LazyFunction(timezone.now))

    username = factory.Sequence(lambda n: f"person{n}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))

    @factory.post_generation
    def member(
        self, create: bool, extracted: Mapping[Role, Body | list[Body]] | None, **_kwargs: Any
    ) -> None:
        if not create or not extracted:
            return
        for role, bodies in extracted.items():
            for body in bodies if isinstance(bodies, list) else [bodies]:
                MembershipFactory(user=self, body=body, role=role)


class MembershipFactory(DjangoModelFactory):
    """A person in a body in a role, since long ago. Traits: `ended` (yesterday), `coming` (from tomorrow)."""

    class Meta:
        model = Membership

    class Params:
        ended = factory.Trait(
            valid_until=factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=1))
        )
        coming = factory.Trait(
            valid_from=factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=1))
        )

    user = factory.SubFactory(UserFactory)
    role = Role.RESIDENT
    valid_from = datetime.date(2020, 1, 1)
