from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.actions.count_submission import count_submission
from cms_pages.choices import ErrorKind
from cms_pages.error_reports.clock import due_on
from cms_pages.error_reports.codes import digest_of, new_code
from cms_pages.error_reports.owners import PageInQuestion
from cms_pages.models import ErrorReport
from cms_pages.models.error_report import LONGEST_CONTACT, LONGEST_PLACE, LONGEST_TEXT
from cms_pages.submissions.limits import Sender
from design.formatting import safe_text
from events.record import record

# What sells something is full of addresses; an error has one, seldom two.
MOST_ADDRESSES = 2


@dataclass(frozen=True)
class Reported:
    """A report that was taken, with the code that is shown to its writer once."""

    report: ErrorReport
    code: str


@transaction.atomic
def report_error(
    *,
    actor: User | None,
    about: PageInQuestion,
    kind: ErrorKind,
    place: str,
    text: str,
    contact: str,
    with_account: bool,
    sender: Sender,
    now: datetime,
) -> Reported:
    """Take what a reader found wrong with a page, for the body that answers for it.

    Args:
        actor: who reports it, if signed in.
        about: the page and whose it is.
        kind: what kind of error.
        place: where on the page; may be empty.
        text: what is wrong.
        contact: how to answer a visitor; may be empty.
        with_account: a signed-in reporter wants the answer in their account; otherwise the report names
            nobody.
        sender: who it counts for.
        now: the present moment.

    Raises:
        TooMany: too many reports from there.
        ValidationError: no text, too much of it, or too many addresses in it.
    """
    text, place, contact = (safe_text(words).strip() for words in (text, place, contact))
    if not text:
        raise ValidationError({"text": _("请写明哪里不对。")})
    for field, words, most in (
        ("text", text, LONGEST_TEXT),
        ("place", place, LONGEST_PLACE),
        ("contact", contact, LONGEST_CONTACT),
    ):
        if len(words) > most:
            raise ValidationError({field: _("最多%(most)d个字。") % {"most": most}})
    if text.lower().count("://") > MOST_ADDRESSES:
        raise ValidationError({"text": _("网址太多，最多写%(most)d个。") % {"most": MOST_ADDRESSES}})
    count_submission(actor=actor, purpose="error_report", sender=sender, now=now)
    code = new_code()
    report = ErrorReport.objects.create(
        page=about.page,
        path=about.path,
        page_title=about.title,
        area=about.area,
        body=about.body,
        kind=kind,
        place=place,
        text=text,
        contact=contact,
        reporter=actor if with_account else None,
        code_digest=digest_of(code),
        reported_at=now,
        due_on=due_on(timezone.localdate(now)),
    )
    record(
        # Who reports without their account is named nowhere.
        actor=actor if with_account else None,
        verb="error_report.submitted",
        instance=report,
        body_id=report.body_id,
        changes={"kind": [None, kind.value], "due_on": [None, report.due_on.isoformat()]},
        now=now,
    )
    return Reported(report=report, code=code)
