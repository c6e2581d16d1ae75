"""The forms of “从 Word 导入”: the file and its column, then the preview in which it is put right."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from cms_pages.forms.tables import TablePreviewForm, preview_context
from cms_pages.publication.words import MAX_TITLE, title_error
from cms_pages.word.pictures import PictureSaid
from cms_pages.word.plan import Plan
from cms_pages.word.targets import Target, target_of, targets_of
from events.once import OnceForm
from media.choices import PeopleShown
from media.tables.checking import Checked, check
from media.tables.plain import as_text
from media.tables.table import RawTable, Table

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_ALTERNATIVE: Final = 200


class WordFileForm(OnceForm):
    """A document, and where its draft goes."""

    file = forms.FileField(
        label=_("Word 文件"),
        help_text=_("Word 文档（.docx），不超过20 MB。字体、颜色、页眉页脚不会带进网页。"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": _("请选择 Word 文件。"),
            "empty": _("文件是空的。"),
            "missing": _("请选择 Word 文件。"),
        },
    )
    to = forms.ChoiceField(label=_("放到哪里"), error_messages={"required": _("请选择放到哪里。")})

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        self.target: Target | None = None
        field: Any = self.fields["to"]
        # What is offered is what one writes every day; a list that was come from counts, too.
        wanted = self.data.get("to") or self.initial.get("to") or ""
        groups = targets_of(user)
        known = {key for _label, choices in groups for key, _name in choices}
        extra = target_of(user, wanted) if wanted not in known else None
        if extra is not None:
            groups.append((str(extra.kind.label), [(extra.key, extra.label)]))
        self.has_places = bool(groups)
        field.choices = groups if wanted and len(groups) == 1 else [("", _("请选择")), *groups]
        field.error_messages["invalid_choice"] = _("您不能在这里新建草稿，请重新选择。")

    def clean_to(self) -> str:
        self.target = target_of(self._user, self.cleaned_data["to"])
        if self.target is None:
            raise forms.ValidationError(_("您不能在这里新建草稿，请重新选择。"))
        return self.target.key


class WordDraftForm(OnceForm):
    """What was read, put right: the title, what is to be seen in each picture, the cells of each table."""

    title = forms.CharField(
        label=_("标题"),
        max_length=MAX_TITLE,
        error_messages={
            "required": _("请填写标题。"),
            "max_length": _("标题太长，最多%(limit_value)d个字。"),
        },
    )

    def __init__(self, *args: Any, plan: Plan, alternatives: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plan = plan
        for number in plan.pictures:
            self.fields[f"alternative-{number}"] = forms.CharField(
                label=_("第%(number)d张图片里有什么") % {"number": number + 1},
                required=False,
                max_length=LONGEST_ALTERNATIVE,
                initial=alternatives.get(number, ""),
                help_text=_("用一句话说明，读屏软件会读给看不见图的人听。可以先空着，但发布前必须补上。"),
            )
            self.fields[f"credit-{number}"] = forms.CharField(
                label=_("来源或作者"),
                required=False,
                max_length=80,
                help_text=_("例如“本社区拍摄”。发布前必须补上。"),
            )
            self.fields[f"people-{number}"] = forms.ChoiceField(
                label=_("图中的人"),
                required=False,
                choices=[("", _("还没有核对（发布前必须选）")), *PeopleShown.choices],
            )
        self.tables = [self._checked(number, raw) for number, raw in enumerate(plan.tables)]

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if wrong := title_error(title):
            raise forms.ValidationError(wrong)
        return title

    @property
    def said(self) -> dict[int, PictureSaid]:
        """What was said of each picture, as far as it was written."""
        return {
            number: PictureSaid(
                *(
                    self.cleaned_data.get(f"{what}-{number}", "")
                    for what in ("alternative", "credit", "people")
                )
            )
            for number in self._plan.pictures
        }

    @property
    def good_tables(self) -> list[Table] | None:
        """The tables for the draft; None where a cell is wrong and nobody said to take it as text."""
        tables = [checked.table for _raw, checked, _is_text in self.tables]
        return [table for table in tables if table is not None] if None not in tables else None

    def preview_of(self, number: int) -> dict[str, Any]:
        """Return what the preview shows of a table."""
        raw, checked, is_text = self.tables[number]
        prefix = _prefix(number)
        form = TablePreviewForm(
            prefix=prefix[:-1],
            initial={
                "caption": raw.caption,
                "note": raw.note,
                "totals": "keep" if raw.totals is not None else "none",
                "rule": raw.rule,
                "chart": raw.chart,
            },
        )
        return {
            **preview_context(raw, checked, prefix=prefix),
            "form": form,
            "is_text": is_text,
            "number": number,
        }

    def _checked(self, number: int, read: RawTable) -> tuple[RawTable, Checked, bool]:
        prefix = _prefix(number)
        own = {key.removeprefix(prefix): self.data[key] for key in self.data if key.startswith(prefix)}
        raw = TablePreviewForm(own).corrected() if "table" in own else read
        if own.get("text"):
            raw = as_text(raw, caption=str(_("表%(number)d") % {"number": number + 1}))
        return raw, check(raw), bool(own.get("text"))


def _prefix(number: int) -> str:
    return f"t{number}-"
