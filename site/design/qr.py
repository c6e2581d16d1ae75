"""QR codes as inline SVG."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

QUIET_ZONE = 4


def qr_svg(address: str, label: str = "") -> SafeString:
    """Draw `address` as an SVG with an accessible name, dark on white in every scheme, without inline style.

    Raises segno.DataOverflowError when the address is longer than a QR code can hold (about 2,300 bytes).
    """
    matrix = segno.make(address, error="m", micro=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            width = 1
            while x + width < len(row) and row[x + width] == row[x]:
                width += 1
            if row[x]:
                runs.append(f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{width}v1h-{width}z")
            x += width
    side = len(matrix) + 2 * QUIET_ZONE
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" width="164" height="164"'
        ' shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/>'
        '<path fill="#000" d="{}"/></svg>',
        label or _("二维码：%(address)s") % {"address": address},
        side,
        side,
        "".join(runs),
    )
