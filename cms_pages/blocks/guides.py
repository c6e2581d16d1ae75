"""The parts of a guide that come in lists. All is plain text; `[[名称]]` in it stands for a shared fact."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

FACT_HINT = _("写[[低保标准]]这样的名称，会显示“常用标准”里现行的数值。")


class LawBlock(blocks.StructBlock):
    """A law, regulation or document that the matter rests on."""

    title = blocks.CharBlock(label=_("名称和文号"), max_length=120)
    article = blocks.CharBlock(label=_("条款"), max_length=60, required=False)
    url = blocks.URLBlock(label=_("原文网址"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("依据")


class MaterialBlock(blocks.StructBlock):
    """One thing to bring."""

    FORMS = [
        ("original", _("原件")),
        ("copy", _("复印件")),
        ("both", _("原件和复印件")),
        ("electronic", _("电子证照（不用带）")),
        ("fill", _("填表")),
    ]

    name = blocks.CharBlock(label=_("材料名称"), max_length=80)
    form = blocks.ChoiceBlock(label=_("要求"), choices=FORMS, default="original")
    number = blocks.IntegerBlock(label=_("份数"), min_value=1, max_value=20, default=1)
    can_follow = blocks.BooleanBlock(label=_("可以先受理后补"), required=False)
    issuer = blocks.CharBlock(
        label=_("谁出具"), max_length=60, required=False, help_text=_("自己就有的不填，如身份证。")
    )
    blank = DocumentChooserBlock(label=_("空白表格"), required=False)
    sample = DocumentChooserBlock(label=_("填写样例"), required=False)
    note = blocks.CharBlock(label=_("说明"), max_length=160, required=False)

    class Meta:
        icon = "form"
        label = _("材料")


class StepBlock(blocks.StructBlock):
    """One thing that is done, by the applicant or by an office."""

    title = blocks.CharBlock(label=_("做什么"), max_length=60)
    text = blocks.TextBlock(label=_("怎么做"), max_length=400, required=False, help_text=FACT_HINT)

    class Meta:
        icon = "arrow-right"
        label = _("步骤")


class StepGroupBlock(blocks.StructBlock):
    """Steps of which all, or one, must be done."""

    MODES = [("and", _("都要做（和）")), ("or", _("任选一种（或）"))]

    title = blocks.CharBlock(label=_("这一步叫什么"), max_length=60)
    mode = blocks.ChoiceBlock(label=_("关系"), choices=MODES, default="or")
    steps = blocks.ListBlock(StepBlock(), label=_("其中的步骤"), min_num=2, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("一组步骤")


class AnswerBlock(blocks.StructBlock):
    """A question that people ask again and again."""

    question = blocks.CharBlock(label=_("问"), max_length=100)
    answer = blocks.TextBlock(label=_("答"), max_length=600, help_text=FACT_HINT)

    class Meta:
        icon = "help"
        label = _("问答")


class VariantBlock(blocks.StructBlock):
    """What is different for some people; what is not said here is as for all."""

    name = blocks.CharBlock(label=_("情形"), max_length=30, help_text=_("如“非本地户籍”。"))
    who = blocks.CharBlock(label=_("指哪些人"), max_length=120)
    conditions = blocks.ListBlock(
        blocks.CharBlock(label=_("条件"), max_length=200), label=_("另外的条件"), default=list
    )
    materials = blocks.ListBlock(MaterialBlock(), label=_("另外的材料"), default=list)
    note = blocks.TextBlock(label=_("说明"), max_length=300, required=False, help_text=FACT_HINT)

    class Meta:
        icon = "user"
        label = _("情形")


class ChoiceBlock(blocks.StructBlock):
    """One answer, and what follows from it."""

    OUTCOMES = [
        ("continue", _("继续问下一题")),
        ("yes", _("适用，不用再问")),
        ("no", _("不适用")),
        ("ask", _("要问窗口，继续")),
    ]

    label = blocks.CharBlock(label=_("回答"), max_length=40)
    outcome = blocks.ChoiceBlock(label=_("结果"), choices=OUTCOMES, default="continue")
    reason = blocks.CharBlock(
        label=_("理由"), max_length=160, required=False, help_text=_("“不适用”和“要问窗口”必须说明理由。")
    )
    variant = blocks.CharBlock(
        label=_("属于哪种情形"), max_length=30, required=False, help_text=_("与上面的“情形”同名。")
    )

    def clean(self, value: Any) -> Any:
        """Want a reason for a refusal."""
        cleaned = super().clean(value)
        if cleaned["outcome"] in ("no", "ask") and not cleaned["reason"].strip():
            raise blocks.StructBlockValidationError(
                block_errors={"reason": ValidationError(_("请说明理由，居民会看到。"))}
            )
        return cleaned


class QuestionBlock(blocks.StructBlock):
    """A question of “does it apply to me”."""

    question = blocks.CharBlock(label=_("问题"), max_length=100)
    hint = blocks.CharBlock(label=_("提示"), max_length=160, required=False, help_text=FACT_HINT)
    choices = blocks.ListBlock(ChoiceBlock(), label=_("回答"), min_num=2, max_num=8)

    class Meta:
        icon = "help"
        label = _("自测题")


LAWS = [("law", LawBlock())]
CONDITIONS = [("condition", blocks.TextBlock(label=_("条件"), max_length=300, help_text=FACT_HINT))]
MATERIALS = [("material", MaterialBlock())]
STEPS = [("step", StepBlock()), ("group", StepGroupBlock())]
ANSWERS = [("answer", AnswerBlock())]
VARIANTS = [("variant", VariantBlock())]
QUESTIONS = [("question", QuestionBlock())]
