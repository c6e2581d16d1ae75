"""The forms on a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# What people type into; the rest of a form is chosen, ticked or hidden.
TYPED = frozenset({"text", "search", "email", "tel", "url", "number", "date", "time", "password", "textarea"})


@dataclass
class PageForm:
    """One form.

    Attributes:
        action: where it is sent; empty for the page itself.
        method: `get` or `post`.
        values: what is in its fields, by name; of several buttons none.
        typed: the names of the fields that take free text.
    """

    action: str = ""
    method: str = "get"
    values: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._textarea = self._select = ""
        self._options = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(action=has.get("action", ""), method=has.get("method", "get").lower())
            self.forms.append(self._form)
        form, name = self._form, has.get("name", "")
        if form is None or "disabled" in has:
            return
        if tag == "option" and self._select:
            self._options += 1
            if "selected" in has or self._options == 1:
                form.values[self._select] = [has.get("value", "")]
        if not name:
            return
        if tag == "textarea":
            self._textarea = name
            form.values.setdefault(name, [""])
            form.typed.append(name)
        elif tag == "select":
            self._select, self._options = name, 0
        elif tag == "input":
            self._input(form, name, has)

    def _input(self, form: PageForm, name: str, has: dict[str, str]) -> None:
        kind = has.get("type", "text").lower()
        if kind in ("checkbox", "radio"):
            if "checked" in has:
                form.values.setdefault(name, []).append(has.get("value", "on"))
            elif kind == "radio":
                form.values.setdefault(name, [has.get("value", "on")])
        elif kind in TYPED:
            form.values[name] = [has.get("value", "")]
            form.typed.append(name)
        elif kind == "hidden":
            form.values.setdefault(name, []).append(has.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._textarea = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._textarea and self._form is not None:
            self._form.values[self._textarea][0] += data


def forms_of(html: str) -> list[PageForm]:
    """Return the forms of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    for form in reader.forms:
        for name in form.typed:
            # HTML drops the line break right after the tag.
            form.values[name] = [form.values[name][0].removeprefix("\n")]
    return reader.forms
