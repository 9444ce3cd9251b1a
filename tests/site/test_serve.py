"""`xianxing serve` as people use it: one command, an address in Chinese, a page, Ctrl-C."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.factories.servers import fetch, served
from tests.factories.waiting import PATIENCE


def test_it_serves_pages_and_hashed_static_files_and_stops_on_ctrl_c(tmp_path: Path) -> None:
    with served(tmp_path) as (process, port):
        page, headers = fetch(port, "/")
        assert not (tmp_path / "var" / "xianxing.sqlite3").stat().st_mode & 0o077
        assert "资本市场金融科技创新试点" in page
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        style = page[page.index("/static/look/css/1-tokens.") :].split('"')[0]
        assert style != "/static/look/css/1-tokens.css"
        content, headers = fetch(port, style)
        assert "--dai" in content
        assert "immutable" in headers["Cache-Control"]
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE)
    assert f"http://127.0.0.1:{port}/" in output
    assert "请在浏览器中打开" in output
    assert "已停止" in output
    assert process.returncode == 0


def test_a_production_server_without_a_key_does_not_start(tmp_path: Path) -> None:
    with served(tmp_path, XIANXING_MODE="production") as (process, _):
        output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "XIANXING_SECRET_KEY must be set" in output
