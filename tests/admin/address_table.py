"""Who gets what answer at which address: one row for an address or a group of them, the first that fits.

To add a row for a new address, say in `ROWS`

* its name, as `reverse` takes it (`*` stands for anything), or its route where it has no name;
* `audience`: the roles that are let in; everybody else gets `outside`, 404 unless somebody may know that
it exists;
* `of_object`: whether it shows one row or page that belongs to a body. Then a sibling's must be 404, and
`holders` are the roles whose office has one of its own;
* what the audience gets: `get`, and `post` for a POST without any data.

An address with arguments also needs a value for each in `ARGUMENTS` (by the argument's name) or in `OBJECTS`
(by the address's name, where it is called `pk`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from uuid import UUID

from communities.choices import Role
from communities.roles import Right, roles_with
from tests.admin.world import SUPERUSER, VISITOR, Holdings, World

VISITORS = frozenset({VISITOR})
# Whoever has no part in the workbench.
RESIDENTS = frozenset(role.value for role in Role) - {
    role.value for role in roles_with(Right.ENTER_WORKBENCH)
}
KEEPERS = frozenset({Role.DISTRICT_ADMINISTRATOR.value, SUPERUSER})
HOLDERS = frozenset({Role.COMMITTEE_DIRECTOR.value, Role.COMMITTEE_WORKER.value})
STREETS = frozenset({Role.STREET_STAFF.value})
DEPARTMENTS = frozenset({Role.DEPARTMENT_CLERK.value})
# Whoever works for an office that has things of its own: committees and the others.
OWNERS = HOLDERS | STREETS | DEPARTMENTS
WRITERS = KEEPERS | OWNERS
OFFICIALS = WRITERS | {Role.COMMISSION_MEMBER.value, Role.MODERATOR.value}
SIGNED_IN = OFFICIALS | RESIDENTS
EVERYBODY = SIGNED_IN | VISITORS
MANAGERS = KEEPERS | STREETS | {Role.COMMITTEE_DIRECTOR.value}
FACT_KEEPERS = KEEPERS | DEPARTMENTS
# Those who confirm identities or look at them.
DESKS = KEEPERS | HOLDERS
MODERATORS = MANAGERS | {Role.MODERATOR.value}
# Whose offices receive notices to committees, and have services.
READERS = HOLDERS | STREETS
SUPERUSERS = frozenset({SUPERUSER})
# Committees, and who looks after them.
DISCLOSERS = WRITERS - {Role.DEPARTMENT_CLERK.value}
NOBODY: frozenset[str] = frozenset()

SHOWN = frozenset({200})
SENT_ON = frozenset({302})
GONE = frozenset({404})
FORBIDDEN = frozenset({403})
# Wagtail's way of refusing an official, and Django's.
NOT_THEIRS = FORBIDDEN | SENT_ON | frozenset({405})
NOT_BY_GET = NOT_BY_POST = frozenset({405})
# What a POST without data may get: the form again, a redirect, “bad request”, “not by POST”. Never 404 or
# 5xx.
ANSWERED = frozenset({200, 302, 303, 400, 403, 405, 422})


@dataclass(frozen=True)
class Row:
    """What one address, or a group of them, answers."""

    name: str
    audience: frozenset[str]
    of_object: bool = False
    holders: frozenset[str] = OWNERS
    get: frozenset[int] = SHOWN
    post: frozenset[int] = ANSWERED
    outside: frozenset[int] = GONE
    # Others' objects, for whoever is let in. Files in the shared folder and the like say otherwise.
    foreign: frozenset[int] = GONE
    # Objects of all offices, for the district's administrators; the same as one's own where nothing is said.
    # A superuser may get either.
    keepers: frozenset[int] = frozenset()
    # Who has no part in the workbench at all.
    residents: frozenset[int] = FORBIDDEN
    visitors: frozenset[int] = SENT_ON

    def expected(self, role: str, *, own: bool, method: str) -> frozenset[int]:
        """Return the statuses that `role` may get for their own office's object or a sibling's."""
        if role not in self.audience:
            if role == VISITOR:
                return self.visitors
            return self.residents if role in RESIDENTS else self.outside
        usual = self.get if method == "get" else self.post
        if role in KEEPERS:
            answers = self.keepers or usual
            if role == SUPERUSER:
                answers = answers | usual
        else:
            answers = self.foreign if self.of_object and not (own and role in self.holders) else usual
        # A method that the address refuses tells nothing of the object.
        return answers | usual if usual == NOT_BY_GET else answers


def _closed(name: str) -> Row:
    return Row(name, NOBODY, residents=GONE, visitors=GONE)


def _public(name: str, **answers: Any) -> Row:
    return Row(name, EVERYBODY, **answers)


def _superusers(name: str) -> Row:
    # Wagtail's own business, which nobody else gets to; what it answers them is not ours to check.
    return Row(name, SUPERUSERS, get=ANSWERED | GONE, post=ANSWERED | GONE)


def _page(name: str, **answers: Any) -> Row:
    return Row(name, WRITERS, of_object=True, **answers)


def _register(name: str, audience: frozenset[str]) -> list[Row]:
    """Rows of a `ScopedViewSet`: its lists answer those outside with the way home, its objects with 404."""
    return [
        *(Row(f"{name}:{view}", audience, outside=SENT_ON) for view in ("index", "index_results", "add")),
        Row(f"{name}:*", audience, of_object=audience != KEEPERS),
    ]


def _read(name: str, audience: frozenset[str], holders: frozenset[str]) -> Row:
    """Return the row of a page about one thing of an office, which is not the district's business."""
    return Row(name, audience, of_object=True, holders=holders, post=NOT_BY_POST, keepers=GONE)


def _press(
    name: str, audience: frozenset[str], holders: frozenset[str], keepers: frozenset[int] = GONE
) -> Row:
    """Return the row of a button beside one thing of an office."""
    return Row(name, audience, of_object=True, holders=holders, get=NOT_BY_GET, post=SENT_ON, keepers=keepers)


SIGN_IN = SHOWN | SENT_ON

ROWS: list[Row] = [
    # The public site.
    _public("display", get=ANSWERED),
    _public("media-rendition", get=GONE, post=frozenset({405})),
    Row("attachment-add", SIGNED_IN, get=NOT_BY_GET, visitors=NOT_BY_GET | FORBIDDEN),
    Row("attachment-drop", SIGNED_IN, get=NOT_BY_GET, post=frozenset({204}), visitors=NOT_BY_GET | SENT_ON),
    # The world has none; tests/media/test_attachments.py asks every kind of reader.
    _public("attachment-*", get=GONE, post=NOT_BY_POST),
    _public("area-directory"),
    _public("community-find"),
    _public("my-community*", get=ANSWERED),
    _public("search", post=frozenset({405})),
    _public("search-suggestions", post=frozenset({405})),
    _public("search-feed", post=frozenset({405})),
    Row("saved-searches", SIGNED_IN, post=frozenset({405})),
    Row("saved-search-add", SIGNED_IN, get=SENT_ON, post=SENT_ON),
    Row("saved-search", SIGNED_IN, get=GONE, post=GONE),
    _public("error-report", get=SHOWN),
    _public("error-report-answer", get=SHOWN, post=frozenset({405})),
    Row("error-report-mine", SIGNED_IN),
    _public("sitemap", post=ANSWERED),
    _public("robots", post=ANSWERED),
    # Nobody is named in the tests.
    _public("security-txt", get=GONE, post=ANSWERED),
    _public("design*", get=ANSWERED | GONE),
    _public("table-file", get=GONE, post=ANSWERED),
    _public("wagtail_serve", get=SHOWN, post=ANSWERED),
    _public("document-download", get=SHOWN | GONE, post=NOT_BY_POST),
    _public("wagtaildocs_serve", get=ANSWERED | GONE, post=ANSWERED | GONE),
    _public("*authenticate_with_password", get=GONE, post=GONE),
    _public("wagtailcore_login", get=SENT_ON, post=SENT_ON),
    # The forum. The boards are everybody's; the topic and its post are of the own committee's board.
    *(_public(f"{level}-board") for level in ("district", "street", "community")),
    _public("board", get=SHOWN | SENT_ON),
    _public("board-feed"),
    Row("topic-start", SIGNED_IN, get=SHOWN | FORBIDDEN),
    Row("board-watch", SIGNED_IN, get=frozenset({405}), visitors=SENT_ON),
    _public("tag"),
    _public("tag-feed"),
    Row("tag-watch", SIGNED_IN, get=frozenset({405})),
    Row("drafts", SIGNED_IN, post=ANSWERED | GONE),
    Row("enquiry-mine", SIGNED_IN, post=frozenset({405})),
    *(
        _public(name, get=SHOWN | SENT_ON)
        for name in ("topic", "topic-feed", "topic-unread", "topic-news", "post")
    ),
    Row("topic-manage", MODERATORS, outside=GONE, residents=GONE),
    *(Row(name, MODERATORS, outside=GONE, residents=GONE) for name in ("post-hide", "post-restore")),
    Row("topic-reply", SIGNED_IN, get=SHOWN | FORBIDDEN),
    Row("post-edit", SIGNED_IN, get=SHOWN | FORBIDDEN),
    Row("post-revert", SIGNED_IN, get=frozenset({405}), post=GONE),
    *(
        Row(name, SIGNED_IN, get=frozenset({405}))
        for name in ("topic-watch", "topic-vote", "post-like", "post-accept")
    ),
    *(
        Row(name, SIGNED_IN)
        for name in ("topic-rename", "post-history", "post-delete", "post-report", "member-edit")
    ),
    Row("enquiry-start", SIGNED_IN),
    *(_public(f"enquiry-{view}") for view in ("standings", "export", "query", "similar")),
    Row("enquiry-confirm", SIGNED_IN, get=GONE, post=GONE),
    Row("enquiry-reopen", SIGNED_IN, get=GONE, post=GONE),
    _public("member", get=GONE, post=frozenset({405})),
    # Accounts.
    _public("account_login", get=SIGN_IN),
    _public("account_signup", get=SIGN_IN),
    _public("account_logout", get=SIGN_IN),
    _public("account_inactive"),
    _public("account-fragment", get=ANSWERED),
    Row("account_change_password", SIGNED_IN),
    _public("account_reset_password"),
    _public("password-reset-code", get=SENT_ON, post=SENT_ON),
    # Half-way through a sign-in, and nobody is.
    _public("mfa_authenticate", get=SENT_ON, post=SENT_ON),
    Row("account_reauthenticate", SIGNED_IN),
    Row("mfa_reauthenticate", SIGNED_IN, get=ANSWERED),
    Row("mfa_*", SIGNED_IN, get=ANSWERED | GONE, post=ANSWERED | GONE),
    Row("second-factor", SIGNED_IN),
    Row("privacy-agree", SIGNED_IN, get=frozenset({405})),
    _public("privacy*", get=SHOWN, post=frozenset({405})),
    Row("data-download", SIGNED_IN, get=frozenset({405})),
    Row("data-show", SIGNED_IN, post=frozenset({405})),
    Row("account-close", SIGNED_IN, get=SENT_ON),
    Row("consent-withdraw", SIGNED_IN, get=SENT_ON),
    _public("outbox", get=GONE, post=frozenset({405})),
    Row("contact-edit", SIGNED_IN, get=SENT_ON),
    Row("contact-code", SIGNED_IN, get=SENT_ON),
    Row("contact-remove", SIGNED_IN, get=frozenset({405}), post=SENT_ON | GONE),
    Row("session-list", SIGNED_IN),
    Row("session-end-others", SIGNED_IN, get=frozenset({405})),
    Row("session-end", SIGNED_IN, get=frozenset({405}), post=GONE),
    Row("me", SIGNED_IN, visitors=SENT_ON | frozenset({405})),
    Row("profile-edit", SIGNED_IN),
    Row("community-join", SIGNED_IN, get=ANSWERED),
    Row("community-leave", SIGNED_IN, get=ANSWERED | GONE, post=ANSWERED | GONE),
    Row("notification-preferences", SIGNED_IN),
    Row("subscriptions", SIGNED_IN),
    Row("notification-*", SIGNED_IN, get=ANSWERED | GONE, post=ANSWERED | GONE),
    # The workbench: what everybody with an office has.
    Row("wagtailadmin_home", OFFICIALS),
    _public("wagtailadmin_login", get=SENT_ON, post=SENT_ON),
    _public("wagtailadmin_logout", get=SENT_ON | frozenset({405}), post=SENT_ON),
    _public("wagtailadmin_sprite"),
    _public("*javascript*catalog"),
    Row("wagtailadmin_dismissibles", OFFICIALS),
    Row("wagtailadmin_block_preview", OFFICIALS, get=ANSWERED | GONE, post=ANSWERED | GONE),
    Row("wagtailadmin_editing_sessions:release", OFFICIALS, get=frozenset({405})),
    # Sessions of editing are asked for with POST alone, and belong to an editor that is open.
    Row("wagtailadmin_editing_sessions:ping", OFFICIALS, get=frozenset({405}), post=ANSWERED | GONE),
    Row("wagtailadmin_choose_page_external_link", OFFICIALS),
    Row("wagtailadmin_choose_page_email_link", OFFICIALS),
    Row("wagtailadmin_choose_page_phone_link", OFFICIALS),
    Row("wagtailadmin_choose_page_anchor_link", OFFICIALS),
    Row("wagtailadmin_account", OFFICIALS, get=SENT_ON, post=SENT_ON, residents=SENT_ON),
    # Pages.
    Row("wagtailadmin_explore_root", WRITERS, get=ANSWERED),
    _page("wagtailadmin_explore"),
    _page("wagtailadmin_explore_results"),
    Row("wagtailadmin_choose_page", WRITERS, post=frozenset({405})),
    # A sibling's column is public, so that it may be browsed for published pages.
    Row("wagtailadmin_choose_page_child", WRITERS, post=frozenset({405})),
    Row("wagtailadmin_choose_page_search", WRITERS, post=frozenset({405})),
    Row("wagtailadmin_choose_page_chosen_multiple", WRITERS, post=frozenset({405})),
    Row("wagtailadmin_pages:search*", WRITERS),
    Row("wagtailadmin_pages:choose_parent", WRITERS, get=ANSWERED),
    _superusers("wagtailadmin_pages:type_use*"),
    _superusers("wagtailadmin_pages:convert_alias"),
    _page("wagtailadmin_pages:preview_on_*", get=ANSWERED),
    # Not in review, not scheduled, without a review's history: nothing to show even to those concerned.
    _page("wagtailadmin_pages:workflow_action", get=ANSWERED | GONE, post=ANSWERED | GONE),
    _page("wagtailadmin_pages:collect_workflow_action_data", get=ANSWERED | GONE, post=ANSWERED | GONE),
    _page("wagtailadmin_pages:confirm_workflow_cancellation", get=ANSWERED),
    _page("wagtailadmin_pages:workflow_preview", get=ANSWERED | GONE, post=ANSWERED | GONE),
    _page("wagtailadmin_pages:workflow_history_detail", get=GONE, post=GONE | frozenset({405})),
    _page("wagtailadmin_pages:revisions_index", get=SENT_ON),
    _page("wagtailadmin_pages:lock", get=ANSWERED),
    _page("wagtailadmin_pages:unlock", get=ANSWERED),
    _page("wagtailadmin_pages:set_page_position", get=ANSWERED),
    _page("wagtailadmin_pages:*", get=SHOWN | SENT_ON),
    _superusers("wagtailadmin_api:pages:action"),
    Row("wagtailadmin_api:pages:detail", WRITERS, of_object=True, foreign=GONE | frozenset({405})),
    Row("wagtailadmin_api:pages:*", WRITERS, get=SHOWN | SENT_ON | GONE | frozenset({400})),
    _superusers("wagtailadmin_api:*"),
    Row("wagtail_bulk_action", WRITERS),
    # Files.
    Row("held_files:index", MODERATORS, post=NOT_BY_POST, outside=NOT_THEIRS),
    # The world holds none; tests/forum/test_held_attachments.py asks.
    Row("held_files:decide", OFFICIALS, get=NOT_BY_GET, post=GONE),
    Row("file_space:index", WRITERS, post=NOT_BY_POST, outside=NOT_THEIRS),
    Row("wagtailimages:add_multiple", OFFICIALS, get=SENT_ON, post=SENT_ON, residents=SENT_ON),
    _closed("wagtailimages:*multiple*"),
    _closed("wagtailimages:url_generator*"),
    _closed("wagtailimages:preview"),
    *(Row(f"wagtailimages:{view}", WRITERS) for view in ("index", "index_results", "add")),
    Row("wagtailimages:*", WRITERS, of_object=True),
    *(Row(f"wagtaildocs:{view}", WRITERS) for view in ("index", "index_results", "add", "add_multiple")),
    # Half of an upload belongs to whoever began it; nobody has begun one here.
    Row("wagtaildocs:*upload*", WRITERS, get=frozenset({405}), post=GONE),
    Row("wagtaildocs:*multiple", WRITERS, of_object=True, get=frozenset({405})),
    Row("wagtaildocs:*", WRITERS, of_object=True),
    *(
        Row(f"{chooser}:{view}", WRITERS, get=ANSWERED)
        for chooser in ("wagtailimages_chooser", "wagtaildocs_chooser")
        for view in ("choose", "choose_results", "create", "chosen_multiple")
    ),
    Row("wagtailimages_chooser:*", WRITERS, of_object=True),
    Row("wagtaildocs_chooser:*", WRITERS, of_object=True),
    # Registers.
    *_register("contact_facts", WRITERS),
    *_register("opening_schedules", WRITERS),
    *_register("members", MANAGERS),
    # Nobody is confirmed in the world, so that their objects are nobody's.
    *(Row(f"real_names:{view}", DESKS, outside=SENT_ON) for view in ("index", "index_results")),
    Row("real_names:add", HOLDERS, outside=SENT_ON),
    Row("real_names:*", NOBODY, outside=GONE),
    Row("happenings:*", WRITERS, outside=SENT_ON),
    # Who acts for residents at a desk; nobody does in this world.
    Row("assist:index", HOLDERS | STREETS, outside=NOT_THEIRS),
    Row("assist:consent", HOLDERS | STREETS, get=SENT_ON, outside=NOT_THEIRS),
    Row("assisted-list", SIGNED_IN, post=NOT_BY_POST),
    Row("assisting", SIGNED_IN, get=SENT_ON, post=NOT_BY_POST),
    Row("assisting-end", EVERYBODY, get=NOT_BY_GET, post=SENT_ON),
    Row("editors_guide:index", OFFICIALS, post=frozenset({405})),
    Row("editors_guide:picture", OFFICIALS, get=SHOWN, post=frozenset({405})),
    # What the inspection found: everybody who answers for a column their own; the limits are the district's.
    Row("inspection:index", WRITERS, outside=SENT_ON | frozenset({405})),
    Row("inspection:limits", KEEPERS, outside=SENT_ON),
    # What waits below is for those above; the report has everybody's own bodies, and those below.
    Row("workload:index", KEEPERS | {Role.STREET_STAFF.value}, outside=SENT_ON | frozenset({405})),
    Row("body_reports:index", WRITERS, outside=SENT_ON | frozenset({405})),
    *(
        Row(f"boards:{view}", MANAGERS, outside=SENT_ON, foreign=SHOWN)
        for view in ("index", "index_results", "add")
    ),
    # The enquiry desk. The world has no enquiry, so that nobody finds one.
    *(
        Row(f"{desk}:index", WRITERS, post=frozenset({405}), outside=NOT_THEIRS)
        for desk in ("enquiries", "referrals")
    ),
    Row("referrals:send", WRITERS, outside=NOT_THEIRS),
    Row("enquiries:*", OFFICIALS, get=GONE, post=GONE),
    Row("referrals:*", OFFICIALS, get=GONE, post=GONE),
    *(
        Row(f"enquiry_categories:{view}", KEEPERS, outside=SENT_ON)
        for view in ("index", "index_results", "add")
    ),
    Row("enquiry_categories:*", KEEPERS),
    *(
        Row(f"{name}:{view}", KEEPERS, outside=SENT_ON)
        for name in ("synonym_rules", "pinned_results", "hidden_terms")
        for view in ("index", "index_results", "add")
    ),
    Row("synonym_rules:*", KEEPERS),
    Row("pinned_results:*", KEEPERS),
    Row("hidden_terms:*", KEEPERS),
    Row("search_deliveries:retry", KEEPERS, get=NOT_BY_GET, post=SENT_ON, outside=NOT_THEIRS),
    *(
        Row(f"answer_templates:{view}", WRITERS, outside=SENT_ON)
        for view in ("index", "index_results", "add")
    ),
    Row("answer_templates:*", NOBODY),
    Row("boards:*", MANAGERS, of_object=True, foreign=GONE),
    *_register("areas", KEEPERS),
    Row("area_changes:*", KEEPERS, outside=SENT_ON),
    *_register("bodies", KEEPERS),
    *_register("categories", KEEPERS),
    *_register("calendar_years", KEEPERS),
    *(Row(f"dead_letters:{view}", KEEPERS, outside=SENT_ON) for view in ("index", "index_results")),
    Row("dead_letters:*", KEEPERS),
    # Rows come and go with areas: nobody makes or deletes one.
    Row("front_page_profiles:add", NOBODY, outside=SENT_ON),
    Row(
        "front_page_profiles:delete",
        WRITERS - {Role.DEPARTMENT_CLERK.value},
        of_object=True,
        get=SENT_ON,
        post=SENT_ON,
    ),
    *_register("front_page_profiles", WRITERS - {Role.DEPARTMENT_CLERK.value}),
    # What an office plans to publish at one moment is its own, the district's office too.
    *(Row(f"notice_releases:{view}", WRITERS, outside=SENT_ON) for view in ("index", "index_results", "add")),
    Row("notice_releases:*", OWNERS | SUPERUSERS, of_object=True),
    # Notices that an office received, and those that it sent to committees, which a committee can't.
    Row("received_notices:index", OFFICIALS, post=NOT_BY_POST),
    _read("received_notices:read", OFFICIALS, READERS),
    _press("received_notices:sign", OFFICIALS, READERS),
    _read("notice_receipts:list", OFFICIALS, STREETS | DEPARTMENTS),
    _read("notice_receipts:export", OFFICIALS, STREETS | DEPARTMENTS),
    _press("notice_receipts:remind", OFFICIALS, STREETS | DEPARTMENTS),
    Row("staff-card", SIGNED_IN, get=GONE, post=GONE),
    *_register("staff_duties", WRITERS - {Role.DEPARTMENT_CLERK.value}),
    # Opinions are read and decided on by whoever asked; the district sees numbers.
    Row("consultations:index", OFFICIALS, post=NOT_BY_POST),
    Row(
        "consultations:decide",
        OWNERS | SUPERUSERS,
        of_object=True,
        get=NOT_BY_GET,
        post=SENT_ON,
        outside=GONE | NOT_BY_GET,
    ),
    Row(
        "consultations:*",
        OWNERS | SUPERUSERS,
        of_object=True,
        post=NOT_BY_POST,
        outside=GONE | NOT_BY_POST,
    ),
    Row("error_reports:index", OFFICIALS, post=frozenset({405})),
    Row(
        # Who reported what is the owner's to read; the district sees numbers.
        "error_reports:*",
        WRITERS - {Role.DISTRICT_ADMINISTRATOR.value},
        of_object=True,
        get=SHOWN | frozenset({405}),
        post=frozenset({422, 405}),
        foreign=GONE | frozenset({405}),
        outside=GONE | frozenset({405}),
    ),
    # Queues of services.
    Row("service_*:index", OFFICIALS, post=NOT_BY_POST),
    _read("service_proposals:read", OFFICIALS, READERS),
    _press("service_*", OFFICIALS, READERS),
    # Guides.
    *_register("certificates", KEEPERS),
    *_register("shared_facts", FACT_KEEPERS),
    Row("guide_feedback:*", FACT_KEEPERS, outside=SENT_ON),
    Row("guide_reviews:index", OFFICIALS, post=NOT_BY_POST),
    _press("guide_reviews:*", OFFICIALS, DEPARTMENTS, keepers=SENT_ON),
    # Disclosures: the catalogue and what is owed. The district does not change a committee's own items.
    *(Row(f"disclosure_items:{view}", DISCLOSERS, outside=SENT_ON) for view in ("index", "index_results")),
    Row("disclosure_items:add", HOLDERS | KEEPERS, outside=SENT_ON),
    Row("disclosure_items:*", HOLDERS | SUPERUSERS, of_object=True, outside=GONE | SENT_ON),
    *(Row(f"disclosure_duties:{view}", DISCLOSERS, outside=SENT_ON) for view in ("index", "index_results")),
    *(
        Row(f"{register}:{view}", DISCLOSERS, outside=SENT_ON)
        for register in ("disclosure_objections", "disclosure_masks")
        for view in ("index", "index_results")
    ),
    Row("disclosure_masks:add", DISCLOSERS, outside=SENT_ON),
    # Streets and the district read what is below them, and change nothing; the objections of the world
    # are answered
    # by the committee alone.
    Row(
        "disclosure_masks:inspect",
        HOLDERS | KEEPERS,
        of_object=True,
        outside=GONE | SHOWN | NOT_BY_POST,
    ),
    # A mask is taken back by the director, the street above, the district; not by every worker who may set
    # one.
    Row(
        "disclosure_masks:edit",
        KEEPERS | {Role.COMMITTEE_DIRECTOR.value},
        of_object=True,
        outside=GONE | SENT_ON | SHOWN,
    ),
    Row("disclosure_objections:*", HOLDERS | SUPERUSERS, of_object=True, outside=GONE | SENT_ON),
    # Words were masked here, of which there is no file; who gets a file, its own test says.
    Row("disclosure_desk:masked", NOBODY, of_object=True, outside=GONE | NOT_BY_POST),
    Row("disclosure_desk:start", HOLDERS | SUPERUSERS, of_object=True),
    Row(
        "disclosure-check*",
        NOBODY,
        outside=GONE | frozenset({405}),
        residents=GONE | SHOWN | frozenset({405}),
    ),
    Row("disclosure_duties:add", HOLDERS, outside=SENT_ON),
    Row("disclosure_duties:*", HOLDERS | SUPERUSERS, of_object=True, outside=GONE | SENT_ON),
    # Typed tables: the first two answer what they were sent; notices hold tables, and the index does not.
    Row("typed_tables:check", OFFICIALS, get=frozenset({405})),
    Row("typed_tables:read", OFFICIALS, get=frozenset({405})),
    _page("typed_tables:import"),
    # What somebody has read in is nobody else's; tests/cms_pages/word says what its owner gets.
    Row("word_import:index", OFFICIALS),
    Row("word_import:draft", OFFICIALS, get=GONE, post=GONE),
    Row("word_import:picture", OFFICIALS, get=GONE, post=NOT_BY_POST),
    # Moderation. The world has nothing to moderate, so that its objects are nobody's.
    _public("moderation-log"),
    Row("moderation-appeal", SIGNED_IN, get=GONE, post=GONE),
    *(
        Row(f"moderation_{register}:index", MODERATORS, post=frozenset({405}), outside=NOT_THEIRS)
        for register in ("queue", "sanctions", "appeals")
    ),
    Row("moderation_queue:decide_many", OFFICIALS, get=frozenset({405})),
    Row("moderation_sanctions:give", MODERATORS, outside=NOT_THEIRS),
    Row("moderation_*", OFFICIALS, get=GONE | frozenset({405}), post=GONE | frozenset({405})),
    *(Row(f"screened_words:{view}", KEEPERS, outside=SENT_ON) for view in ("index", "index_results", "add")),
    Row("screened_words:*", NOBODY),
    # Wagtail's own business.
    Row("wagtailadmin_reports:*", KEEPERS),
    _closed("wagtailredirects:*import"),
    Row("wagtailredirects:index*", KEEPERS),
    Row("wagtailredirects:add", KEEPERS),
    Row("wagtailredirects:*", KEEPERS, get=ANSWERED | GONE, post=ANSWERED | GONE),
    _closed("wagtailadmin_password_reset*"),
    _closed("wagtailadmin_error_test"),
    _superusers("wagtailadmin_tag_*"),
    _superusers("wagtailadmin_collections:*"),
    _superusers("wagtailadmin_workflows:*"),
    _superusers("wagtailsettings:*"),
    _superusers("wagtailsnippets:*"),
    _superusers("wagtailsites:*"),
    _superusers("wagtailusers_users:*"),
    _superusers("wagtailusers_groups:*"),
    _superusers("admin/test404/"),
    _superusers("admin/^.*/$"),
]

Value = Callable[[World, Holdings], Any]

# By the name of the argument.
ARGUMENTS: dict[str, Value] = {
    "page_id": lambda _world, holdings: holdings.live.pk,
    "page_to_move_id": lambda _world, holdings: holdings.live.pk,
    "page_pk": lambda _world, holdings: holdings.live.pk,
    "parent_page_id": lambda _world, holdings: holdings.index.pk,
    "destination_id": lambda _world, holdings: holdings.index.pk,
    "revision_id": lambda _world, holdings: holdings.live.latest_revision_id,
    "revision_id_a": lambda *_: "earliest",
    "revision_id_b": lambda *_: "latest",
    "image_id": lambda _world, holdings: holdings.image.pk,
    "document_id": lambda _world, holdings: holdings.document.pk,
    "doc_id": lambda _world, holdings: holdings.document.pk,
    # A topic of notifications.
    "topic": lambda *_: "enquiry",
    "content_type_app_name": lambda *_: "cms_pages",
    "content_type_model_name": lambda *_: "noticepage",
    "app_label": lambda *_: "cms_pages",
    "model_name": lambda *_: "noticepage",
    "app_name": lambda *_: "taggit",
    "action_name": lambda *_: "approve",
    "action": lambda *_: "publish",
    "filter_spec": lambda *_: "max-800x600",
    "object_id": lambda _world, holdings: holdings.live.pk,
    "name": lambda *_: "none.webp",
    "uidb64": lambda *_: "x",
    "token": lambda *_: "y",
    **dict.fromkeys(
        (
            "task_state_id",
            "workflow_state_id",
            "task_id",
            "workflow_pk",
            "session_id",
            "uploaded_file_id",
            "collection_id",
            "restriction_id",
            "page_view_restriction_id",
            "redirect_id",
        ),
        lambda *_: 1,
    ),
}

# What `pk` and other general arguments stand for, by the name of the address; the first that fits.
OBJECTS: dict[str, dict[str, Value]] = {
    "wagtail_bulk_action": {"app_label": lambda *_: "wagtailcore", "model_name": lambda *_: "page"},
    "attachment-*": {"key": lambda *_: "6a0f4a2c-3c4f-4d4e-8f5f-0d3f3f3f3f3f", "size": lambda *_: "small"},
    "wagtailadmin_pages:revisions_compare": {"pk": lambda _world, holdings: holdings.live.pk},
    "wagtailadmin_api:pages:*": {
        "pk": lambda _world, holdings: holdings.live.pk,
        "action_name": lambda *_: "publish",
    },
    "wagtailadmin_api:images:*": {"pk": lambda _world, holdings: holdings.image.pk},
    "wagtailadmin_api:documents:*": {"pk": lambda _world, holdings: holdings.document.pk},
    "wagtailimages_chooser:*": {"pk": lambda _world, holdings: holdings.image.pk},
    "wagtaildocs_chooser:*": {"pk": lambda _world, holdings: holdings.document.pk},
    "wagtailsites:*": {"pk": lambda world, _holdings: world.site.pk},
    "wagtailusers_users:*": {"pk": lambda world, _holdings: world.people[Role.RESIDENT].pk},
    "contact_facts:*": {"pk": lambda _world, holdings: holdings.fact.pk},
    "opening_schedules:*": {"pk": lambda _world, holdings: holdings.schedule.pk},
    "real_names:*": {"pk": lambda *_: 1},
    "members:*": {"pk": lambda _world, holdings: holdings.membership.pk},
    "editors_guide:picture": {"name": lambda *_: "desk"},
    "area_changes:*": {"pk": lambda _world, holdings: holdings.body.area_id},
    "areas:*": {"pk": lambda _world, holdings: holdings.body.area_id},
    "bodies:*": {"pk": lambda world, _holdings: world.department.pk},
    "categories:*": {"pk": lambda world, _holdings: world.category.pk},
    "calendar_years:*": {"pk": lambda world, _holdings: world.year.pk},
    "dead_letters:*": {"pk": lambda world, _holdings: world.dead_letter.pk},
    "front_page_profiles:*": {"pk": lambda _world, holdings: holdings.profile.pk},
    "notice_releases:*": {"pk": lambda _world, holdings: holdings.release.pk},
    "word_import:*": {"key": lambda *_: UUID(int=0), "number": lambda *_: 0},
    "typed_tables:*": {"pk": lambda _world, holdings: holdings.live.pk},
    "table-file": {
        "pk": lambda _world, holdings: holdings.live.pk,
        "name": lambda *_: "0" * 36,
        "extension": lambda *_: "csv",
    },
    "staff-card": {"pk": lambda _world, holdings: holdings.membership.pk},
    "staff_duties:*": {"pk": lambda _world, holdings: holdings.staff_duty.pk},
    "consultations:decide": {"pk": lambda _world, holdings: holdings.opinion.pk},
    "consultations:*": {"pk": lambda _world, holdings: holdings.opinion.consultation_id},
    "error_reports:*": {"pk": lambda _world, holdings: holdings.error_report.pk},
    "disclosure_desk:masked": {"pk": lambda _world, holdings: holdings.mask.pk},
    "disclosure_desk:*": {"pk": lambda _world, holdings: holdings.duty.pk},
    "disclosure_masks:*": {"pk": lambda _world, holdings: holdings.mask.pk},
    "disclosure_objections:*": {"pk": lambda _world, holdings: holdings.objection.pk},
    "disclosure-check": {"pk": lambda *_: 1},
    "disclosure_items:*": {"pk": lambda _world, holdings: holdings.item.pk},
    "disclosure_duties:*": {"pk": lambda _world, holdings: holdings.duty.pk},
    "service_ratings:*": {"pk": lambda _world, holdings: holdings.rating.pk},
    "service_proposals:*": {"pk": lambda _world, holdings: holdings.proposal.pk},
    "service_care:*": {"pk": lambda _world, holdings: holdings.service.pk},
    "received_notices:*": {"pk": lambda _world, holdings: holdings.received.pk},
    "notice_receipts:*": {"pk": lambda _world, holdings: holdings.sent.pk},
    "wagtail*": {"pk": lambda *_: 1},
    "board*": {"pk": lambda _world, holdings: holdings.board.pk},
    "enquiry-start": {"pk": lambda _world, holdings: holdings.board.pk},
    "enquiry-similar": {"pk": lambda _world, holdings: holdings.board.pk},
    "enquir*": {"pk": lambda world, _holdings: world.enquiry_category.pk},
    "referrals:*": {"pk": lambda *_: 1},
    "answer_templates:*": {"pk": lambda *_: 1},
    "synonym_rules:*": {"pk": lambda world, _holdings: world.synonym_rule.pk},
    "pinned_results:*": {"pk": lambda world, _holdings: world.pinned_result.pk},
    "hidden_terms:*": {"pk": lambda world, _holdings: world.hidden_term.pk},
    "saved-search": {"pk": lambda *_: 1},
    "topic-start": {"pk": lambda _world, holdings: holdings.board.pk},
    "street-board": {"street": lambda *_: "fuzimiao"},
    "community-board": {
        "street": lambda *_: "fuzimiao",
        # Items are of committees, whichever office it is.
        "community": lambda _world, holdings: holdings.item.body.area.slug,
    },
    "tag*": {"name": lambda world, _holdings: world.topic.tag_names[0]},
    "topic*": {"pk": lambda world, _holdings: world.topic.pk},
    "post*": {"pk": lambda world, _holdings: world.topic.posts.get().pk, "number": lambda *_: 1},
    "member": {"pk": lambda *_: 1},
    "moderation-appeal": {"pk": lambda *_: 1, "against": lambda *_: "sanction"},
    "moderation_sanctions:give": {"pk": lambda world, _holdings: world.people[Role.RESIDENT].pk},
    "held_files:*": {"pk": lambda *_: 1},
    "moderation_*": {"pk": lambda *_: 1},
    "screened_words:*": {"pk": lambda *_: 1},
    "certificates:*": {"pk": lambda world, _holdings: world.certificate.pk},
    "shared_facts:*": {"pk": lambda _world, holdings: holdings.shared_fact.pk},
    "guide_reviews:*": {"pk": lambda _world, holdings: holdings.guide.pk},
    "community-leave": {"pk": lambda *_: 1},
    "privacy-version": {"version": lambda *_: "2026-11-26"},
    "session-end": {"pk": lambda *_: 1},
    "contact-remove": {"kind": lambda *_: "phone"},
    "consent-withdraw": {"purpose": lambda *_: "real_name"},
    "notification-*": {"pk": lambda *_: 1},
}


def row_for(name: str) -> Row | None:
    """Return the row of the address, or None."""
    return next((row for row in ROWS if fnmatchcase(name, row.name)), None)


def value_for(name: str, argument: str, world: World, holdings: Holdings) -> Any:
    """Return what stands for `argument` in the address called `name`.

    Raises:
        LookupError: nothing does yet.
    """
    for pattern, values in OBJECTS.items():
        if fnmatchcase(name, pattern) and argument in values:
            return values[argument](world, holdings)
    if argument in ARGUMENTS:
        return ARGUMENTS[argument](world, holdings)
    raise LookupError(
        f"{name} has the argument {argument!r}: say in OBJECTS or ARGUMENTS of tests/admin/address_table.py"
        " what stands for it."
    )
