"""A service: labels with their values, and the rest as its description."""

from typing import Final

from django.utils.translation import gettext as _

from cms_pages.models import ServicePage
from cms_pages.word import labels
from cms_pages.word.facts import matching_phones, read_fee
from cms_pages.word.plan import Plan
from cms_pages.word.sections import Section, lines_of, sections_of, with_notes
from communities.choices import CategoryScheme
from communities.models import Body, Category, ContactFact
from media.word.blocks import WordDocument

_TEXTS: Final = ("summary", "provider_name", "eligibility", "opening_note", "address", "wait_text")


def plan_service(document: WordDocument, body: Body) -> Plan:
    """Return what of a document goes into which field of a service of `body`."""
    plan = Plan(title=document.title)
    described: list[str] = []
    for section in sections_of(document.blocks, labels.SERVICE):
        lines = [with_notes(line, document.footnotes) for line in lines_of(section.blocks)]
        if lines:
            _add(plan, section, lines, described, body)
    if described:
        _take(plan, "description", _("服务内容"), "\n\n".join(described))
    plan.add_pictures("pictures", _label("pictures"), document.blocks)
    return plan


def _add(plan: Plan, section: Section, lines: list[str], described: list[str], body: Body) -> None:
    text = "\n".join(lines)
    match section.key:
        case "":
            if not section.label and "summary" not in plan.values and len(lines[0]) <= _longest("summary"):
                _take(plan, "summary", section.label, lines.pop(0))
            paragraphs = ([f"{section.label}："] if section.label and lines else []) + lines
            described += ["\n".join(paragraphs)] if section.label and paragraphs else paragraphs
        case "description":
            described += lines
        case "name":
            if plan.title:
                described.append(f"{section.label}：{text}") if text != plan.title else None
            else:
                plan.title = text
        case "documents":
            _take(plan, "documents", section.label, text)
        case "fee":
            kind, fen, words = read_fee(text)
            plan.take("fee_kind", _label("fee_kind"), str(kind), str(kind.label))
            if fen is not None:
                plan.take("fee_fen", _label("fee_fen"), fen, f"{fen / 100:.2f}元")
            if words:
                _take(plan, "fee_text", section.label, words)
        case "phones":
            _add_phones(plan, section, text, body)
        case "category":
            _add_category(plan, section, text)
        case _:
            _take(plan, section.key, section.label, text)


def _take(plan: Plan, name: str, label: str, text: str) -> None:
    words = text if name in ("description", "documents", "eligibility") else " ".join(text.split("\n"))
    if name in plan.values or len(words) > _longest(name):
        reason = _("最多%(most)d字，请精简后填写") % {"most": _longest(name)}
        plan.leave(label, text, _("写了两处") if name in plan.values else reason)
    else:
        plan.take(name, _label(name), words)


def _add_phones(plan: Plan, section: Section, text: str, body: Body) -> None:
    known, unknown = matching_phones(text, ContactFact.objects.filter(body=body, is_public=True))
    if known:
        kept = [*plan.values.get("contacts", []), *(fact.pk for fact in known)]
        plan.take("contacts", _label("contacts"), kept, "；".join(map(str, known)))
    if unknown or not known:
        plan.leave(section.label, text, _("电话从“联系方式”里选，里面没有这个号码"))


def _add_category(plan: Plan, section: Section, text: str) -> None:
    found = Category.objects.filter(scheme=CategoryScheme.SERVICE, name=text.strip()).first()
    if found is None:
        plan.leave(section.label, text, _("没有这个类别，请在草稿里选"))
    else:
        plan.take("category_id", _label("category"), found.pk, str(found))


def _label(name: str) -> str:
    return str(ServicePage._meta.get_field(name).verbose_name)


def _longest(name: str) -> int:
    return ServicePage._meta.get_field(name).max_length or 0
