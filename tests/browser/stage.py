"""The site with its cast on stage, with a database of its own: `python -m tests.browser.stage PORT`."""

from __future__ import annotations

import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.core.management import call_command


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def main() -> None:
    """Migrate, seed, serve until the process is ended."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xianxing.site.settings")
    django.setup()
    from xianxing.pilot.demo.cast import seed_cast
    from xianxing.site.wsgi import application

    call_command("migrate", verbosity=0)
    seed_cast()
    with make_server("127.0.0.1", int(sys.argv[1]), application, Server, Quiet) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
