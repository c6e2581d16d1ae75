"""Every row that names a person is somebody's business."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone

from accounts.actions.change_nickname import change_nickname
from accounts.actions.close_account import close_account
from accounts.jobs import forget_old
from accounts.models import User
from accounts.personal_data import registry
from communities.actions.join_community import join_community
from communities.actions.leave_community import leave_community
from events.models import Event
from tests.factories.people import PASSWORD, UserFactory

# Kept when somebody asks to be forgotten, and why. After `accounts.holdings.erase` they lead to a closed
# account without a name. A new model belongs in a holding of its app; here only with a reason of this weight.
KEPT = {
    "wagtailcore.page": "who is responsible for a published page is public record (owner, lock)",
    "wagtailcore.revision": "the history of a published page is public record",
    "wagtailcore.pagelogentry": "audit row, as events are",
    "wagtailcore.modellogentry": "audit row, as events are",
    "wagtailcore.comment": "part of a page's editing history",
    "wagtailcore.commentreply": "part of a page's editing history",
    "wagtailcore.pagesubscription": "deleted with the page; holds nothing but the wish to be told",
    "wagtailcore.workflowstate": "who submitted a page for checking is part of its history",
    "wagtailcore.taskstate": "who checked a page is part of its history",
    "wagtailcore.apitoken": "belongs to a machine's access, deleted with it",
    "wagtailadmin.formstate": "a stock table of unfinished forms, emptied by Wagtail itself",
    "wagtailimages.image": "Wagtail's stock table, empty: `media.image` stands for it",
    "wagtaildocs.document": "Wagtail's stock table, empty: `media.document` stands for it",
    "wagtailcore.uploadedfile": "a stock table of unfinished uploads, emptied by Wagtail itself",
    "wagtailusers.userprofile": "admin preferences, no facts about the person",
    "wagtailadmin.editingsession": "who edits a page this minute, emptied by Wagtail itself",
    "cms_pages.noticereceipt": "that an office opened a notice sent to it is the office's record",
    "cms_pages.noticereminder": "that an office was reminded is the office's record",
    "media.image": "who uploaded a published file is public record",
    "media.document": "who uploaded a published file is public record",
}


def models_with_a_key_to_the_user():
    user = get_user_model()
    return {
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is user
    }


def test_every_model_that_names_a_person_is_in_a_holding_or_kept_with_a_reason():
    held = frozenset().union(*(holding.models for _name, holding in registry))
    forgotten = models_with_a_key_to_the_user() - held - KEPT.keys()
    assert not forgotten, (
        f"{sorted(forgotten)}: add a Holding to `accounts.personal_data.registry` in its app."
    )


def test_no_holding_names_a_model_that_does_not_exist():
    known = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    for _name, holding in registry:
        assert holding.models <= known


def test_the_copy_is_plain_data_of_that_person_alone(resident):
    other = UserFactory(username="wangwu")
    change_nickname(actor=resident, user=resident, nickname="老张头", now=timezone.now())
    change_nickname(actor=other, user=other, nickname="老王", now=timezone.now())
    copy = {}
    for _name, holding in registry:
        copy |= holding.export(resident)
    text = json.dumps(copy, ensure_ascii=False)
    assert "老张头" in text
    assert "user.nickname_changed" in text
    assert "老王" not in text
    assert "password" not in json.dumps(copy["account"])


def test_after_erasure_nothing_tells_who_it_was(resident, district):
    for slug in ("wuyixiang", "kangjuli"):
        join_community(actor=resident, committee=district.body(slug), now=timezone.now())
    leave_community(actor=resident, committee=district.body("kangjuli"), now=timezone.now())
    User.objects.filter(pk=resident.pk).update(email="zhang@example.cn")
    change_nickname(actor=resident, user=resident, nickname="老张头", now=timezone.now())
    for _name, holding in registry:
        holding.erase(resident)
    closed = User.objects.get(pk=resident.pk)
    assert not closed.is_active
    assert not closed.check_password(PASSWORD)
    everything = json.dumps(
        [*User.objects.values(), *Event.objects.values()], ensure_ascii=False, default=str
    )
    for part in ("zhangsan", "老张", "zhang@example.cn"):
        assert part not in everything


def test_a_closed_accounts_name_cannot_be_taken_beforehand():
    from django.core.exceptions import ValidationError

    from accounts.names import check_username

    with pytest.raises(ValidationError):
        check_username("_closed_1")


def test_a_closed_accounts_addresses_go_when_the_law_lets_them(resident, settings):
    now = timezone.now()
    limit = now - timedelta(days=settings.LOGS_KEPT_DAYS)
    rows = [
        Event.objects.create(
            at=at,
            actor=resident,
            actor_name="老张",
            verb="user.signed_in",
            object_kind="accounts.user",
            object_id=str(resident.pk),
            address="192.0.2.7",
        )
        for at in (limit - timedelta(seconds=1), limit + timedelta(minutes=1))
    ]
    forget_old(now)
    assert {row.address for row in Event.objects.filter(pk__in=[row.pk for row in rows])} == {"192.0.2.7"}
    close_account(actor=resident, user=resident, now=now)
    kept = Event.objects.filter(pk__in=[row.pk for row in rows]).order_by("at")
    assert [(row.actor_name, row.address) for row in kept] == [
        ("已注销用户", None),
        ("已注销用户", "192.0.2.7"),
    ]
    forget_old(now + timedelta(minutes=2))
    assert kept.last().address is None
