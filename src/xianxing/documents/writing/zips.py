"""Office files are zips: one without the times at which its parts were written is the same each time."""

from __future__ import annotations

import io
import zipfile

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can name


def without_times(packed: bytes) -> bytes:
    """The zip of our own writers with the same parts in the same order, all of the first day."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(target, "w") as again:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            again.writestr(info, source.read(name))
    return target.getvalue()
