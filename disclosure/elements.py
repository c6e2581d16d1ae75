"""The elements of a catalogue item, as the district writes them: a line each, “收入明细（表格）”,
“备注（可不填）”.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from design.formatting import safe_text
from disclosure.choices import ElementForm

MOST_ELEMENTS = 30
LONGEST_NAME = 40
_FORMS = {"表格": ElementForm.TABLE, "附件": ElementForm.FILE}
_OPTIONAL = "可不填"
_MARKS = re.compile(r"[（(]\s*([^（）()]*?)\s*[）)]$")


@dataclass(frozen=True)
class Element:
    """One thing that a disclosure must say, or may.

    Attributes:
        name: the heading of its part of the page.
        form: what its part must hold.
        is_required: whether a disclosure without it is not published.
    """

    name: str
    form: ElementForm = ElementForm.TEXT
    is_required: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return it as the database keeps it."""
        return {"name": self.name, "form": str(self.form), "is_required": self.is_required}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Element":
        """Return it from what the database kept."""
        return cls(kept["name"], ElementForm(kept["form"]), kept["is_required"])

    def __str__(self) -> str:
        marks = [word for word, form in _FORMS.items() if form == self.form]
        marks += [] if self.is_required else [_OPTIONAL]
        return f"{self.name}（{'，'.join(marks)}）" if marks else self.name


def read_elements(text: str) -> list[Element]:
    """Return the elements that `text` lists, a line each.

    Raises:
        ValidationError: none, too many, one twice, or a name that is empty or too long; the message
            quotes it.
    """
    elements: list[Element] = []
    for line in filter(None, (safe_text(line).strip() for line in re.split(r"[\n；;]", text))):
        name, form, is_required = line, ElementForm.TEXT, True
        found = _MARKS.search(name)
        marks = re.split(r"[，,、\s]+", found[1]) if found else []
        if found and set(marks) <= {*_FORMS, _OPTIONAL}:
            name = name[: found.start()].strip()
            form = next((_FORMS[mark] for mark in marks if mark in _FORMS), ElementForm.TEXT)
            is_required = _OPTIONAL not in marks
        if not name or len(name) > LONGEST_NAME:
            raise ValidationError(
                _("要素名称要有1到%(most)d个字：“%(line)s”。"),
                params={"most": LONGEST_NAME, "line": line[:60]},
            )
        if any(name == other.name for other in elements):
            raise ValidationError(_("要素“%(name)s”写了两次。"), params={"name": name})
        elements.append(Element(name, form, is_required))
    if not elements:
        raise ValidationError(_("至少写一个要素，一行一个。"))
    if len(elements) > MOST_ELEMENTS:
        raise ValidationError(_("要素太多，最多%(most)d个。"), params={"most": MOST_ELEMENTS})
    return elements


def write_elements(elements: Iterable[Element]) -> str:
    """Return the elements as `read_elements` reads them."""
    return "\n".join(str(element) for element in elements)
