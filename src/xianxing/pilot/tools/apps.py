"""The app of the toolbox's runs."""

from __future__ import annotations

from django.apps import AppConfig


class ToolRunsConfig(AppConfig):
    """Runs of the supervisor's tools, their findings, and what people said of them (3.3.2, 3.3.5)."""

    name = "xianxing.pilot.tools"
    label = "tools"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have key rotation know of what lies sealed, the log's page and the audit of what is anchored.

        Runs that were kept for their time are due under a rule of `retention.toml`.
        """
        from xianxing.pilot.cases.domain.publications import register_publication
        from xianxing.pilot.cases.upkeep.retention import counted, register_retained
        from xianxing.pilot.storage.sealed_values import register_kept
        from xianxing.pilot.tools.domain.erasing import RULE, erase_due_runs, runs_kept_before
        from xianxing.pilot.tools.publications import ANCHORS
        from xianxing.pilot.tools.sealing import SEALED

        for kept in SEALED:
            register_kept(kept)
        register_publication(ANCHORS)
        register_retained(RULE, lambda before: counted(runs_kept_before(before), "ended_at"), erase_due_runs)
