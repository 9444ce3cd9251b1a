"""The site's settings as a process of its own reads them from an environment."""

from __future__ import annotations

import os
import subprocess
import sys


def settings_in(
    names: str = "s.DEMO, s.SECURE_SSL_REDIRECT, s.CSRF_COOKIE_SECURE, s.DEBUG", **variables: str
) -> subprocess.CompletedProcess[str]:
    """What a process prints of the settings `s` that it loads with these variables and no other of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XIANXING_")}
    code = f"from xianxing.site import settings as s; print({names})"
    return subprocess.run(
        [sys.executable, "-c", code], env={**kept, **variables}, capture_output=True, text=True, check=False
    )
