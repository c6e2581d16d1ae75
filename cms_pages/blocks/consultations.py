"""The parts of a consultation that come in lists: its questions, and the points of its outcome."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

FREE, ONE, SEVERAL = "free", "one", "several"


class QuestionBlock(blocks.StructBlock):
    """One question with an answer of its own."""

    KINDS = [(FREE, _("自己写")), (ONE, _("选一项")), (SEVERAL, _("可选几项"))]

    question = blocks.CharBlock(label=_("问题"), max_length=120)
    kind = blocks.ChoiceBlock(label=_("怎么答"), choices=KINDS, default=ONE)
    choices = blocks.ListBlock(
        blocks.CharBlock(label=_("选项"), max_length=60), label=_("选项"), default=list, max_num=12
    )
    is_required = blocks.BooleanBlock(label=_("必答"), required=False)

    class Meta:
        icon = "help"
        label = _("问题")

    def clean(self, value: Any) -> Any:
        """Want two different choices at least where one chooses, and none where one writes."""
        cleaned = super().clean(value)
        choices = [choice.strip() for choice in cleaned["choices"]]
        if cleaned["kind"] == FREE and choices:
            raise blocks.StructBlockValidationError(
                block_errors={"choices": ValidationError(_("“自己写”的问题没有选项，请删去。"))}
            )
        if cleaned["kind"] != FREE and (len(choices) < 2 or len(set(choices)) < len(choices)):
            raise blocks.StructBlockValidationError(
                block_errors={"choices": ValidationError(_("至少要有两个不同的选项。"))}
            )
        return cleaned


class OutcomePointBlock(blocks.StructBlock):
    """One point that people made, and what became of it."""

    STANCES = [("adopted", _("采纳")), ("partly", _("部分采纳")), ("not", _("未采纳"))]

    point = blocks.TextBlock(label=_("居民的意见"), max_length=400, help_text=_("几条相近的可以合成一条。"))
    stance = blocks.ChoiceBlock(label=_("是否采纳"), choices=STANCES, default="adopted")
    reason = blocks.TextBlock(label=_("怎么改的，或者为什么没有采纳"), max_length=400, required=False)

    class Meta:
        icon = "tick"
        label = _("意见和处理")

    def clean(self, value: Any) -> Any:
        """Want a reason for what was not, or not wholly, adopted."""
        cleaned = super().clean(value)
        if cleaned["stance"] != "adopted" and not cleaned["reason"].strip():
            raise blocks.StructBlockValidationError(
                block_errors={"reason": ValidationError(_("没有全部采纳的，要写明理由。"))}
            )
        return cleaned
