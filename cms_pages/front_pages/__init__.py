"""What the front pages of the district, a street and a community show."""

from cms_pages.front_pages.contexts import context_for

__all__ = ["context_for"]
