"""Accounts: the person, how they are reached, who they are behind the nickname, and what they agreed to."""

from accounts.models.user import User

__all__ = ["User"]
