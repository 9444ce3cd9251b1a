"""`xianxing serve`: check the settings, collect the static files, serve the site until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from xianxing.cli.database import keep_to_ourselves
from xianxing.cli.seed import seed_once
from xianxing.i18n import compile_catalogues, gettext

HELP = "Serve the site"
THREADS = min(8, 2 * (os.cpu_count() or 1))
WORKER_SECONDS = 8.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", default="127.0.0.1", help=gettext("Address to listen on"))
    parser.add_argument("--port", type=int, default=8000, help=gettext("Port to listen on"))
    parser.add_argument(
        "--reload", action="store_true", help=gettext("Start again when a source file changes")
    )
    parser.add_argument(
        "--empty", action="store_true", help=gettext("Don't seed the demonstration's empty database")
    )


def run(options: argparse.Namespace) -> int:
    """Serve with one worker process and several threads; returns 1 when the settings are wrong.

    One worker, because running checks and the rate limit live in its memory (docs/site.md).
    """
    compile_catalogues()
    host = f"[{options.host}]" if ":" in options.host else options.host
    os.environ.setdefault("XIANXING_SITE_URL", f"http://{host}:{options.port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xianxing.site.settings")
    os.environ["XIANXING_COLLECTED"] = "0" if options.reload else "1"
    if not prepare(collect=not options.reload, seed=not options.empty):
        return 1
    print(gettext("Open this address in a browser:"), f"http://{host}:{options.port}/", flush=True)
    print(gettext("Stop with Ctrl-C."), flush=True)
    with demo_worker():
        (_serve_and_reload if options.reload else _serve)(options)
    print(gettext("Stopped."), flush=True)
    return 0


def prepare(*, collect: bool, seed: bool = True) -> bool:
    """Load the settings, run Django's checks and collect static files; False with the reason on stderr.

    The demonstration's database is made or brought up to date, and seeded while nobody is in it; a real one
    only by its operator.
    """
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    keep_to_ourselves()
    try:
        django.setup()
        call_command("check", stdout=StringIO())
        if settings.DEMO:
            settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
            call_command("migrate", interactive=False, verbosity=0)
            if seed:
                seed_once()
        if collect:
            call_command("collectstatic", interactive=False, verbosity=0)
    except (ImproperlyConfigured, SystemCheckError) as error:
        print(error, file=sys.stderr)
        return False
    return True


@contextmanager
def demo_worker() -> Iterator[None]:
    """In the demonstration, one `xianxing worker` beside the server; a real site runs its own."""
    from django.conf import settings

    reloaded = os.environ.get("RUN_MAIN")  # Django's reloader runs this once more in a child
    if not settings.DEMO or reloaded:
        yield
        return
    code = "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"
    worker = subprocess.Popen([sys.executable, "-c", code, "worker", "--parent", str(os.getpid())])
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=WORKER_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


def _serve(options: argparse.Namespace) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "xianxing.site.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
    ).serve()


def _serve_and_reload(options: argparse.Namespace) -> None:
    """For people who change the code: Django's development server, which starts again on a change."""
    from django.core.servers.basehttp import run as serve
    from django.utils.autoreload import run_with_reloader

    from xianxing.site.wsgi import application

    run_with_reloader(serve, options.host, options.port, application, threading=True)
