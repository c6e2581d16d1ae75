"""Who answers enquiries, where they go, and by when."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from communities.calendar import add_working_days
from communities.choices import BodyKind, Level
from communities.models import Area, Body
from communities.permissions import has_right, standing_of
from communities.roles import Right
from forum.addresses import topic_url
from forum.choices import ENQUIRY_MOVES, EnquiryState, State, Step
from forum.models import AnswerTemplate, Enquiry, EnquiryCategory, EnquiryStep, Referral, Topic
from forum.querysets.enquiries import EnquiryQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Person = User | AnonymousUser

# Without letters and digits that look alike.
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH: Final = 8
ANSWERING_KINDS: Final = (
    BodyKind.COMMITTEE,
    BodyKind.STREET_OFFICE,
    BodyKind.DEPARTMENT,
    BodyKind.DISTRICT_OFFICE,
)


def answering_bodies(user: "Person") -> list[Body]:
    """Return the bodies in whose name `user` answers."""
    return [
        body for body in standing_of(user).bodies_with(Right.ANSWER_ENQUIRIES) if body.kind in ANSWERING_KINDS
    ]


def can_handle(user: "Person", enquiry: Enquiry | None = None) -> bool:
    """Return whether `user` answers `enquiry`; with None, some. Twin of `EnquiryQuerySet.handled_by`."""
    return has_right(user, Right.ANSWER_ENQUIRIES, enquiry.body if enquiry is not None else None)


def check_handle(user: "Person", enquiry: Enquiry) -> None:
    """Let those pass whose body answers `enquiry`.

    Raises:
        PermissionDenied: another body does.
    """
    if not can_handle(user, enquiry):
        raise PermissionDenied(_("这件事由“%(body)s”办理。") % {"body": enquiry.body})


def can_see_referral(user: "Person", referral: Referral) -> bool:
    """Return whether `user` reads `referral`. Twin of `ReferralQuerySet.visible_to`."""
    return has_right(user, Right.ANSWER_ENQUIRIES, referral.from_body) or has_right(
        user, Right.ANSWER_ENQUIRIES, referral.to_body
    )


def can_keep_categories(user: "Person", _category: EnquiryCategory | None = None) -> bool:
    """Return whether `user` keeps the categories and their deadlines."""
    return has_right(user, Right.MANAGE_DISTRICT)


def can_keep_template(user: "Person", template: AnswerTemplate | None = None) -> bool:
    """Return whether `user` keeps this template of their own body; with None, some."""
    return has_right(user, Right.ANSWER_ENQUIRIES, template.body if template is not None else None)


def suggested_body(category: EnquiryCategory, area: Area) -> Body | None:
    """Return who answers enquiries of `category` from `area`: a department, or the nearest body of its
    kind.
    """
    if category.department is not None and category.department.ended_on is None:
        return category.department
    rows = Body.objects.current(today=timezone.localdate()).filter(area__in=area.ancestor_ids)
    found = rows.filter(kind=category.body_kind).order_by("-area__path").first()
    return (
        found
        or rows.filter(kind__in=ANSWERING_KINDS)
        .exclude(kind=BodyKind.DEPARTMENT)
        .order_by("-area__path")
        .first()
    )


def due_day(category: EnquiryCategory, day: date) -> date:
    """Return the last day for an answer to what was received on `day`; that day itself is not counted."""
    return add_working_days(day, category.working_days)


def next_serial(model: type[Enquiry] | type[Referral], year: int) -> int:
    """Return the next number of the year. The district's row is locked until the transaction ends, so that of
    two who ask at the same moment the second waits for the first and gets the next one.
    """
    Area.objects.select_for_update().filter(level=Level.DISTRICT).order_by("pk").values("pk").first()
    return (model._default_manager.filter(year=year).aggregate(last=Max("serial"))["last"] or 0) + 1


def code_of(token: UUID | None) -> str:
    """Return a query code that nobody guesses; the same for a form that is sent twice, so that whoever
    pressed the button twice gets to read it.

    Args:
        token: of the form, which its writer alone has; None where there is no form.
    """
    if token is None:
        return "".join(secrets.choice(_ALPHABET) for _place in range(CODE_LENGTH))
    digest = salted_hmac("forum.enquiries.code_of", str(token), algorithm="sha256").digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:CODE_LENGTH])


def code_digest(number: str, code: str) -> str:
    """Return what is kept of a query code: its fingerprint with the enquiry's number."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(f"{number}:{plain}".encode()).hexdigest()


def check_move(enquiry: Enquiry, state: EnquiryState) -> None:
    """Let a change of state pass that the table allows.

    Raises:
        ValidationError: it does not.
    """
    if state not in ENQUIRY_MOVES[EnquiryState(enquiry.state)]:
        raise ValidationError(
            _("这件事现在是“%(state)s”，不能这样处理。") % {"state": enquiry.get_state_display()}
        )


def note_step(
    enquiry: Enquiry,
    step: Step,
    *,
    actor: User | None,
    body: Body | None,
    now: datetime,
    note: str = "",
    is_private: bool = False,
) -> EnquiryStep:
    """Write a line of what happened to an enquiry."""
    return EnquiryStep.objects.create(
        enquiry=enquiry, step=step, actor=actor, body=body, note=note[:1000], is_private=is_private, at=now
    )


def enquiries_of(asker: User) -> EnquiryQuerySet:
    """Return what somebody has asked, private ones too, the newest first."""
    rows = Enquiry.objects.filter(topic__author=asker).exclude(topic__state=State.DELETED)
    return rows.select_related("topic", "body").order_by("-pk")


def own_rows(enquiries: Iterable[Enquiry]) -> list[dict[str, Any]]:
    """Return what a person's own list shows of each."""
    today = timezone.localdate()
    return [
        {
            "enquiry": enquiry,
            "url": topic_url(enquiry.topic_id),
            "is_late": enquiry.is_late(today),
            "is_unconfirmed": enquiry.state == EnquiryState.ANSWERED,
        }
        for enquiry in enquiries
    ]


def enquiry_context(topic: Topic, reader: "Person", today: date) -> dict[str, Any]:
    """Return what a topic's page shows of its enquiry: state, deadline, public steps; two queries."""
    enquiry = Enquiry.objects.select_related("body", "merged_into").filter(topic=topic).first()
    if enquiry is None:
        return {}
    return {
        "enquiry": enquiry,
        "enquiry_open": enquiry.is_open,
        "enquiry_late": enquiry.is_late(today),
        "enquiry_steps": list(enquiry.steps.filter(is_private=False).select_related("body")),
        "enquiry_mine": reader.is_authenticated and topic.author_id == reader.pk,
        "enquiry_handled": reader.is_authenticated and can_handle(reader, enquiry),
    }
