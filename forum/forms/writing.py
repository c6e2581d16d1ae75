"""What people write: topics, replies, changes."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.once import OnceForm
from forum.actions.start_topic import PollPlan
from forum.choices import STARTABLE, Tagging, TopicKind
from forum.models import Board
from forum.models.topics import LONGEST_TEXT, LONGEST_TITLE
from media.attachments.fields import AttachmentsForm

TEXT_HELP = _(
    "空一行就是新段落。加粗写 **文字**，引用在行首写 >，列表在行首写 -，提到某人写 @昵称。"
    "请不要写自己和别人的电话、住址。"
)


def text_field(rows: int = 8) -> forms.CharField:
    return forms.CharField(
        label=_("内容"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows, "data-markdown": ""}),
        help_text=TEXT_HELP,
        error_messages={"required": _("请写内容。")},
    )


class TopicForm(AttachmentsForm, OnceForm):
    """A new topic."""

    kind = forms.ChoiceField(
        label=_("类型"),
        choices=[(kind.value, kind.label) for kind in STARTABLE],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请选择类型。"),
            "invalid_choice": _("这个版块现在不收这种话题，请选列出的类型。"),
        },
    )
    title = forms.CharField(
        label=_("标题"),
        max_length=LONGEST_TITLE,
        help_text=_("一句话说清楚什么事，4到80个字。"),
        error_messages={"required": _("请写标题。")},
    )
    text = text_field(10)
    tags = forms.CharField(
        label=_("标签"),
        max_length=120,
        required=False,
        help_text=_("用空格或逗号隔开，最多5个，如“停车 楼道”。"),
    )
    options = forms.CharField(
        label=_("投票选项"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("只有“投票”要填，一行一个选项。"),
    )
    is_multiple = forms.BooleanField(label=_("投票可以选多项"), required=False)
    is_hidden_until_voted = forms.BooleanField(label=_("投过票才看到结果"), required=False)
    ends_on = forms.DateField(
        label=_("投票截止日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("请填写日期，如 2026-12-31。")},
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        """Take also the board, whose settings say which kinds and tags there are."""
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in STARTABLE if kind in board.kinds]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["kind"].initial = next(iter(kinds), None)
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
        if TopicKind.POLL not in kinds:
            for name in ("options", "is_multiple", "is_hidden_until_voted", "ends_on"):
                del self.fields[name]
        if board.tagging == Tagging.NONE:
            del self.fields["tags"]
        elif board.tagging == Tagging.OFFERED:
            self.fields["tags"] = forms.MultipleChoiceField(
                label=_("标签"),
                choices=[(name, name) for name in board.tag_choices],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                error_messages={"invalid_choice": _("请选这个版块列出的标签。")},
            )
        elif board.offered_tags:
            self.fields["tags"].help_text = _("用空格或逗号隔开，最多5个。常用：%s") % board.offered_tags

    @property
    def tag_list(self) -> list[str]:
        """The tags, one by one."""
        typed = self.cleaned_data.get("tags", "")
        if not isinstance(typed, str):
            return list(typed)
        return typed.replace("，", " ").replace(",", " ").replace("、", " ").split()

    @property
    def poll(self) -> PollPlan | None:
        """The poll that was planned, of a topic that is one."""
        if self.cleaned_data["kind"] != TopicKind.POLL:
            return None
        day = self.cleaned_data["ends_on"]
        return PollPlan(
            options=self.cleaned_data["options"].splitlines(),
            is_multiple=self.cleaned_data["is_multiple"],
            is_hidden_until_voted=self.cleaned_data["is_hidden_until_voted"],
            ends_at=timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None,
        )


class ReplyForm(AttachmentsForm, OnceForm):
    """A reply."""

    text = text_field()


class EditForm(AttachmentsForm):
    """A change of a post; `seen` is the number of changes that the editor was shown."""

    text = text_field(12)
    seen = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)


class TitleForm(forms.Form):
    title = forms.CharField(
        label=_("标题"), max_length=LONGEST_TITLE, error_messages={"required": _("请写标题。")}
    )


class DeleteForm(forms.Form):
    """Why a post goes."""

    reason = forms.CharField(label=_("理由"), max_length=200, required=False)


class HideForm(forms.Form):
    """Why a moderator hides a post."""

    reason = forms.CharField(
        label=_("理由"), max_length=200, error_messages={"required": _("请写明理由，作者会看到。")}
    )


class RestoreForm(forms.Form):
    """Nothing but the question."""


class MemberForm(forms.Form):
    """What one's page shows."""

    introduction = forms.CharField(
        label=_("自我介绍"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    shows_posts = forms.BooleanField(label=_("在我的主页列出我的话题和回帖"), required=False)
    shows_numbers = forms.BooleanField(label=_("在我的主页显示发帖数和收到的赞"), required=False)
    is_findable = forms.BooleanField(label=_("别人能在搜索里按昵称找到我"), required=False)
