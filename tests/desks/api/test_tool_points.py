"""From a tool's run to a duty: its points go by the institutions' client to the project, and one is red."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.monitoring import agreed, at_noon
from tests.factories.notices import StageClock, at_the_time_of
from tests.factories.programs import project_token_of
from tests.factories.servers import COMMAND
from tests.pilot.acts.staff import Office
from xianxing.cli import main
from xianxing.pilot.inspections.queries import open_rectifications
from xianxing.pilot.messages.models import Message
from xianxing.pilot.supervision.models import ReportWay, ValueBatch
from xianxing.pilot.supervision.queries import monitoring_of
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
LINES = (
    {"indicator": "tool_rows", "amber": "2000", "red": "1000"},
    {"indicator": "tool_set_aside", "amber": "1", "red": "2"},
    {"indicator": "tool_for_people_share", "amber": "20", "red": "40"},
)


class Bridge(HTTPServer):
    """Passes each request on to the interface, in the thread of the test."""

    client: Client


class PassOn(BaseHTTPRequestHandler):
    server: Bridge

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        names = ("Authorization", "Idempotency-Key", "Accept-Language")
        headers = {name: self.headers[name] for name in names}
        said = self.server.client.post(self.path, body, content_type="application/json", headers=headers)
        self.send_response(said.status_code)
        self.end_headers()
        self.wfile.write(said.content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    agreed(on_trial, LINES)
    at_noon(on_trial, "2024-03-08")
    at_the_time_of(on_trial.company, settings)
    StageClock.instant = on_trial.company.later()
    return on_trial


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], str]:
    """What a run measured, by whether its example was spoilt: each is run once."""
    return cache(lambda spoil: points_of_a_run(tmp_path_factory.mktemp("run"), spoil=spoil))


def points_of_a_run(folder: Path, *, spoil: bool) -> str:
    """Run the tool on its example, whole or with rows that can't be read; gives its points."""
    example, out = folder / "example", folder / "out"
    assert main(["tool", "evaluation", "example", str(example)]) == 0
    lenient: tuple[str, ...] = ()
    if spoil:
        table = example / "facts.csv"
        head, *rows = table.read_text("utf-8").splitlines()
        place = head.split(",").index("value")
        for number in range(0, len(rows), 20):
            cells = rows[number].split(",")
            rows[number] = ",".join([*cells[:place], "12万", *cells[place + 1 :]])
        table.write_text("\n".join([head, *rows]) + "\n", "utf-8")
        lenient = ("--lenient",)
    assert main(["tool", "evaluation", "run", str(example), "--out", str(out), *lenient]) == 1
    said = io.StringIO()
    with redirect_stdout(said):
        assert main(["tool", "evaluation", "indicators", str(out / "result.json")]) == 0
    return said.getvalue()


def push(office: Office, folder: Path, points: str, token: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The client in a thread of its own, which knows no database; the interface answers here."""
    monkeypatch.setenv("XIANXING_TOKEN", token)
    (folder / "points.json").write_text(points, "utf-8")
    server = Bridge(("127.0.0.1", 0), PassOn)
    server.client, status = Client(), list[int]()
    arguments = [
        "push", str(folder / "points.json"), "--period", "2024-02", "--url", f"http://127.0.0.1:{server.server_port}",
        "--case", str(office.company.filing.pk), "--spool", str(folder / "spool"),
    ]  # fmt: skip
    sender = threading.Thread(target=lambda: status.append(main(arguments)))
    sender.start()
    server.handle_request()
    sender.join()
    server.server_close()
    return status[0]


def statuses(office: Office) -> dict[str, str]:
    found = monitoring_of(office.company.filing.case, day_of(office.company.at)).standings
    return {one.indicator.id: str(one.status) for one in found}


@pytest.mark.clause("3.3.5", "5.2.1")
def test_a_run_of_the_example_arrives_with_what_the_plan_asks_for(
    office: Office, tmp_path: Path, measured: Callable[[bool], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _row, token = project_token_of(office.company, scopes=("values",))
    assert push(office, tmp_path, measured(False), token, monkeypatch) == 0
    batch = ValueBatch.objects.get()
    assert (batch.way, batch.reported_by) == (ReportWay.PROGRAM, office.company.cast.zhou)
    assert {one["indicator"]: one["value"] for one in batch.values} == {
        "tool_rows": "2552", "tool_set_aside": "0", "tool_for_people_share": "10",
    }  # fmt: skip
    assert set(statuses(office).values()) == {"green"}


def test_a_red_indicator_leads_to_an_explanation_and_to_a_rectification_with_its_limit(
    office: Office, tmp_path: Path, measured: Callable[[bool], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _row, token = project_token_of(office.company, scopes=("values",))
    assert push(office, tmp_path, measured(True), token, monkeypatch) == 0
    assert statuses(office) == {
        "tool_rows": "green", "tool_set_aside": "red", "tool_for_people_share": "green",
    }  # fmt: skip
    [alarm] = monitoring_of(office.company.filing.case, day_of(office.company.at)).alarms
    assert (alarm.open, alarm.due) == (True, date(2024, 3, 15))  # five working days to explain
    told = Message.objects.filter(kind="value_red", case=office.company.filing.case)
    assert {office.company.cast.zhou.pk, office.company.he.pk} <= set(
        told.values_list("recipient", flat=True)
    )
    assert open_rectifications() == []
    office.do("order_rectification", office.fang, reason="二月搁置行占比越过红线，请修正数据格式后报告。")
    [ordered] = open_rectifications()
    assert ordered.limit
    assert ordered.limit.day == date(2024, 4, 8)  # twenty working days, two days of Qingming left out


def test_a_token_that_only_reads_reports_nothing(
    office: Office, tmp_path: Path, measured: Callable[[bool], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _row, token = project_token_of(office.company, scopes=("read",))
    assert push(office, tmp_path, measured(False), token, monkeypatch) == 3
    assert not ValueBatch.objects.exists()


def test_the_example_of_the_docs_runs_a_tool_and_pushes_what_it_measured(
    office: Office, tmp_path: Path
) -> None:
    _row, token = project_token_of(office.company, scopes=("values",))
    server = Bridge(("127.0.0.1", 0), PassOn)
    server.client = Client()
    command = tmp_path / "xianxing"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{COMMAND}" "$@"\n', "utf-8")
    command.chmod(0o755)
    there = {
        **os.environ, "XIANXING": str(command), "XIANXING_URL": f"http://127.0.0.1:{server.server_port}",
        "TOKEN": token, "CASE": str(office.company.filing.pk), "PERIOD": "2024-02", "WORK": str(tmp_path),
    }  # fmt: skip
    script = ["sh", str(ROOT / "examples" / "tool.sh")]
    with subprocess.Popen(script, env=there, stdout=subprocess.PIPE, text=True) as process:
        server.handle_request()
        said, _none = process.communicate()
    server.server_close()
    assert process.returncode == 0, said
    assert "第1批：已收到3个数值。 监测方案未列的7个数值未收。" in said
    assert len(ValueBatch.objects.get().values) == 3
