"""For commands that work on the site's own database."""

from __future__ import annotations

import os

from xianxing.i18n import compile_catalogues, current_language


def use_database() -> None:
    """Load the site's settings and apps, speaking the language of the command line."""
    import django
    from django.utils import translation

    compile_catalogues()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xianxing.site.settings")
    django.setup()
    translation.activate(current_language())
