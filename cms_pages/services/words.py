"""The text of a service: how it is sorted and searched, what it costs."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from cms_pages.choices import FeeKind, ServiceNeed
from communities.pinyin import syllables
from design.formatting import money

if TYPE_CHECKING:
    from cms_pages.models import ServicePage

LONGEST_KEY: Final = 120


def sort_key_of(title: str) -> str:
    """Return by what a list in pinyin sorts `title`."""
    return " ".join(syllables(title))[:LONGEST_KEY]


def search_text_of(service: "ServicePage") -> str:
    """Return what words are looked for in, beside the title."""
    texts = (
        service.summary,
        service.description,
        service.provider_words,
        service.eligibility,
        service.fee_text,
        service.address,
        service.nearest_stop,
    )
    return "\n".join(text for text in texts if text)


def fee_words(fee_kind: str, fee_fen: int | None, fee_text: str) -> str:
    """Return the fee as one text: what kind it is, or the amount, then what there is to say of it."""
    if fee_kind == FeeKind.FIXED and fee_fen is not None:
        first = money(fee_fen)
    elif fee_kind == FeeKind.VARIES and fee_text.strip():
        # The text says how it varies; that it does need not be said before it.
        first = ""
    elif fee_kind:
        first = str(FeeKind(fee_kind).label)
    else:
        first = ""
    return _("，").join(part for part in (first, fee_text.strip()) if part)


def stored_needs(chosen: Iterable[str]) -> str:
    """Return needs as they are kept: each between commas, so that one can be looked for."""
    known = [need for need in ServiceNeed.values if need in set(chosen)]
    return f",{','.join(known)}," if known else ""


def needs_of(kept: str) -> list[ServiceNeed]:
    """Return the needs of what `stored_needs` has made."""
    return [ServiceNeed(need) for need in kept.split(",") if need in ServiceNeed.values]


def fit_words(service: "ServicePage") -> str:
    """Return for whom a service is, by age and need; empty where it is for everybody."""
    parts = []
    if service.age_from is not None and service.age_to is not None:
        parts.append(_("%(first)d至%(last)d岁") % {"first": service.age_from, "last": service.age_to})
    elif service.age_from is not None:
        parts.append(_("%(first)d岁以上") % {"first": service.age_from})
    elif service.age_to is not None:
        parts.append(_("%(last)d岁以下") % {"last": service.age_to})
    parts += [str(need.label) for need in needs_of(service.needs)]
    return "、".join(parts)


def document_lines(documents: str) -> list[str]:
    """Return what to bring, one thing each."""
    return [line.strip() for line in documents.splitlines() if line.strip()]


def stars_words(average: float, count: int) -> str:
    """Return the average in words, with the number of ratings that it is made of."""
    return _("%(average)s分（%(count)d人评价）") % {"average": f"{average:.1f}", "count": count}
