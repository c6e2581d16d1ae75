"""What all columns share: areas, bodies, memberships, contact facts, opening rules, categories, days."""

from communities.models.area import Area, AreaAlias
from communities.models.assisting import AssistedAct, AssistedSession
from communities.models.body import Body, BodyPage, Membership
from communities.models.calendar import CalendarDay, CalendarYear
from communities.models.category import Category
from communities.models.contact import ContactFact
from communities.models.inspection import InspectionFinding, InspectionLimit
from communities.models.opening import OpeningRule, OpeningSchedule

__all__ = [
    "Area",
    "AreaAlias",
    "AssistedAct",
    "AssistedSession",
    "Body",
    "BodyPage",
    "CalendarDay",
    "CalendarYear",
    "Category",
    "ContactFact",
    "InspectionFinding",
    "InspectionLimit",
    "Membership",
    "OpeningRule",
    "OpeningSchedule",
]
