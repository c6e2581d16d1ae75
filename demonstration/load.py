"""Loads all of it, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from communities.actions.seed_categories import seed_categories
from demonstration.accounts import load_accounts
from demonstration.departments import load_departments
from demonstration.disclosures import load as load_disclosures
from demonstration.elsewhere import load as load_elsewhere
from demonstration.forum import load_forum
from demonstration.guides import load as load_guides
from demonstration.notices import load as load_notices
from demonstration.offices import load_offices
from demonstration.places import Stage, stage
from demonstration.profiles import load_profiles, load_wanted_matters
from demonstration.services import load as load_services
from demonstration.telling import tell_in_order
from demonstration.units import load_units
from demonstration.voices import load as load_voices
from events.record import record


class NotADemonstration(Exception):  # noqa: N818 - the sentence is the point
    """This site is not one for demonstration (`DEMONSTRATION` is off), so that it gets no accounts with known
    passwords.
    """


@dataclass(frozen=True)
class Loaded:
    """What was added; what was there before is not counted."""

    stage: Stage
    accounts: int
    offices: int
    introductions: int


def load(*, now: datetime) -> Loaded:
    """Fill the database; safe to run again: what is there stays as it is.

    Raises:
        NotADemonstration: `DEMONSTRATION` is off.
        NoDistrict: no district has been loaded.
    """
    if not settings.DEMONSTRATION:
        raise NotADemonstration("Demonstration data is for demonstrations: this site has DEMONSTRATION off.")
    with transaction.atomic():
        where = stage()
        seed_categories(actor=None)
        loaded = load_people_and_offices(where, now=now)
        load_notices(now)
        load_guides(now)
        load_services(now)
        load_disclosures(now)
        load_elsewhere(now)
        load_voices(now)
        load_forum(now)
        record(
            actor=None,
            verb="demonstration.loaded",
            instance=where.district,
            area_paths=[where.district.path],
        )
    tell_in_order(now)
    return loaded


def load_people_and_offices(where: Stage, *, now: datetime) -> Loaded:
    """Add all but the notices, whose publication takes longest."""
    load_departments(where, now)
    load_units(where, now)
    people = load_accounts(where)
    offices = load_offices()
    introductions = load_profiles(where)
    load_wanted_matters(where)
    return Loaded(stage=where, accounts=len(people), offices=offices, introductions=introductions)
