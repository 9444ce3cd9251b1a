"""`xianxing serve`: check the settings, collect the static files, serve the site until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from xianxing.cli.database import keep_to_ourselves, said_of_newer
from xianxing.cli.seed import seed_once
from xianxing.i18n import compile_catalogues, gettext

HELP = "Serve the site"
# More than may wait for the reader's processes at once (documents.capacity), so that a page is always served.
THREADS = 16
LARGEST_PORT = 2**16
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
    """Serve with one worker process and several threads; 1 when the settings are wrong or the port is taken.

    One worker, because running checks and the rate limit live in its memory (docs/site.md).
    """
    taken = port_taken(options.host, options.port)
    if taken:
        print(taken, file=sys.stderr)
        return 1
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


def port_taken(host: str, port: int) -> str:
    """Why nothing can be served on an address, "" where it is free.

    The server itself would share a port with another server, and each would get every other request.
    """
    try:
        if not 0 <= port < LARGEST_PORT:
            raise OverflowError(port)
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _name, place in places[:1]:
            with socket.socket(family, kind, protocol) as probe:
                if os.name == "posix":  # elsewhere this very option would share the port
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(place)
                probe.listen(1)
    except (OSError, OverflowError) as error:
        message = gettext(
            "{host}:{port} can't be served ({error}): stop what uses it, or choose another with --port."
        )
        reason = getattr(error, "strerror", None) or str(error)
        return message.format(host=host, port=port, error=reason)
    return ""


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
    from django.db import OperationalError

    keep_to_ourselves()
    try:
        django.setup()
        call_command("check", stdout=StringIO())
        if settings.DEMO:
            settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        newer = said_of_newer()
        if newer:
            raise ImproperlyConfigured(newer)
        if settings.DEMO:
            from xianxing.pilot.protection.schema import bring_up_to_date

            bring_up_to_date()
            if seed:
                seed_once()
        if collect:
            call_command("collectstatic", interactive=False, verbosity=0)
    except (ImproperlyConfigured, SystemCheckError, OperationalError) as error:
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
    # In a session of its own, so that Ctrl-C comes here alone and the worker is told once, by us.
    worker = subprocess.Popen(
        [sys.executable, "-c", code, "worker", "--parent", str(os.getpid())], start_new_session=True
    )
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
        log_level=LogLevels.error,  # it warns of more threads than a page without waiting would need
        workers_kill_timeout=5,
    ).serve()


def _serve_and_reload(options: argparse.Namespace) -> None:
    """For people who change the code: Django's development server, which starts again on a change."""
    from django.core.servers.basehttp import run as serve
    from django.utils.autoreload import run_with_reloader

    from xianxing.site.wsgi import application

    run_with_reloader(serve, options.host, options.port, application, threading=True)
