"""Wagtail's questions about rights, answered from memberships; each class only asks
`communities.permissions`.
"""


def register() -> None:
    """Put the page policy in the place of Wagtail's own, which reads groups; called when the apps are
    ready.
    """
    from wagtail.models import Page
    from wagtail.permissions import register_permission_policy

    from communities.policies.pages import MembershipPagePermissionPolicy

    register_permission_policy(Page, MembershipPagePermissionPolicy())
