"""A table of typed columns as a block: typed in, pasted, or read from a spreadsheet."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtail.blocks import FieldBlock
from wagtail.models import Page

from media.tables.checking import check
from media.tables.kinds import Chart, Kind, Role, Rule
from media.tables.presentation import chart_of, presented
from media.tables.table import MAX_COLUMNS, MAX_ROWS, Column, RawTable, Table, TableRefused
from media.tables.values import cleaned

# A person mends a few and looks again.
MOST_ERRORS = 8


def empty_table() -> RawTable:
    """Return what a new block begins with."""
    return RawTable(
        columns=[Column(gettext("项目")), Column(gettext("金额"), Kind.MONEY), Column(gettext("备注"))],
        rows=[[""] * 3 for _row in range(3)],
    )


class TableInput(forms.HiddenInput):
    """The grid in which a table is typed (`js/tables/editor.js`); posts it as JSON in one field."""

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            css={"all": ["cms_pages/css/table_editor.css"]},
            js=[Script("cms_pages/js/tables/widget.js", type="module")],  # type: ignore[list-item]
        )


class TableInputAdapter(WidgetAdapter):
    js_constructor = "cms_pages.tables.TableInput"

    def js_args(self, _widget: TableInput) -> list[Any]:
        """Return what the grid offers, and where it asks."""
        return [
            {
                "kinds": Kind.choices,
                "roles": Role.choices,
                "rules": Rule.choices,
                "charts": Chart.choices,
                "mostColumns": MAX_COLUMNS,
                "mostRows": MAX_ROWS,
                "checkUrl": reverse("typed_tables:check"),
                "readUrl": reverse("typed_tables:read"),
                "words": _words(),
            }
        ]


register(TableInputAdapter(), TableInput)


def _words() -> dict[str, str]:
    """Return what the grid says; it has no words of its own, so that they can be translated in one place."""
    return {
        "table": gettext("数据表"),
        "caption": gettext("表格标题"),
        "note": gettext("备注（显示在表下方，可不填）"),
        "rule": gettext("逐行核对"),
        "chart": gettext("图表"),
        "open": gettext("从文件或剪贴板导入…"),
        "addRow": gettext("加一行"),
        "addColumn": gettext("加一列"),
        "totals": gettext("加合计行"),
        "noTotals": gettext("去掉合计行"),
        "totalsLabel": gettext("合计行的名称"),
        "sum": gettext("重算合计"),
        "undo": gettext("撤销"),
        "column": gettext("第%(number)d列"),
        "row": gettext("第%(number)d行"),
        "title": gettext("列名"),
        "kind": gettext("类型"),
        "unit": gettext("单位"),
        "role": gettext("在核对中的作用"),
        "left": gettext("左移"),
        "right_": gettext("右移"),
        "remove": gettext("删除"),
        "below": gettext("在下面加一行"),
        "checking": gettext("正在核对…"),
        "unreachable": gettext("暂时连不上服务器，填写的内容还在，稍后会再核对。"),
        "wrong": gettext("有%(count)d处要改："),
        "right": gettext("每一格都读得懂，各项合计也对得上。"),
        "importing": gettext("导入表格"),
        "file": gettext("选择文件（.xlsx 或 .csv）"),
        "pasted": gettext("或者在 Excel、WPS 里选中表格复制，粘贴到这里"),
        "read": gettext("读取粘贴的内容"),
        "reading": gettext("正在读取…"),
        "found": gettext("读到%(rows)d行、%(columns)d列。标红的格请直接改好，再放进表里。"),
        "sheet": gettext("工作表"),
        "take": gettext("放进表里"),
        "cancel": gettext("取消"),
    }


class TableField(forms.Field):
    """Takes what the grid posted, as JSON; gives a `Table`, or names each wrong cell."""

    widget = TableInput

    def clean(self, value: Any) -> Table | None:
        """Return the table; None for an empty one where a draft may still lack it.

        Raises:
            ValidationError: cells are wrong, sums do not agree, or it is no table at all.
        """
        try:
            raw = RawTable.from_payload(json.loads(value or "null"))
        except (ValueError, RecursionError):
            raise ValidationError(gettext("没有读到表格，请重新填写。"), code="unreadable") from None
        except TableRefused as refused:
            raise ValidationError(str(refused), code="refused") from None
        if not self.required and is_blank(raw):
            return None
        checked = check(raw)
        if checked.table is not None:
            return checked.table
        messages = [str(problem) for problem in checked.problems[:MOST_ERRORS]]
        more = len(checked.problems) - MOST_ERRORS
        if more > 0:
            messages.append(gettext("另外还有%(count)d处。") % {"count": more})
        raise ValidationError(messages, code="wrong_cells")


def is_blank(raw: RawTable) -> bool:
    """Return whether nothing has been written into a table yet."""
    return not raw.caption and not any(cleaned(cell) for row in raw.rows for cell in row)


class TypedTableBlock(FieldBlock):
    """Columns of text, numbers, money, dates or percentages; its value is a `Table`.

    What does not pass the checks stays in the form with its errors, as a `RawTable`, and is never stored.
    """

    def __init__(self, required: bool = True, help_text: str | None = None, **kwargs: Any) -> None:
        self.field = TableField(required=required, help_text=help_text or "")
        super().__init__(**kwargs)

    def get_default(self) -> Table | RawTable | None:
        return self.normalize(self.meta.default) or empty_table()

    def normalize(self, value: Any) -> Any:
        return self.to_python(value) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Table | None:
        """Return the stored table; None for what can't be one."""
        try:
            return value if isinstance(value, Table) else Table.from_json(value)
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def get_prep_value(self, value: Any) -> dict[str, Any] | None:
        return value.as_json() if isinstance(value, Table) else None

    def value_from_form(self, value: Any) -> Any:
        if isinstance(value, Table) or value is None:
            return value
        try:
            return RawTable.from_payload(json.loads(value or "null"))
        except (ValueError, TypeError, RecursionError, TableRefused):
            return value

    def value_for_form(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        raw = value.as_raw() if isinstance(value, Table) else value or empty_table()
        return json.dumps(raw.as_payload(), ensure_ascii=False)

    def get_searchable_content(self, value: Any) -> list[str]:
        return [str(value)] if isinstance(value, Table) else []

    def get_comparison_class(self) -> type:
        from cms_pages.tables.differences import TableComparison

        return TableComparison

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Return what the block's template shows; files are offered of live pages only."""
        from cms_pages.tables.finding import name_of
        from cms_pages.views.table_file import file_links

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        page = (parent_context or {}).get("page")
        request = (parent_context or {}).get("request")
        name = name_of(page, value) if isinstance(page, Page) else ""
        is_live = name and page is not None and page.live and not getattr(request, "is_preview", False)
        context.update(
            presented(value),
            chart=chart_of(value, name[:8] or f"t{id(value) % 10**8}"),
            downloads=file_links(page, name) if is_live else [],
        )
        return context

    def render(self, value: Any, context: Any = None) -> str:
        return super().render(value, context) if isinstance(value, Table) else ""

    class Meta:
        icon = "table"
        label = _("数据表")
        default = None
        template = "cms_pages/blocks/typed_table_block.html"
