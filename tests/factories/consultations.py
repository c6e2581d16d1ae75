"""Consultations in every state."""

import datetime
from typing import Any

import factory
import wagtail_factories
from django.utils import timezone

from accounts.models import User
from cms_pages.actions.give_opinion import give_opinion
from cms_pages.models import ConsultationPage, Opinion
from cms_pages.submissions.limits import Sender

QUESTIONS = [
    {
        "type": "question",
        "id": "11111111-1111-4111-8111-111111111111",
        "value": {
            "question": "长椅放哪里？",
            "kind": "one",
            "choices": ["梧桐树下", "亭子旁边"],
            "is_required": True,
        },
    },
    {
        "type": "question",
        "id": "22222222-2222-4222-8222-222222222222",
        "value": {
            "question": "还要添什么？",
            "kind": "several",
            "choices": ["晾衣架", "路灯", "棋桌"],
            "is_required": False,
        },
    },
    {
        "type": "question",
        "id": "33333333-3333-4333-8333-333333333333",
        "value": {"question": "别的建议？", "kind": "free", "choices": [], "is_required": False},
    },
]
ONE, SEVERAL, FREE = (question["id"] for question in QUESTIONS)


class ConsultationFactory(wagtail_factories.PageFactory):
    """A published consultation of the body of `parent`'s area, open for a week; `parent` is a notices page.

    Traits: `draft`, `with_questions`, `coming` (from tomorrow). `ended=True` moves its end into the past, two
    days ago; `outcome="…"` publishes one after that.
    """

    class Meta:
        model = ConsultationPage

    class Params:
        draft = factory.Trait(live=False)
        with_questions = factory.Trait(questions=QUESTIONS)
        coming = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1))
        )

    title = factory.Sequence(lambda n: f"{n}号小游园怎么改")
    summary = "想听听长椅和路灯放在哪里合适。"
    asked = "长椅放在哪里？路灯要不要换？"
    closes_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))
    content = factory.LazyFunction(lambda: [{"type": "paragraph", "value": "<p>明年春天整修小游园。</p>"}])

    @classmethod
    def _create_instance(
        cls, model_class: type[ConsultationPage], parent: Any, kwargs: Any
    ) -> ConsultationPage:
        live = kwargs.pop("live", True)
        ended, outcome = kwargs.pop("ended", False), kwargs.pop("outcome", "")
        page = model_class(live=False, **kwargs)
        page.belong_to(parent)
        parent.add_child(instance=page)
        revision = page.save_revision(clean=live)
        if live:
            revision.publish()
        if ended or outcome:
            end(page)
        if outcome:
            publish_outcome(page, outcome)
        return ConsultationPage.objects.get(pk=page.pk)


def end(page: ConsultationPage, days: int = 2) -> None:
    """Let the consultation have ended so many days ago, in the published row and in its latest revision."""
    moment = timezone.now() - datetime.timedelta(days=days)
    ConsultationPage.objects.filter(pk=page.pk).update(
        closes_at=moment, first_published_at=moment - datetime.timedelta(days=14)
    )
    ConsultationPage.objects.get(pk=page.pk).save_revision(clean=False).publish()


def publish_outcome(page: ConsultationPage, words: str) -> None:
    """Publish what was made of the opinions."""
    row = ConsultationPage.objects.get(pk=page.pk)
    row.outcome_summary = words
    row.outcome_points = [
        {"type": "point", "value": {"point": "长椅放树下", "stance": "adopted", "reason": ""}},
        {"type": "point", "value": {"point": "装秋千", "stance": "not", "reason": "地方不够。"}},
        {"type": "point", "value": {"point": "换路灯", "stance": "partly", "reason": "先换一半。"}},
    ]
    row.save_revision().publish()


def opinion_of(
    page: ConsultationPage,
    person: User | None = None,
    text: str = "放树下，夏天凉快。",
    visitor: str = "",
    answers: Any = None,
) -> Opinion:
    """Give an opinion by the verb."""
    return give_opinion(
        actor=person,
        consultation=page,
        visitor=visitor,
        text=text,
        answers=answers or {},
        sender=Sender(person=person.pk if person else None, address=None),
        now=timezone.now(),
    )
