"""The QR code of a new second factor, drawn here: one path, no style, nothing fetched."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import qrcode

ISSUER = "Xianxing"


def provisioning_url(email: str, secret: str) -> str:
    """What authenticator apps read (otpauth)."""
    label = quote(f"{ISSUER}:{email}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER})}"


def qr_svg(text: str, label: str) -> str:
    """The text as an inline SVG with an accessible name; black on white, whatever the page's colours."""
    code = qrcode.QRCode(border=3)
    code.add_data(text)
    rows = code.get_matrix()
    size = len(rows)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return (
        f'<svg class="qr" role="img" aria-label="{label}" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )
