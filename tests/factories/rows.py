"""The rows of the filings' tables."""

from __future__ import annotations

from django.apps import apps

DERIVED = {"checkresult", "readdocument"}  # computed by looking, not written by anybody


def tables() -> dict[str, list[dict[str, object]]]:
    """Every row of the filings' tables, but what looking computes."""
    models = [
        one for one in apps.get_app_config("filings").get_models() if one._meta.model_name not in DERIVED
    ]
    return {one.__name__: list(one._default_manager.order_by("pk").values()) for one in models}
