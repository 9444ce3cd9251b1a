"""The site as a WSGI application, for granian or any other WSGI server."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from xianxing.site.bodies import WholeBody

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xianxing.site.settings")
_site = get_wsgi_application()
gc.collect()
gc.freeze()  # what was loaded stays: no request waits for the collector to walk over it again


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer one request; one whose line was lost in the middle is never taken for a whole one."""
    length = str(environ.get("CONTENT_LENGTH") or "")
    if length.isdecimal():
        environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
    return _site(environ, start_response)
