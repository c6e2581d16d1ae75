"""“Does it apply to me”: from answers to a result that says why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cms_pages.guides.words import fill

if TYPE_CHECKING:
    from cms_pages.models import GuidePage

APPLIES, DOES_NOT, ASK = "applies", "does_not", "ask"


@dataclass(frozen=True)
class Question:
    """One question as the form shows it.

    Attributes:
        name: of the form's field.
        choices: the number of each answer with its words.
        chosen: the number of the answer given, or empty.
    """

    name: str
    text: str
    hint: str
    choices: list[tuple[str, str]]
    chosen: str = ""


@dataclass(frozen=True)
class Because:
    """One answer that counted."""

    question: str
    answer: str
    reason: str
    outcome: str


@dataclass
class Verdict:
    """The result.

    Attributes:
        outcome: `applies`, `does_not`, `ask`, or empty while questions are open.
        because: the answers that led there, in order; where it does not apply, the last one is why.
        missing: names of the questions that must still be answered.
        variants: names of the variants that the reader belongs to.
    """

    outcome: str = ""
    because: list[Because] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)


def questions_of(guide: "GuidePage", answers: Mapping[str, str], values: dict[str, str]) -> list[Question]:
    """Return the guide's questions with what was answered; an answer that is none of theirs is left out."""
    found = []
    for number, block in enumerate(guide.questions, start=1):
        name = f"q{number}"
        choices = [
            (str(position), choice["label"])
            for position, choice in enumerate(block.value["choices"], start=1)
        ]
        chosen = answers.get(name, "")
        found.append(
            Question(
                name=name,
                text=block.value["question"],
                hint=fill(block.value["hint"], values),
                choices=choices,
                chosen=chosen if chosen in dict(choices) else "",
            )
        )
    return found


def verdict_of(guide: "GuidePage", questions: list[Question]) -> Verdict:
    """Return what the answers come to: the questions are asked in order, and the first “no” or “yes”
    decides.
    """
    verdict = Verdict()
    for question, block in zip(questions, guide.questions, strict=True):
        if not question.chosen:
            verdict.missing.append(question.name)
            continue
        choice: Any = block.value["choices"][int(question.chosen) - 1]
        if verdict.missing:
            # Decided by order: what comes after an open question can't decide yet, except a plain “no”.
            if choice["outcome"] != "no":
                continue
            verdict.missing.clear()
        verdict.because.append(
            Because(
                question=question.text,
                answer=choice["label"],
                reason=choice["reason"],
                outcome=choice["outcome"],
            )
        )
        if choice["variant"] and choice["variant"] not in verdict.variants:
            verdict.variants.append(choice["variant"])
        if choice["outcome"] == "no":
            verdict.outcome = DOES_NOT
            return verdict
        if choice["outcome"] == "yes":
            break
    if not verdict.missing and verdict.because:
        unsure = any(because.outcome == "ask" for because in verdict.because)
        verdict.outcome = ASK if unsure else APPLIES
    return verdict
