"""Loads consultations with their opinions, errors that readers found, and who does what."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import User
from cms_pages.actions.answer_error_report import answer_error_report
from cms_pages.actions.decide_opinion import decide_opinion
from cms_pages.actions.dismiss_error_report import dismiss_error_report
from cms_pages.actions.give_opinion import give_opinion
from cms_pages.actions.hand_on_error_report import hand_on_error_report
from cms_pages.actions.report_error import report_error
from cms_pages.actions.set_staff_card import set_staff_card
from cms_pages.actions.set_staff_duty import set_staff_duty
from cms_pages.choices import ErrorReportState, OpinionState, StaffField
from cms_pages.error_reports.owners import page_in_question, receiving_bodies
from cms_pages.models import (
    ConsultationPage,
    DepartmentNoticesPage,
    ErrorReport,
    NoticeIndexPage,
    StaffDuty,
)
from cms_pages.submissions.limits import Sender
from communities.choices import BodyKind, Level
from communities.models import Area, Body, Membership
from communities.roles import Right, roles_with
from demonstration.places import stage
from demonstration.voices.texts import (
    CARDS,
    CONSULTATIONS,
    DUTIES,
    ERRORS,
    STREET_DUTIES,
    Asked,
    Question,
)

NOBODY = Sender(person=None, address=None)


def load(now: datetime) -> None:
    """Load what is missing; each kind is left alone where there is any of it."""
    loader = _Loader(now)
    if not StaffDuty.objects.exists():
        loader.employ()
    if not ConsultationPage.objects.exists():
        for text in CONSULTATIONS:
            loader.consult(text)
    if not ErrorReport.objects.exists():
        loader.report()


class _Loader:
    def __init__(self, now: datetime) -> None:
        self.now = now
        self.stage = stage()
        self.people = {user.username: user for user in User.objects.filter(is_demonstration=True)}

    # --- Who does what ---

    def employ(self) -> None:
        """Write down duties, and what those who hold them agree to show."""
        committee = self.stage.body(BodyKind.COMMITTEE)
        street = self.stage.body(BodyKind.STREET_OFFICE)
        grids = list(
            Area.objects.active().filter(parent=self.stage.community, level=Level.GRID).order_by("pk")
        )
        director, staff = self.people["demo-director"], self.people["demo-street"]
        for position, (title, work, account, count) in enumerate(DUTIES):
            places = [grids.pop(0) for _place in range(count) if grids]
            self._duty(director, committee, title, work, account, position, places)
        for position, (title, work, account) in enumerate(STREET_DUTIES):
            self._duty(staff, street, title, work, account, position, [])
        for account, (name, phone, hours, agreed) in CARDS.items():
            person = self.people[account]
            set_staff_card(
                actor=person,
                membership=Membership.objects.filter(user=person).order_by("pk")[0],
                values={StaffField.NAME: name, StaffField.PHONE: phone, StaffField.HOURS: hours},
                photo=None,
                agreed=[StaffField(field) for field in agreed],
                now=self.now,
            )

    def _duty(
        self,
        actor: User,
        body: Body,
        title: str,
        work: str,
        account: str,
        position: int,
        places: list[Area],
    ) -> None:
        person = self.people.get(account)
        set_staff_duty(
            actor=actor,
            body=body,
            title=title,
            work=work,
            phone="",
            places=places,
            member=Membership.objects.filter(user=person, body=body).first() if person else None,
            position=position,
            now=self.now,
        )

    # --- Consultations ---

    def consult(self, text: Asked) -> None:
        """Publish one consultation as of its own time, with what people said and what came of it."""
        parent = self._list(text.where)
        if parent is None:
            return
        page = ConsultationPage(
            title=text.title,
            summary=text.summary,
            content=[("paragraph", _rich(words)) for words in text.text],
            asked=text.asked,
            questions=[("question", _question(question)) for question in text.questions],
            # Everybody writes while it is open; the true times follow.
            closes_at=self.now + timedelta(days=60),
            audience=text.who,
            display=text.shown,
            live=False,
        )
        page.belong_to(parent)
        parent.add_child(instance=page)
        page.save_revision().publish(skip_permission_checks=True)
        page = ConsultationPage.objects.get(pk=page.pk)
        opened = self.now + timedelta(days=min(text.opens, 0))
        for account, words, chosen in text.voices:
            self._say(page, account, words, chosen, opened + timedelta(hours=20))
        self._date(page, text, opened)
        if text.outcome:
            self._conclude(page, text)

    def _list(self, where: str) -> Any:
        if where == "department":
            return DepartmentNoticesPage.objects.filter(area=self.stage.district).order_by("pk").first()
        area = {"district": self.stage.district, "street": self.stage.street}.get(where, self.stage.community)
        return NoticeIndexPage.objects.filter(area=area).first()

    def _say(
        self, page: ConsultationPage, account: str, words: str, chosen: tuple[int, ...], at: datetime
    ) -> None:
        person = self.people.get(account)
        blocks = list(page.questions)
        if person is None:
            return
        answers = {block.id: [choice] for block, choice in zip(blocks, chosen, strict=False)}
        opinion = give_opinion(
            actor=person,
            consultation=page,
            visitor="",
            text=words,
            answers=answers,
            sender=NOBODY,
            now=at,
        )
        keeper = User.objects.filter(
            memberships__body=page.body_owner,
            memberships__role__in=roles_with(Right.PUBLISH_PAGES),
            is_demonstration=True,
        ).first()
        is_last = opinion.pk == page.opinions.aggregate(last=Max("pk"))["last"] and page.opinions.count() > 2
        if opinion.state == OpinionState.PENDING and keeper is not None and not is_last:
            decide_opinion(
                actor=keeper,
                opinion=opinion,
                state=OpinionState.PUBLISHED,
                reason="",
                now=at + timedelta(hours=3),
            )

    def _date(self, page: ConsultationPage, text: Asked, opened: datetime) -> None:
        """Give the page its own times, in the published row and in a revision that an editor goes on from."""
        ConsultationPage.objects.filter(pk=page.pk).update(
            opens_at=self._day(text.opens) if text.opens > 0 else None,
            closes_at=self._day(text.closes),
            first_published_at=opened,
        )
        row = ConsultationPage.objects.get(pk=page.pk)
        row.save_revision(clean=False).publish(skip_permission_checks=True)

    def _day(self, days: int) -> datetime:
        evening = timezone.localtime(self.now).replace(hour=18, minute=0, second=0, microsecond=0)
        return evening + timedelta(days=days)

    def _conclude(self, page: ConsultationPage, text: Asked) -> None:
        row = ConsultationPage.objects.get(pk=page.pk)
        row.outcome_summary = text.outcome
        row.outcome_points = [
            ("point", {"point": point, "stance": stance, "reason": reason})
            for point, stance, reason in text.points
        ]
        row.save_revision().publish(skip_permission_checks=True)

    # --- Errors ---

    def report(self) -> None:
        """Report errors on pages of the community, and let their owner deal with some."""
        base = self.stage.community.page.get_url() if self.stage.community.page else "/"
        director = self.people["demo-director"]
        for where, kind, place, words, account, days, state, answer in ERRORS:
            path = base if where == "community" else f"{base}{where}/"
            at = self.now - timedelta(days=days, hours=2)
            about = page_in_question(path, RequestFactory().get("/"), today=timezone.localdate(at))
            if about is None:
                continue
            person = self.people.get(account)
            report = report_error(
                actor=person,
                about=about,
                kind=kind,
                place=place,
                text=words,
                contact="",
                with_account=person is not None,
                sender=NOBODY,
                now=at,
            ).report
            self._deal_with(report, director, state, answer, at + timedelta(hours=26))

    def _deal_with(self, report: ErrorReport, director: User, state: str, answer: str, at: datetime) -> None:
        if state == "handed_on":
            departments = [
                body
                for body in receiving_bodies(report.body, today=timezone.localdate(at))
                if body.kind == BodyKind.DEPARTMENT
            ]
            if departments:
                hand_on_error_report(actor=director, report=report, to=departments[0], reason=answer, now=at)
        elif state == ErrorReportState.SPAM:
            dismiss_error_report(actor=director, report=report, now=at)
        elif state:
            answer_error_report(
                actor=director, report=report, state=ErrorReportState(state), answer=answer, now=at
            )


def _rich(words: str) -> Any:
    from wagtail.rich_text import RichText

    return RichText(f"<p>{words}</p>")


def _question(question: Question) -> dict[str, Any]:
    kind = "free" if not question.choices else "several" if question.several else "one"
    return {"question": question.text, "kind": kind, "choices": list(question.choices), "is_required": False}
