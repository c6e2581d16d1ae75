"""What was answered to the questions, counted."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms_pages.blocks.consultations import FREE

if TYPE_CHECKING:
    from cms_pages.models import ConsultationPage


def results_of(page: "ConsultationPage") -> list[dict[str, Any]]:
    """Return a table for each question that was answered by choosing (`design/components/data_table.html`).

    What people wrote is not among them: it may name somebody, and the outcome sums it up.
    """
    questions = [block for block in page.questions if block.value["kind"] != FREE]
    if not questions:
        return []
    counts: dict[str, Counter[int]] = {block.id: Counter() for block in questions}
    answered: Counter[str] = Counter()
    for answers in page.opinions.order_by().values_list("answers", flat=True).iterator():
        for key, chosen in answers.items():
            if key in counts and isinstance(chosen, list):
                counts[key].update(set(chosen))
                answered[key] += 1
    return [
        {
            "caption": block.value["question"],
            "note": _("%(count)d人回答") % {"count": answered[block.id]},
            "columns": [
                {"label": _("选项")},
                {"label": _("人数"), "numeric": True},
                {"label": _("占比"), "numeric": True},
            ],
            "rows": [
                [text, counts[block.id][number], _share(counts[block.id][number], answered[block.id])]
                for number, text in enumerate(block.value["choices"])
            ],
        }
        for block in questions
    ]


def answer_words(page: "ConsultationPage", answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return question and answer in words, in the order of the questions."""
    found = []
    for block in page.questions:
        answer = answers.get(block.id)
        if not answer:
            continue
        choices = list(block.value["choices"])
        words = (
            answer
            if isinstance(answer, str)
            else "、".join(choices[number] for number in answer if 0 <= number < len(choices))
        )
        found.append((block.value["question"], words))
    return found


def _share(count: int, total: int) -> str:
    return f"{count / total:.0%}" if total else "0%"
