"""Where a document can become a draft: the lists in which somebody writes, and what their committee owes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms_pages.choices import WordKind
from cms_pages.disclosures.readiness import period_error
from cms_pages.guides import places as guide_places
from cms_pages.models import ConsultationPage, DisclosurePage, GuidePage, NoticePage, ServicePage, WordImport
from cms_pages.notices import places as notice_places
from cms_pages.services import places as service_places
from cms_pages.word.bodies import plan_consultation, plan_notice
from cms_pages.word.disclosures import plan_disclosure
from cms_pages.word.guides import plan_guide
from cms_pages.word.plan import Plan
from cms_pages.word.services import plan_service
from communities.models import Body
from disclosure.models import DisclosureDuty
from disclosure.permissions import discloses_for, disclosing_bodies
from media.word.blocks import WordDocument

if TYPE_CHECKING:
    from accounts.models import User

PAGES: Final = {
    WordKind.NOTICE: NoticePage,
    WordKind.CONSULTATION: ConsultationPage,
    WordKind.GUIDE: GuidePage,
    WordKind.SERVICE: ServicePage,
}
_PLANS: Final = {
    WordKind.NOTICE: plan_notice,
    WordKind.CONSULTATION: plan_consultation,
    WordKind.GUIDE: plan_guide,
    WordKind.SERVICE: plan_service,
}
MOST_DUTIES: Final = 60


@dataclass(frozen=True)
class Target:
    """One place for a draft.

    Attributes:
        kind: what it becomes.
        body: whose it will be.
        parent: the list that it goes below; None for a disclosure.
        duty: what a disclosure meets; None for all others.
    """

    kind: WordKind
    body: Body
    parent: Page | None = None
    duty: DisclosureDuty | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        place = self.duty or self.parent
        return f"{self.kind}-{place.pk if place is not None else ''}"

    @property
    def label(self) -> str:
        """What people call it."""
        if self.duty is not None:
            return self.duty.title
        return str(self.body)

    def plan(self, document: WordDocument) -> Plan:
        """Return what becomes of a document there."""
        if self.duty is not None:
            return plan_disclosure(document, self.duty)
        return _PLANS[self.kind](document, self.body)


def target_of(user: "User | AnonymousUser", key: str) -> Target | None:
    """Return the place of that key; None where there is none, or `user` may make no draft there.

    The rights are those of the page tree and of the committee's duties, as if the page were made by hand.
    """
    kind, _dash, number = key.partition("-")
    if kind not in WordKind.values or not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    if kind == WordKind.DISCLOSURE:
        duty = DisclosureDuty.objects.with_names().filter(pk=int(number)).first()
        if duty is None or not discloses_for(user, duty.body) or period_error(duty, timezone.now()):
            return None
        return Target(WordKind.DISCLOSURE, duty.body, duty=duty)
    page = Page.objects.filter(pk=int(number)).first()
    return target_below(user, page.specific, WordKind(kind)) if page is not None else None


def target_below(user: "User | AnonymousUser", parent: Page, kind: WordKind) -> Target | None:
    """Return the place below a list; None where `user` may make no such page there."""
    model = PAGES[kind]
    if model not in parent.creatable_subpage_models() or not model.can_create_at(parent):
        return None
    if not parent.permissions_for_user(user).can_add_subpage():
        return None
    draft = model()
    draft.belong_to(parent)
    return Target(kind, draft.body_owner, parent=parent) if draft.body_owner_id else None


def target_again(word_import: WordImport) -> Target | None:
    """Return the place that a document was read for, if its reader may still make a draft there."""
    place = word_import.duty_id or word_import.parent_id
    return target_of(word_import.owner, f"{word_import.kind}-{place}")


def targets_of(user: "User | AnonymousUser") -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the places that `user` writes in, as a form's choices, by column."""
    groups = [
        (str(WordKind.NOTICE.label), _choices(WordKind.NOTICE, notice_places.places_to_publish(user))),
        (
            str(WordKind.CONSULTATION.label),
            _choices(WordKind.CONSULTATION, notice_places.places_to_publish(user)),
        ),
        (str(WordKind.GUIDE.label), _choices(WordKind.GUIDE, guide_places.places_to_publish(user))),
        (str(WordKind.SERVICE.label), _choices(WordKind.SERVICE, service_places.places_to_publish(user))),
        (str(WordKind.DISCLOSURE.label), list(_duties(user))),
    ]
    return [(label, choices) for label, choices in groups if choices]


def _choices(
    kind: WordKind, places: "Sequence[notice_places.Place | guide_places.Place]"
) -> list[tuple[str, str]]:
    return [
        (f"{kind}-{place.page_id}", _("%(kind)s · %(body)s") % {"kind": kind.label, "body": place.body})
        for place in places
    ]


def _duties(user: "User | AnonymousUser") -> Iterator[tuple[str, str]]:
    """Give what the user's committees owe today and have not published, the first due first."""
    today = timezone.localdate()
    bodies = disclosing_bodies(user)
    duties = DisclosureDuty.objects.open_on(today).of_active_areas().filter(body__in=bodies).with_names()
    public = set(DisclosurePage.objects.filter(duty__in=duties, live=True).values_list("duty", flat=True))
    for duty in duties.order_by("due_on", "pk")[:MOST_DUTIES]:
        if duty.pk not in public:
            yield (
                f"{WordKind.DISCLOSURE}-{duty.pk}",
                _("%(kind)s · %(title)s")
                % {
                    "kind": WordKind.DISCLOSURE.label,
                    "title": duty.title,
                },
            )
