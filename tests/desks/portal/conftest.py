"""The sample filing of 鹏海证券 and 图澜 in draft, with the demonstration's cast and clock."""

from __future__ import annotations

import pytest

from tests.factories.demonstration import Draft as Draft
from xianxing.pilot.calls.models import Call


@pytest.fixture
def call(demo_call: Call) -> Call:
    """The second batch of 2023, published on its first day, with the cast on stage."""
    return demo_call


@pytest.fixture
def draft(demo_draft: Draft) -> Draft:
    """The sample, imported by Zhou; 图澜 has joined through Ning."""
    return demo_draft
