"""For commands that work on the site's own database."""

from __future__ import annotations

import os
import sys

from xianxing.i18n import compile_catalogues, current_language, gettext


def use_database(*, up_to_date: bool = True) -> None:
    """Load the site's settings and apps, speaking the language of the command line.

    Wrong settings end the command with status 2. With `up_to_date` the demonstration's database is made or
    brought up to date; a real one that isn't, or can't be reached, ends the command with status 1, because
    only its operator changes it.
    """
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import translation

    compile_catalogues()
    keep_to_ourselves()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xianxing.site.settings")
    try:
        django.setup()
    except ImproperlyConfigured as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(2) from None
    translation.activate(current_language())
    if up_to_date:
        _bring_up_to_date()


def keep_to_ourselves() -> None:
    """What this process writes, database and exported filings included, is read by no other user here."""
    os.umask(0o077)


def said_of_newer() -> str:
    """What to tell of a database that is newer than this version of the software; "" of any other."""
    from xianxing.pilot.protection.schema import unknown_migrations

    unknown = unknown_migrations()
    said = gettext(
        "The database is newer than this version of the software ({names}). Start the newer version again, "
        "or restore the backup that was made before the upgrade."
    )
    return said.format(names=", ".join(unknown[:3])) if unknown else ""


def _bring_up_to_date() -> None:
    from django.conf import settings
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    if settings.DEMO:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    try:
        newer = said_of_newer()
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        print(gettext("The database can't be reached: {error}").format(error=error), file=sys.stderr)
        raise SystemExit(1) from None
    if newer:
        print(newer, file=sys.stderr)
        raise SystemExit(1)
    if waiting and settings.DEMO:
        from xianxing.pilot.protection.schema import bring_up_to_date

        bring_up_to_date()
    elif waiting:
        said = gettext("The database lacks {count} migrations; back up, then run: django-admin migrate")
        print(said.format(count=len(waiting)), file=sys.stderr)
        raise SystemExit(1)
