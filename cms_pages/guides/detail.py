"""What the page of a guide shows, read from the facts as they are now."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.choices import FeeKind
from cms_pages.guides.counters import counters_of
from cms_pages.guides.structured import structured_data
from cms_pages.guides.words import fill, references_in
from cms_pages.notices.trail import breadcrumbs
from communities.models import ContactFact
from design.formatting import money

if TYPE_CHECKING:
    from cms_pages.models import GuidePage


def detail_context(guide: "GuidePage", request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """Return the context of the guide's page and of its print version. The same queries whatever its
    length.
    """
    today = timezone.localdate(now)
    values = values_for(guide, request, today=today)
    counters = counters_of(guide, request, now=now)
    phones = phones_of(guide)
    url = guide.get_url(request) or ""
    full_url = guide.get_full_url(request) or ""
    trail = breadcrumbs(guide, request, now)
    review = review_of(guide, request, today=today)
    context = {
        "now": now,
        "guide": guide,
        "breadcrumbs": trail,
        "badges": badges_of(guide, is_stale=review["is_stale"]),
        "lead": fill(guide.what_it_is, values),
        "facts": facts(guide, values, phones),
        "conditions": [fill(block.value, values) for block in guide.conditions],
        "materials": [material(block.value) for block in guide.materials],
        "variants": [variant(block.value, values) for block in guide.variants],
        "steps": [step(block, values) for block in guide.steps],
        "pictures": guide.pictures,
        "answers": [
            {key: fill(block.value[key], values) for key in ("question", "answer")} for block in guide.answers
        ],
        "laws": [block.value for block in guide.legal_basis],
        "counters": counters,
        "phones": phones,
        "tiers": tiers_of(guide),
        "review": review,
        "find_url": reverse("community-find"),
        "check_url": f"{url}check/" if len(guide.questions) else "",
        "useful_url": f"{url}useful/",
        "print_url": f"{url}print/",
        "full_url": full_url,
        "structured": structured_data(guide, trail, full_url, phones=phones, counters=counters),
    }
    context["contents"] = _contents(context)
    return context


def values_for(guide: "GuidePage", request: HttpRequest, *, today: date) -> dict[str, str]:
    """Return the values of the shared facts in `guide`, and let the kept page end when the first becomes
    another.
    """
    from cms_pages.models import SharedFact

    names = references_in(guide)
    if not names:
        return {}
    page_cache.bound(request, midnight(SharedFact.objects.next_change_on(today, names=names)))
    return SharedFact.objects.values_on(today, names=names)


def midnight(day: date | None) -> datetime | None:
    """Return the moment at which `day` begins."""
    return None if day is None else timezone.make_aware(datetime.combine(day, time.min))


def review_of(guide: "GuidePage", request: HttpRequest, *, today: date) -> dict[str, Any]:
    """Return when the guide was last read through, and whether that is too long ago; bounds the page's
    life.
    """
    care = getattr(guide, "care", None)
    if care is None:
        return {"reviewed_on": None, "due_on": None, "is_stale": False}
    if care.due_on >= today:
        page_cache.bound(request, midnight(care.due_on + timedelta(days=1)))
    return {"reviewed_on": care.reviewed_on, "due_on": care.due_on, "is_stale": care.due_on < today}


def badges_of(guide: "GuidePage", *, is_stale: bool) -> list[dict[str, str]]:
    """Return the badges beside the title."""
    badges = []
    if guide.fee_kind == FeeKind.FREE:
        badges.append({"state": "info", "label": _("不收费")})
    if guide.promised_days == 0:
        badges.append({"state": "info", "label": _("当场办结")})
    if is_stale:
        badges.append({"state": "late", "label": _("过期未核对")})
    return badges


def tiers_of(guide: "GuidePage") -> list[str]:
    """Return where the matter is handled, in words."""
    fields = ("at_community", "at_street", "at_district")
    return [str(guide._meta.get_field(name).verbose_name) for name in fields if getattr(guide, name)]


def time_words(guide: "GuidePage") -> str:
    """Return how long it takes, in one line."""
    if guide.promised_days is None:
        return ""
    if guide.promised_days == 0:
        return _("当场办结")
    words = _("%(days)d个工作日") % {"days": guide.promised_days}
    if guide.legal_days and guide.legal_days != guide.promised_days:
        words += _("（法定%(days)d个工作日）") % {"days": guide.legal_days}
    return words


def fee_words(guide: "GuidePage", values: dict[str, str]) -> str:
    """Return what it costs and why, in a line or two."""
    lines = []
    if guide.fee_kind == FeeKind.FREE:
        lines.append(_("不收费"))
    elif guide.fee_kind == FeeKind.FIXED:
        lines.append(money(guide.fee_fen))
    if guide.fee_text:
        lines.append(fill(guide.fee_text, values))
    if guide.fee_basis:
        lines.append(_("依据：%(basis)s") % {"basis": fill(guide.fee_basis, values)})
    return "\n".join(lines)


def facts(guide: "GuidePage", values: dict[str, str], phones: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows of `design/components/summary_list.html`."""
    time_lines = [time_words(guide), fill(guide.time_note, values)]
    rows = [
        (_("在哪里办"), "、".join(tiers_of(guide))),
        (_("办多久"), "\n".join(line for line in time_lines if line)),
        (_("收费"), fee_words(guide, values)),
        (_("负责单位"), guide.body_owner.name if guide.body_owner_id else ""),
        (_("网上办"), "" if guide.online_url else _("目前只能到窗口办")),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def phones_of(guide: "GuidePage") -> list[dict[str, str]]:
    """Return the numbers as their bodies keep them now; one that is no longer public is left out."""
    # Whoever calls asks first, and complains only then.
    rows = sorted(guide.phones.all(), key=lambda row: row.purpose != "enquiry")
    found = ContactFact.objects.public().select_related("body").in_bulk([row.fact_id for row in rows])
    return [
        {
            "purpose": row.purpose,
            "label": str(row.get_purpose_display()),
            "name": " ".join(filter(None, (str(found[row.fact_id].body), found[row.fact_id].label))),
            "number": found[row.fact_id].value,
        }
        for row in rows
        if row.fact_id in found
    ]


def material(value: Any) -> dict[str, Any]:
    """Return a material as templates want it."""
    forms = dict(value.block.child_blocks["form"].field.choices)
    notes = [
        _("由%(issuer)s出具") % {"issuer": value["issuer"]} if value["issuer"] else "",
        _("可以先受理后补") if value["can_follow"] else "",
        value["note"],
    ]
    return {
        "name": value["name"],
        "form": str(forms.get(value["form"], "")),
        "number": value["number"],
        "is_needed": value["form"] != "electronic",
        "note": "；".join(note for note in notes if note),
        "files": [
            {"label": label, "url": value[key].url, "kind": value[key].file_extension.upper()}
            for key, label in (("blank", _("下载空白表")), ("sample", _("看填写样例")))
            if value[key]
        ],
    }


def variant(value: Any, values: dict[str, str]) -> dict[str, Any]:
    """Return a variant as templates want it."""
    return {
        "name": value["name"],
        "who": value["who"],
        "conditions": [fill(text, values) for text in value["conditions"] if text],
        "materials": [material(row) for row in value["materials"] if row["name"]],
        "note": fill(value["note"], values),
    }


def step(block: Any, values: dict[str, str]) -> dict[str, Any]:
    """Return a step, or a group of them, as templates want it."""
    value = block.value
    if block.block_type == "group":
        parts = [{"title": row["title"], "text": fill(row["text"], values)} for row in value["steps"]]
        return {"title": value["title"], "text": "", "mode": value["mode"], "parts": parts}
    return {"title": value["title"], "text": fill(value["text"], values), "mode": "", "parts": []}


def _contents(context: dict[str, Any]) -> list[dict[str, str]]:
    """Return the headings that the page has, for the list at its top."""
    sections = [
        ("conditions", _("谁能办")),
        ("materials", _("带什么")),
        ("variants", _("不同情形")),
        ("steps", _("怎么办")),
        ("pictures", _("图片")),
        ("where", _("到哪里、问谁")),
        ("answers", _("常见问题")),
        ("laws", _("依据")),
    ]
    always = {"materials", "where"}
    return [{"id": key, "label": label} for key, label in sections if key in always or context.get(key)]
