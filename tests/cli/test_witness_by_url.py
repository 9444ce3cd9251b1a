"""`xianxing log witness --url`: head and proof from a running site, the word handed in, a fork noticed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from tests.pilot.cast import assemble
from tests.pilot.database import a_call, a_case
from tests.pilot.own_database import own_database
from xianxing.cli import main
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.domain import sign_head
from xianxing.pilot.cases.models import Case, Cosignature, Event
from xianxing.record.heads import read_head
from xianxing.record.notes import WITNESS, load_key, parse_vkey

NOW = datetime.now(UTC)


class Silent(WSGIRequestHandler):
    """A server that writes no log to the screen."""

    def log_message(self, format: str, *arguments: object) -> None:
        del format, arguments


@pytest.fixture
def case(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, settings: Settings, tmp_path: Path
) -> Iterator[Case]:
    settings.XIANXING_KEYS = tmp_path / "keys"
    with django_db_blocker.unblock(), own_database(tmp_path):
        yield a_case(a_call(assemble().wen))


@pytest.fixture
def site(case: Case) -> Iterator[str]:
    application = get_wsgi_application()

    def serve(environ: dict[str, object], start: object) -> object:
        try:
            return list(application(environ, start))  # type: ignore[arg-type]
        finally:
            connections.close_all()

    with make_server("127.0.0.1", 0, serve, handler_class=Silent) as server:  # type: ignore[arg-type]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_witness_follows_a_site_day_by_day(
    case: Case, site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "keygen", "csrc", "--out", str(tmp_path / "w.key"), "--witness"]) == 0
    keys.trust_witness(parse_vkey(capsys.readouterr().out))
    command = ["log", "witness", "--url", site, "--state", str(tmp_path / "w.json")]
    command += ["--key", str(tmp_path / "w.key")]
    sign_head(at=NOW)
    assert main(command) == 1  # no key of the log is trusted yet
    trusted = ["--log-key", keys.signing_key().public.vkey]
    assert main([*command, *trusted]) == 0
    a_case(case.call, at=Event.objects.latest("place").at)
    later = sign_head(at=NOW + timedelta(hours=1))
    assert main(command) == 0
    assert [word.head_id for word in Cosignature.objects.order_by("pk")][-1] == later.pk
    _head, note = read_head(Cosignature.objects.latest("pk").note)
    assert note.cosigned_at(load_key(tmp_path / "w.key").public)
    assert load_key(tmp_path / "w.key").kind == WITNESS


def test_a_site_that_does_not_know_the_witness_says_so(
    case: Case, site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_head(at=NOW)
    main(["log", "keygen", "stranger", "--out", str(tmp_path / "w.key"), "--witness"])
    command = ["log", "witness", "--url", site, "--state", str(tmp_path / "w.json"), "--log-key"]
    assert main([*command, keys.signing_key().public.vkey, "--key", str(tmp_path / "w.key")]) == 2
    assert "422" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["file:///etc", "http://127.0.0.1:9"])
def test_an_address_that_cannot_be_used(url: str, tmp_path: Path) -> None:
    assert main(["log", "witness", "--url", url, "--state", str(tmp_path / "w.json")]) == 2
