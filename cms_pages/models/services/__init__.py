"""便民服务: services, whom they are for, when somebody last assured them, what residents and
providers say.
"""

from cms_pages.models.services.care import ServiceCare
from cms_pages.models.services.lists import ServiceIndexPage
from cms_pages.models.services.proposal import ServiceProposal
from cms_pages.models.services.rating import ServiceRating
from cms_pages.models.services.served_area import ServedArea
from cms_pages.models.services.service import ServicePage

__all__ = [
    "ServedArea",
    "ServiceCare",
    "ServiceIndexPage",
    "ServicePage",
    "ServiceProposal",
    "ServiceRating",
]
