"""Accounts: the person, how they are reached, who they are behind the nickname, and what they agreed to."""

from accounts.models.consent import Consent
from accounts.models.contact import Attempt, ConfirmationCode, Contact, OutgoingMessage
from accounts.models.real_name import RealName
from accounts.models.user import User

__all__ = ["Attempt", "ConfirmationCode", "Consent", "Contact", "OutgoingMessage", "RealName", "User"]
