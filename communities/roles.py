"""The one table of roles and rights. Nothing is granted anywhere else: no groups, no rows in migrations."""

from collections.abc import Mapping

from django.db import models

from communities.choices import BodyKind, Role


class Right(models.TextChoices):
    """What a membership allows, always within the body that the membership is in."""

    ENTER_WORKBENCH = "enter_workbench"
    WRITE_PAGES = "write_pages"
    PUBLISH_PAGES = "publish_pages"
    UPLOAD_FILES = "upload_files"
    READ_COMMITTEE_NOTICES = "read_committee_notices"
    SEE_RECEIPTS = "see_receipts"
    EDIT_PROFILE = "edit_profile"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_DISTRICT = "manage_district"
    CHECK_DISCLOSURES = "check_disclosures"
    MODERATE = "moderate"
    ANSWER_ENQUIRIES = "answer_enquiries"
    PROPOSE_CHANGES = "propose_changes"
    CONFIRM_IDENTITY = "confirm_identity"
    SEE_REAL_NAMES = "see_real_names"
    ASSIST = "assist"
    POST = "post"


_WRITER = frozenset(
    {
        Right.ENTER_WORKBENCH,
        Right.WRITE_PAGES,
        Right.PUBLISH_PAGES,
        Right.UPLOAD_FILES,
        Right.READ_COMMITTEE_NOTICES,
        Right.SEE_RECEIPTS,
        Right.EDIT_PROFILE,
        Right.ANSWER_ENQUIRIES,
        Right.POST,
    }
)

ROLE_RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.DISTRICT_ADMINISTRATOR: _WRITER
    | {Right.MANAGE_MEMBERS, Right.MANAGE_DISTRICT, Right.MODERATE, Right.SEE_REAL_NAMES},
    Role.COMMISSION_MEMBER: frozenset({Right.ENTER_WORKBENCH, Right.READ_COMMITTEE_NOTICES, Right.POST}),
    Role.DEPARTMENT_CLERK: _WRITER,
    Role.STREET_STAFF: _WRITER | {Right.MANAGE_MEMBERS, Right.MODERATE, Right.ASSIST},
    Role.COMMITTEE_DIRECTOR: _WRITER
    | {Right.MANAGE_MEMBERS, Right.MODERATE, Right.CONFIRM_IDENTITY, Right.SEE_REAL_NAMES, Right.ASSIST},
    Role.COMMITTEE_WORKER: _WRITER | {Right.CONFIRM_IDENTITY, Right.ASSIST},
    Role.SUPERVISOR: frozenset({Right.CHECK_DISCLOSURES, Right.POST}),
    Role.MODERATOR: frozenset({Right.ENTER_WORKBENCH, Right.MODERATE, Right.POST}),
    Role.UNIT_CONTACT: frozenset({Right.PROPOSE_CHANGES, Right.POST}),
    Role.RESIDENT: frozenset({Right.POST}),
}

# In which kinds of bodies a role exists.
ROLE_BODY_KINDS: Mapping[Role, frozenset[BodyKind]] = {
    Role.DISTRICT_ADMINISTRATOR: frozenset({BodyKind.DISTRICT_OFFICE}),
    Role.COMMISSION_MEMBER: frozenset({BodyKind.STEERING_COMMISSION}),
    Role.DEPARTMENT_CLERK: frozenset({BodyKind.DEPARTMENT}),
    Role.STREET_STAFF: frozenset({BodyKind.STREET_OFFICE}),
    Role.COMMITTEE_DIRECTOR: frozenset({BodyKind.COMMITTEE}),
    Role.COMMITTEE_WORKER: frozenset({BodyKind.COMMITTEE}),
    Role.SUPERVISOR: frozenset({BodyKind.COMMITTEE}),
    Role.MODERATOR: frozenset({BodyKind.DISTRICT_OFFICE, BodyKind.STREET_OFFICE, BodyKind.COMMITTEE}),
    Role.UNIT_CONTACT: frozenset({BodyKind.LOCAL_UNIT, BodyKind.ORGANISATION}),
    Role.RESIDENT: frozenset({BodyKind.COMMITTEE}),
}

# Which roles somebody in a role may give and take in their own body (a district administrator: in every
# body). Nobody
# gives a role above their own; where residents live is for themselves to say.
_ALL_OFFICES = frozenset(Role) - {Role.RESIDENT}
MAY_GRANT: Mapping[Role, frozenset[Role]] = {
    Role.DISTRICT_ADMINISTRATOR: _ALL_OFFICES,
    Role.STREET_STAFF: frozenset({Role.STREET_STAFF, Role.MODERATOR}),
    Role.COMMITTEE_DIRECTOR: frozenset({Role.COMMITTEE_WORKER, Role.SUPERVISOR, Role.MODERATOR}),
}

# And which they may give and take in the local units and organisations within their body's area, which keep
# no members of their own.
MAY_GRANT_IN_UNITS: Mapping[Role, frozenset[Role]] = {
    Role.STREET_STAFF: frozenset({Role.UNIT_CONTACT}),
    Role.COMMITTEE_DIRECTOR: frozenset({Role.UNIT_CONTACT}),
}
UNIT_KINDS = ROLE_BODY_KINDS[Role.UNIT_CONTACT]

# Whoever watches over a committee is none of those who work for it (村民委员会组织法第三十二条; the same for
# residents' committees): otherwise a director could check what the committee discloses.
WATCHES: Role = Role.SUPERVISOR
WATCHED: frozenset[Role] = frozenset({Role.COMMITTEE_DIRECTOR, Role.COMMITTEE_WORKER})


def roles_with(right: Right) -> list[Role]:
    """Return the roles that carry `right`."""
    return [role for role, rights in ROLE_RIGHTS.items() if right in rights]
