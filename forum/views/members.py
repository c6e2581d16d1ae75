"""Members' pages: what each of them shows."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from communities.permissions import has_right
from communities.roles import Right
from design.formatting import safe_text
from design.text import plain_text
from forum.actions.change_member_profile import change_member_profile
from forum.addresses import topic_url
from forum.choices import State, Trust
from forum.forms.writing import MemberForm
from forum.models import Member, Post, Topic
from forum.reading import reader_of

SHOWN: Final = 20


@require_safe
def member_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a member lets others see: a name, perhaps numbers, and what they wrote where the reader
    reads.
    """
    reader = reader_of(request)
    user = User.objects.filter(pk=pk, is_active=True).first()
    member = Member.objects.filter(user=user).first() if user is not None else None
    own = reader.is_authenticated and reader.pk == pk
    if user is None or (member is None and not own):
        raise Http404
    context: dict[str, Any] = {
        "person": user,
        "profile": member,
        "trust": Trust(member.trust).label if member else Trust.NEW.label,
        "own": own,
        "posts": [],
        "may_moderate": has_right(reader, Right.MODERATE) and not own,
        "breadcrumbs": [{"label": _("首页"), "url": "/"}, {"label": safe_text(user.display_name)}],
    }
    if own or member is None or member.shows_posts:
        posts = (
            Post.objects.published()
            .filter(
                author=user,
                topic__in=Topic.objects.visible_to(reader).filter(is_private=False, state=State.PUBLISHED),
            )
            .select_related("topic")
        )
        context["posts"] = [
            {
                "title": safe_text(post.topic.title),
                "is_topic": post.number == 1,
                "url": topic_url(post.topic_id, post.number),
                "at": post.written_at,
                "text": plain_text(post.html)[:120],
            }
            for post in posts.order_by("-pk")[:SHOWN]
        ]
    return render(request, "forum/member/index.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: SignedInRequest) -> HttpResponse:
    """Say what one's own page shows."""
    member = Member.objects.filter(user=request.user).first() or Member(user=request.user)
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        initial={
            "introduction": member.introduction,
            "shows_posts": member.shows_posts,
            "shows_numbers": member.shows_numbers,
            "is_findable": member.is_findable,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_member_profile(actor=request.user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            for field, said in error.message_dict.items():
                form.add_error(field, said)
        else:
            messages.success(request, _("已保存。"))
            return redirect("member", pk=request.user.pk)
    return render(
        request,
        "forum/member_edit/index.html",
        {"form": form, "back": reverse("me")},
        status=REFUSED if form.is_bound else 200,
    )
