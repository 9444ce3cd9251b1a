"""Commands on a site that isn't ready: the demonstration's is made so, a real one's operator is told."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

COMMAND = "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"
SECRET = "kV3w-9QxLr7_bTzN2mEa8HcYfPu5sGjD4oXi6WqB1nRvZt0KdMe"


def command(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("XIANXING_")},
        "XIANXING_VAR": str(folder / "var"),
        "XIANXING_SCRATCH": str(folder / "scratch"),
        **settings,
    }
    run = [sys.executable, "-c", COMMAND, *words]
    return subprocess.run(run, env=environment, capture_output=True, text=True)


def production(folder: Path, secret: str = SECRET, place: str = "site.sqlite3") -> dict[str, str]:
    return {
        "XIANXING_MODE": "production",
        "XIANXING_SECRET_KEY": secret,
        "XIANXING_HOSTS": "site.example",
        "XIANXING_KEYS": str(folder / "keys"),
        "XIANXING_DATABASE_URL": f"sqlite:///{folder / place}",
    }


def test_the_demonstration_s_database_is_made_when_it_is_needed(tmp_path: Path) -> None:
    done = command(tmp_path, "tick")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "var" / "xianxing.sqlite3").exists()


def test_a_real_database_is_changed_by_its_operator_only(tmp_path: Path) -> None:
    done = command(tmp_path, "tick", **production(tmp_path))
    assert done.returncode == 1
    assert "django-admin migrate" in done.stderr and "Traceback" not in done.stderr


def test_a_database_that_cannot_be_reached_is_said(tmp_path: Path) -> None:
    done = command(tmp_path, "tick", **production(tmp_path, place="nowhere/site.sqlite3"))
    assert done.returncode == 1
    assert "无法连接数据库" in done.stderr and "Traceback" not in done.stderr


def test_a_new_site_s_master_key_is_made_once_and_before_its_database(tmp_path: Path) -> None:
    settings = {**production(tmp_path), "XIANXING_FILE_KEYS": str(tmp_path / "keys" / "files.toml")}
    made = command(tmp_path, "keys", "new", **settings)
    assert made.returncode == 0, made.stderr
    kept = (tmp_path / "keys" / "files.toml").read_text("utf-8")
    again = command(tmp_path, "keys", "new", **settings)
    assert again.returncode == 1 and "已经存在" in again.stderr
    assert (tmp_path / "keys" / "files.toml").read_text("utf-8") == kept
    with closing(sqlite3.connect(tmp_path / "site.sqlite3")) as site:
        assert site.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_wrong_settings_are_said(tmp_path: Path) -> None:
    done = command(tmp_path, "doctor", **production(tmp_path, secret="short"))
    assert done.returncode == 2
    assert "XIANXING_SECRET_KEY" in done.stderr and "Traceback" not in done.stderr


def test_a_database_that_is_newer_than_the_software_is_refused_in_words(tmp_path: Path) -> None:
    assert command(tmp_path, "tick").returncode == 0
    with closing(sqlite3.connect(tmp_path / "var" / "xianxing.sqlite3")) as base, base:
        row = "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2030-01-01')"
        base.executemany(row, [("cases", "0999_of_tomorrow"), ("tomorrow", "0001_initial")])
    for words in (("tick",), ("serve", "--port", "0"), ("seed",)):
        done = command(tmp_path, *words)
        assert done.returncode == 1, done.stdout
        assert "比本软件新" in done.stderr and "cases.0999_of_tomorrow" in done.stderr
        assert "Traceback" not in done.stderr
    told = command(tmp_path, "doctor").stdout
    assert "tomorrow.0001_initial" in told
