"""The accounts room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "xianxing.desks.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Refuse a real site with the demonstration's parts, and write log-ins into the access log."""
        from xianxing.desks.accounts import journal
        from xianxing.desks.accounts.safeguards import refuse_demonstration_parts

        refuse_demonstration_parts()
        journal.connect()
