"""What a guide must have before it may be published: every element of a state inspection's list, each by
name.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import FeeKind
from cms_pages.guides.words import STREAMS, references_in
from cms_pages.publication.errors import PublicationError
from cms_pages.publication.words import MAX_TITLE, title_error

if TYPE_CHECKING:
    from cms_pages.models import GuidePage

_BY_COMMITTEE = ("居委会", "村委会", "社区")


def guide_errors(guide: "GuidePage", *, today: date) -> list[PublicationError]:
    """Return what keeps `guide` from being published on `today`, in the order of the editor's form."""
    return [
        *_name_errors(guide),
        *_place_errors(guide),
        *_list_errors(guide),
        *_time_and_fee_errors(guide),
        *_phone_errors(guide),
        *_block_errors(guide),
        *_reference_errors(guide, today),
        *_certificate_errors(guide),
    ]


def _name_errors(guide: "GuidePage") -> Iterator[PublicationError]:
    wrong = title_error(guide.title)
    if wrong:
        yield PublicationError(wrong, "title")
    if len(guide.title) > MAX_TITLE:
        yield PublicationError(_("名称太长，最多%(most)d个字。") % {"most": MAX_TITLE}, "title")
    if not guide.what_it_is.strip():
        yield PublicationError(_("缺一句话说明。"), "what_it_is")


def _place_errors(guide: "GuidePage") -> Iterator[PublicationError]:
    if not (guide.at_district or guide.at_street or guide.at_community):
        yield PublicationError(_("缺办理层级：区、街道、社区至少选一个。"), "at_district")
    if guide.at_district and not guide.places.count():
        yield PublicationError(_("缺办理地点：选了区级窗口，要选出地址和开放时间。"), "at_district")


def _list_errors(guide: "GuidePage") -> Iterator[PublicationError]:
    if not len(guide.legal_basis):
        yield PublicationError(_("缺依据。"), "legal_basis")
    if not len(guide.conditions):
        yield PublicationError(_("缺条件。"), "conditions")
    if guide.needs_no_materials and len(guide.materials):
        yield PublicationError(_("勾选了“不用带材料”，又列了材料。"), "materials")
    elif not guide.needs_no_materials and not len(guide.materials):
        yield PublicationError(_("缺材料；确实不用带的，勾选“不用带材料”。"), "materials")
    if not len(guide.steps):
        yield PublicationError(_("缺步骤。"), "steps")


def _time_and_fee_errors(guide: "GuidePage") -> Iterator[PublicationError]:
    if guide.promised_days is None:
        yield PublicationError(_("缺承诺时限；当场办结填0。"), "promised_days")
    elif guide.legal_days is not None and guide.promised_days > guide.legal_days:
        yield PublicationError(_("承诺时限比法定时限还长。"), "promised_days")
    if not guide.fee_kind:
        yield PublicationError(_("缺收费：收不收、收多少。"), "fee_kind")
    elif guide.fee_kind == FeeKind.FIXED and not guide.fee_fen:
        yield PublicationError(_("收固定金额的，要填金额。"), "fee_fen")
    elif guide.fee_kind == FeeKind.VARIES and not guide.fee_text.strip():
        yield PublicationError(_("按情况收费的，要说明怎么收。"), "fee_text")
    if guide.fee_kind in (FeeKind.FIXED, FeeKind.VARIES) and not guide.fee_basis.strip():
        yield PublicationError(_("收费要有依据。"), "fee_basis")
    if guide.fee_kind != FeeKind.FIXED and guide.fee_fen:
        yield PublicationError(_("填了金额，但没有选“收固定金额”。"), "fee_fen")


def _phone_errors(guide: "GuidePage") -> Iterator[PublicationError]:
    purposes = {phone.purpose for phone in guide.phones.all()}
    if "enquiry" not in purposes:
        yield PublicationError(_("缺咨询电话。"), "phones")
    if "complaint" not in purposes:
        yield PublicationError(_("缺投诉电话。"), "phones")


def _block_errors(guide: "GuidePage") -> Iterator[PublicationError]:
    for name in STREAMS:
        value = getattr(guide, name)
        label = guide._meta.get_field(name).verbose_name
        try:
            value.stream_block.clean(value)
        except ValidationError:
            yield PublicationError(_("“%(list)s”里有没填完或填错的地方。") % {"list": label}, name)
    known = {block.value["name"] for block in guide.variants}
    for question in guide.questions:
        for choice in question.value["choices"]:
            if choice["variant"] and choice["variant"] not in known:
                yield PublicationError(
                    _("自测里提到的情形“%(name)s”不在“不同情形”里。") % {"name": choice["variant"]},
                    "questions",
                )


def _reference_errors(guide: "GuidePage", today: date) -> Iterator[PublicationError]:
    from cms_pages.models import SharedFact

    names = references_in(guide)
    if not names:
        return
    known = SharedFact.objects.values_on(today, names=names)
    for name in names:
        if name not in known:
            yield PublicationError(_("“常用标准”里没有现行的“%(name)s”。") % {"name": name})


def _certificate_errors(guide: "GuidePage") -> Iterator[PublicationError]:
    """Refuse to ask for a certificate that the district's list says no committee issues."""
    from cms_pages.models import CommitteeCertificate

    asked = [name for name, issuer in _asked_for(guide) if any(word in issuer for word in _BY_COMMITTEE)]
    if not asked:
        return
    for name in CommitteeCertificate.objects.refused().filter(name__in=asked).values_list("name", flat=True):
        yield PublicationError(
            _("不能要求居委会开“%(name)s”：它在不再开具的清单里。") % {"name": name}, "materials"
        )


def _asked_for(guide: "GuidePage") -> Iterator[tuple[str, str]]:
    def of(material: Any) -> tuple[str, str]:
        return (material.get("name") or "").strip(), material.get("issuer") or ""

    for block in guide.materials:
        yield of(block.value)
    for variant in guide.variants:
        for material in variant.value["materials"]:
            yield of(material)
