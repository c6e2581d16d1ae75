"""Where the visitor is: asked by their browser alone, on a click, and only as near as a hundred metres."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final, TypeVar

from django.conf import settings
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

Answer = TypeVar("Answer", bound=HttpResponseBase)

FEATURE: Final = "geolocation"
# Three decimals of a degree are about a hundred metres in our latitudes.
DECIMALS: Final = 3
_EARTH_METRES: Final = 6_371_000
_KILOMETRE: Final = 1000
_STEP: Final = 100
_LONGEST_NUMBER: Final = 20


def allow_asking(response: Answer) -> Answer:
    """Let this page's script ask the browser for the place; all other pages are forbidden to
    (`config.headers`).
    """
    forbidden = ", ".join(f"{feature}=()" for feature in settings.FORBIDDEN_FEATURES if feature != FEATURE)
    response.headers["Permissions-Policy"] = f"{forbidden}, {FEATURE}=(self)"
    return response


@dataclass(frozen=True)
class Place:
    """A place on earth, in degrees, rounded: whatever was sent, nobody here knows it better."""

    latitude: float
    longitude: float

    @classmethod
    def parse(cls, query: QueryDict) -> "Place | None":
        """Return the place that an address names by `lat` and `lon`; None where it names none, or a
        wrong one.
        """
        try:
            latitude, longitude = (float(query.get(name, "")[:_LONGEST_NUMBER]) for name in ("lat", "lon"))
        except ValueError:
            return None
        # Not a number compares false with everything.
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            return None
        return cls(round(latitude, DECIMALS), round(longitude, DECIMALS))

    def metres_to(self, latitude: float, longitude: float) -> float:
        """Return the distance as the crow flies, in metres (haversine formula)."""
        north, east = radians(latitude - self.latitude), radians(longitude - self.longitude)
        inner = sin(north / 2) ** 2
        inner += cos(radians(self.latitude)) * cos(radians(latitude)) * sin(east / 2) ** 2
        return 2 * _EARTH_METRES * asin(min(1.0, sqrt(inner)))


def distance_words(metres: float) -> str:
    """Return a distance as precisely as it is known: in hundreds of metres, from a kilometre on in
    tenths of one.
    """
    rounded = max(_STEP, round(metres / _STEP) * _STEP)
    if rounded < _KILOMETRE:
        return _("约%(metres)d米") % {"metres": rounded}
    return _("约%(kilometres).1f公里") % {"kilometres": rounded / _KILOMETRE}
