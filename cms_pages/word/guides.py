"""A guide: each usual heading is a field."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms_pages.blocks.guides import MaterialBlock
from cms_pages.models import GuidePage, GuidePhone, GuidePlace
from cms_pages.models.guides.guide import MOST_WORKING_DAYS
from cms_pages.word import labels
from cms_pages.word.facts import matching_address, matching_phones, read_fee
from cms_pages.word.materials import LONGEST_NAME, material_of, materials_of_table, needs_nothing
from cms_pages.word.plan import Plan, Shown
from cms_pages.word.sections import Section, lines_of, sections_of, with_notes
from communities.choices import ContactKind, Level
from communities.models import Body, ContactFact
from media.word.blocks import Cells, WordDocument
from media.word.outline import without_number

_DAYS: Final = re.compile(r"(\d{1,3})\s*个?工作日")
_AT_ONCE: Final = re.compile(r"当场|即时|即办|现场办结|立等可取")
_LAW: Final = re.compile(r"(?P<title>.*?[》〉）)])\s*(?P<article>第[一二三四五六七八九十百零\d]+条.*)")
_QUESTION: Final = re.compile(r"(?:问|Q)\s*\d*[：:.、]?\s*(.+)", re.IGNORECASE)
_ANSWER: Final = re.compile(r"(?:答|A)\s*\d*[：:.、]\s*(.*)", re.IGNORECASE)
_LONGEST: Final = {"condition": 300, "step": 400, "question": 100, "answer": 600, "law": 120, "article": 60}
_LEVELS: Final = (
    ("at_district", re.compile(r"区(?:级)?(?:政务|行政|便民)|区.{0,6}局|区级")),
    ("at_street", re.compile(r"街道|便民服务中心")),
    ("at_community", re.compile(r"社区|居委会|村委会")),
)


def plan_guide(document: WordDocument, body: Body) -> Plan:
    """Return what of a document goes into which field of a guide of `body`."""
    plan = Plan(title=document.title)
    fields = _Fields(plan, document, body)
    for section in sections_of(document.blocks, labels.GUIDE):
        fields.add(section)
    fields.finish()
    plan.add_pictures("pictures", _label("pictures"), document.blocks)
    return plan


class _Fields:
    def __init__(self, plan: Plan, document: WordDocument, body: Body) -> None:
        self._plan = plan
        self._document = document
        self._body = body
        self._streams: dict[str, list[tuple[dict[str, Any], str]]] = {}
        self._phones: list[GuidePhone] = []

    def add(self, section: Section) -> None:
        """Put a section into its field, or say that it has none."""
        lines = [with_notes(line, self._document.footnotes) for line in lines_of(section.blocks)]
        if not lines:
            return
        text = "\n".join(lines)
        match section.key:
            case "":
                self._add_unknown(section, lines)
            case "name" if not self._plan.title:
                self._plan.title = text
            case "name" | "what_it_is":
                self._take_text("what_it_is", section, text)
            case "conditions":
                for line in lines:
                    self._add("conditions", "condition", without_number(line).rstrip("；;"), section)
            case "materials":
                self._add_materials(section, lines)
            case "steps":
                for line in lines:
                    self._add_step(without_number(line), section)
            case "time" | "legal_days" | "promised_days":
                self._add_days(section, text)
            case "fee":
                self._add_fee(section, text)
            case "fee_basis":
                self._take_text("fee_basis", section, text)
            case "places":
                self._add_place(section, text)
            case "phones" | "complaints":
                self._add_phones(section, text)
            case "online":
                self._add_online(section, text)
            case "legal_basis":
                for line in lines:
                    self._add_law(without_number(line), section)
            case "answers":
                self._add_answers(section, lines)
            case _:
                self._plan.leave(section.label, text, _("请在“开放时间”里登记，再在地点里选"))

    def finish(self) -> None:
        """Hand the lists over."""
        for name, blocks in self._streams.items():
            stream = [
                {"type": kind, "value": value, "id": str(uuid4())}
                for block, _text in blocks
                for kind, value in block.items()
            ]
            shown = "\n".join(text for _block, text in blocks)
            self._plan.take(name, _label(name), stream, shown)
        if self._phones:
            self._plan.rows["phones"] = self._phones

    def _add_unknown(self, section: Section, lines: list[str]) -> None:
        if section.label:
            self._plan.leave(section.label, "\n".join(lines), _("没有对应的栏目"))
            return
        # What stands before all headings says what the matter is.
        longest = GuidePage._meta.get_field("what_it_is").max_length or 0
        if len(lines[0]) <= longest and "what_it_is" not in self._plan.values:
            self._plan.take("what_it_is", _label("what_it_is"), lines[0])
            lines = lines[1:]
        if lines:
            self._plan.leave("", "\n".join(lines), _("开头的文字，没有对应的栏目"))

    def _take_text(self, name: str, section: Section, text: str) -> None:
        longest = GuidePage._meta.get_field(name).max_length or 0
        words = " ".join(text.split("\n"))
        if len(words) <= longest and name not in self._plan.values:
            self._plan.take(name, _label(name), words)
        else:
            self._too_long(section.label, text, longest)

    def _too_long(self, label: str, text: str, most: int) -> None:
        self._plan.leave(label, text, _("最多%(most)d字，请精简后填写") % {"most": most})

    def _add(self, name: str, kind: str, value: Any, section: Section, text: str = "") -> None:
        words = text or str(value)
        if isinstance(value, str) and len(value) > _LONGEST[kind]:
            self._too_long(section.label, value, _LONGEST[kind])
            return
        self._streams.setdefault(name, []).append(({kind: value}, words))

    def _add_materials(self, section: Section, lines: list[str]) -> None:
        if needs_nothing("".join(lines)):
            self._plan.take("needs_no_materials", _label("needs_no_materials"), True, _("是"))
            return
        rest = []
        for block in section.blocks:
            rows = materials_of_table(block) if isinstance(block, Cells) else None
            if rows is None:
                rest.append(block)
            for material in rows or ():
                self._add_material(material, section)
        for line in lines_of(rest):
            words = with_notes(line, self._document.footnotes)
            if words.endswith(("：", ":")):
                self._plan.leave(section.label, words, _("材料之间的话，没有对应的栏目"))
                continue
            found = material_of(without_number(words))
            if found is None:
                self._too_long(section.label, words, LONGEST_NAME)
            else:
                self._add_material(found, section)

    def _add_material(self, material: dict[str, Any], section: Section) -> None:
        value = {
            key: with_notes(item, self._document.footnotes) if isinstance(item, str) else item
            for key, item in material.items()
        }
        form = dict(MaterialBlock.FORMS)[value["form"]]
        words = _("%(name)s（%(form)s，%(number)d份）") % {
            "name": value["name"],
            "form": form,
            "number": value["number"],
        }
        more = "；".join(filter(None, (value.get("issuer"), value.get("note"))))
        self._add("materials", "material", value, section, f"{words} {more}".strip())

    def _add_step(self, text: str, section: Section) -> None:
        title, sign, more = text.partition("：")
        if not sign or len(title) > 60:
            title, more = (text.rstrip("。；;"), "") if len(text) <= 61 else (_clause(text), text)
        if len(more) > _LONGEST["step"] or len(title) > 60:
            self._too_long(section.label, text, _LONGEST["step"])
            return
        self._add("steps", "step", {"title": title, "text": more}, section, text)

    def _add_days(self, section: Section, text: str) -> None:
        rest = []
        for clause in filter(None, re.split(r"[，,；;。\n]", text)):
            days, at_once = _DAYS.search(clause), _AT_ONCE.search(clause)
            is_legal = "法定" in clause or ("承诺" not in clause and section.key == "legal_days")
            name = "legal_days" if is_legal else "promised_days"
            number = int(days[1]) if days else 0
            if (days or at_once) and name not in self._plan.values and number <= MOST_WORKING_DAYS:
                self._plan.take(name, _label(name), number, clause.strip())
            else:
                rest.append(clause.strip())
        note = "，".join(rest)
        if not note:
            return
        before = self._plan.values.get("time_note", "")
        longest = GuidePage._meta.get_field("time_note").max_length or 0
        if before or len(note) > longest:
            self._too_long(section.label, note, longest)
        else:
            self._plan.take("time_note", _label("time_note"), note)

    def _add_fee(self, section: Section, text: str) -> None:
        kind, fen, words = read_fee(text)
        longest = GuidePage._meta.get_field("fee_text").max_length or 0
        self._plan.take("fee_kind", _label("fee_kind"), str(kind), str(kind.label))
        if fen is not None:
            self._plan.take("fee_fen", _label("fee_fen"), fen, f"{fen / 100:.2f}元")
        if len(words) > longest:
            self._too_long(section.label, text, longest)
        elif words:
            self._plan.take("fee_text", _label("fee_text"), words)

    def _add_place(self, section: Section, text: str) -> None:
        for name, pattern in _LEVELS:
            if pattern.search(text):
                self._plan.take(name, _("在哪里办"), True, _label(name))
        address = matching_address(text, self._facts((ContactKind.ADDRESS,)))
        if address is not None:
            self._plan.rows.setdefault("places", []).append(GuidePlace(address=address))
            self._plan.shown.append(Shown(_("区级办理地点"), str(address)))
        else:
            self._plan.leave(section.label, text, _("地点从“联系方式”里选，里面没有这个地址"))

    def _add_phones(self, section: Section, text: str) -> None:
        kinds = (ContactKind.PHONE, ContactKind.HOTLINE)
        known, unknown = matching_phones(text, self._facts(kinds))
        purpose = GuidePhone.Purpose.COMPLAINT if section.key == "complaints" else GuidePhone.Purpose.ENQUIRY
        for fact in known:
            phone = GuidePhone(fact=fact, purpose=purpose)
            self._phones.append(phone)
            self._plan.shown.append(Shown(_("电话"), str(phone)))
        if unknown or not known:
            self._plan.leave(section.label, text, _("电话从“联系方式”里选，里面没有这个号码"))

    def _add_online(self, section: Section, text: str) -> None:
        match = re.search(r"https?://[^\s，。；）)]+", text)
        address = match[0] if match else ""
        try:
            GuidePage._meta.get_field("online_url").run_validators(address)
        except ValidationError:
            address = ""
        if address:
            self._plan.take("online_url", _label("online_url"), address)
        if text.strip() != address:
            self._plan.leave(section.label, text, _("只取网址"))

    def _add_law(self, text: str, section: Section) -> None:
        line = text.rstrip("；;。")
        match = _LAW.fullmatch(line)
        title, article = (match["title"], match["article"]) if match else (line, "")
        if len(title) > _LONGEST["law"] or len(article) > _LONGEST["article"]:
            self._too_long(section.label, text, _LONGEST["law"])
        else:
            self._add("legal_basis", "law", {"title": title, "article": article}, section, line)

    def _add_answers(self, section: Section, lines: list[str]) -> None:
        for question, answer in _pairs(lines):
            fits = 0 < len(question) <= _LONGEST["question"] and 0 < len(answer) <= _LONGEST["answer"]
            if fits:
                self._add(
                    "answers",
                    "answer",
                    {"question": question, "answer": answer},
                    section,
                    f"{question}\n{answer}",
                )
            else:
                self._plan.leave(section.label, f"{question}{answer}", _("没有看出一问一答，或者太长"))

    def _facts(self, kinds: Sequence[ContactKind]) -> list[ContactFact]:
        """Return the public facts that guides may choose, those of the guide's own department first."""
        facts = ContactFact.objects.filter(body__area__level=Level.DISTRICT, is_public=True, kind__in=kinds)
        return sorted(facts.select_related("body"), key=lambda fact: fact.body_id != self._body.pk)


def _label(name: str) -> str:
    return str(GuidePage._meta.get_field(name).verbose_name)


def _clause(text: str) -> str:
    """Return the first clause of a long line, which says what is done."""
    return re.split(r"[，,；;。]", text)[0][:60]


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give questions with their answers, marked with 问 and 答, or by the question mark."""
    question = ""
    answer: list[str] = []
    for line in map(without_number, lines):
        asked, answered = _QUESTION.fullmatch(line), _ANSWER.fullmatch(line)
        if asked or (not answered and line.endswith(("？", "?"))):
            if question or answer:
                yield question, "\n".join(answer)
            question, answer = asked[1] if asked else line, []
        else:
            answer.append(answered[1] if answered else line)
    if question or answer:
        yield question, "\n".join(answer)
