"""The site with its cast on stage, with a database of its own: `python -m tests.browser.stage PORT`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def serve_after(play: Callable[[], None]) -> None:
    """Make the tables, play a story into the empty site, serve until the process is ended."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xianxing.site.settings")
    django.setup()
    from xianxing.pilot.protection.schema import bring_up_to_date

    bring_up_to_date()
    play()
    from xianxing.site.wsgi import application

    with make_server("127.0.0.1", int(sys.argv[1]), application, Server, Quiet) as server:
        server.serve_forever()


def play() -> None:
    """The cast, and the second batch on its first day."""
    from tests.factories.calls import published
    from xianxing.pilot.demo.cast import seed_cast
    from xianxing.workdays.clocks import CHINA_TIME

    cast = seed_cast()
    opened = datetime(2023, 11, 29, 9, 0, tzinfo=CHINA_TIME)
    published(guide="shenzhen-2023", batch="shenzhen-2023-2", by=cast.people["温如玉"], at=opened)


if __name__ == "__main__":
    serve_after(play)
