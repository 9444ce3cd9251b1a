"""Catalogues compiled before Django reads them; rate limits and jobs fresh for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import activate

from xianxing.i18n import compile_catalogues

compile_catalogues()


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> Iterator[None]:
    cache.clear()
    activate(settings.LANGUAGE_CODE)
    yield
    cache.clear()
