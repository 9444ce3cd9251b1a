"""`xianxing push`: batches go in order and once; without a line they wait in the folder."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from xianxing.cli import main
from xianxing.pilot.supervision.catalogue import catalogue

CASE, OTHER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
GOOD = "indicator,period,value,unit\navailability,2024-02,99.95,%\noutages,2024-02,0,\n"


class Site(HTTPServer):
    """A site that answers as it is told, and remembers what came."""

    answers: list[tuple[int, dict[str, object]]]
    came: list[tuple[str, str, dict[str, object]]]


class Answer(BaseHTTPRequestHandler):
    server: Site

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.came.append((self.path, self.headers["Idempotency-Key"], body))
        status, said = self.server.answers.pop(0) if self.server.answers else (201, {"batch": 1, "values": 2})
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site(("127.0.0.1", 0), Answer)
    server.answers, server.came = [], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANXING_TOKEN", "t")


def push(site: Site | None, folder: Path, text: str | None = GOOD, *more: str) -> int:
    port = site.server_port if site else 9
    arguments = [
        "push",
        "--url",
        f"http://127.0.0.1:{port}",
        "--case",
        CASE,
        "--spool",
        str(folder / "spool"),
    ]
    if text is not None:
        (folder / "values.csv").write_text(text, "utf-8")
        arguments.append(str(folder / "values.csv"))
    return main([*arguments, *more])


def waiting(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "spool").glob("*.json"))


def test_a_file_is_sent_with_a_key_made_of_its_content(site: Site, tmp_path: Path) -> None:
    assert push(site, tmp_path) == 0
    assert push(site, tmp_path) == 0
    (path, key, body), (_path, again, _body) = site.came
    assert path == f"/api/v1/cases/{CASE}/indicator-values"
    assert key == again
    assert body["values"] == [
        {"indicator": "availability", "period": "2024-02", "value": "99.95", "unit": "%"},
        {"indicator": "outages", "period": "2024-02", "value": "0", "unit": ""},
    ]
    assert waiting(tmp_path) == []


def test_without_a_line_a_batch_waits_and_goes_first_the_next_time(site: Site, tmp_path: Path) -> None:
    site.answers = [(503, {}), (503, {}), (503, {})]
    assert push(site, tmp_path) == 3
    assert push(site, tmp_path) == 3
    assert len(waiting(tmp_path)) == 1
    assert push(site, tmp_path, GOOD.replace("-02", "-03")) == 3
    assert len(waiting(tmp_path)) == 2
    assert push(site, tmp_path, None) == 0
    sent = [body["values"][0]["period"] for _path, _key, body in site.came]  # type: ignore[index]
    assert sent == ["2024-02"] * 4 + ["2024-03"]
    assert waiting(tmp_path) == []


def test_a_site_that_isn_t_there_leaves_the_batch_waiting(tmp_path: Path) -> None:
    assert push(None, tmp_path) == 3
    assert len(waiting(tmp_path)) == 1


def test_a_refused_batch_is_put_aside_with_the_reason(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.answers = [(422, {"code": "values", "message": "第1个数值：不是数字"})]
    assert push(site, tmp_path) == 1
    assert "不是数字" in capsys.readouterr().err
    assert waiting(tmp_path) == []
    assert len(list((tmp_path / "spool").glob("*.refused"))) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("indicator,value\n", "period"),
        ("indicator,period,value\noutages,,1\n", "第2行"),
        ("indicator,period,value\n", "没有数值"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(
    site: Site, tmp_path: Path, text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push(site, tmp_path, text) == 2
    assert words in capsys.readouterr().err
    assert site.came == []


def test_a_file_that_is_no_text_is_named_with_what_to_do(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "values.xls"
    table.write_bytes(b"\xff\xfe\x00\x01")
    assert push(site, tmp_path, None, str(table)) == 2
    assert "请将表格另存为 CSV（UTF-8）" in capsys.readouterr().err
    assert site.came == []


@pytest.mark.parametrize("url", ["http://example.org", "http://localhost.example.org", "ftp://localhost"])
def test_a_token_goes_nowhere_without_encryption(tmp_path: Path, url: str) -> None:
    assert main(["push", "--url", url, "--case", CASE, "--spool", str(tmp_path)]) == 2


@pytest.mark.parametrize("status", [302, 401, 403, 404, 429, 500, 503])
def test_whatever_is_no_refusal_of_the_batch_leaves_it_waiting(
    site: Site, tmp_path: Path, status: int
) -> None:
    site.answers = [(status, {"message": "…"})]
    assert push(site, tmp_path) == 3
    assert len(waiting(tmp_path)) == 1
    assert len(site.came) == 1


def test_a_page_instead_of_an_answer_leaves_the_batch_waiting(site: Site, tmp_path: Path) -> None:
    site.answers = [(200, {"title": "登录"})]
    assert push(site, tmp_path) == 3
    assert len(waiting(tmp_path)) == 1


def test_what_waits_for_one_project_never_goes_to_another(site: Site, tmp_path: Path) -> None:
    site.answers = [(503, {})]
    assert push(site, tmp_path) == 3
    assert push(site, tmp_path, GOOD, "--case", OTHER) == 0
    assert [path for path, _key, _body in site.came] == [
        f"/api/v1/cases/{case}/indicator-values" for case in (CASE, OTHER)
    ]
    assert len({key for _path, key, _body in site.came}) == 2
    assert len(waiting(tmp_path)) == 1


POINTS = [
    {"name": "rows", "unit": "row", "value": "2552", "time": "2024-03-05T10:00:00+08:00"},
    {"name": "manual_review_share", "unit": "fraction", "value": 0.1, "time": "2024-03-05T10:00:00+08:00"},
]


def push_points(site: Site, folder: Path, points: object, *more: str) -> int:
    (folder / "points.json").write_text(json.dumps(points), "utf-8")
    return push(site, folder, None, str(folder / "points.json"), *more)


def test_a_tool_s_points_go_as_the_indicators_that_they_stand_for(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.answers = [(201, {"batch": 3, "values": 1, "left_out": 1})]
    assert push_points(site, tmp_path, POINTS, "--period", "2024-02") == 0
    [(_path, _key, body)] = site.came
    assert body == {
        "values": [
            {"indicator": "tool_rows", "period": "2024-02", "value": "2552", "unit": "行"},
            {"indicator": "tool_for_people_share", "period": "2024-02", "value": "10", "unit": "%"},
        ],
        "reason": "",
        "only_planned": True,
    }
    assert "监测方案未列的1个数值未收" in capsys.readouterr().out


def test_points_wait_for_the_line_like_every_batch(site: Site, tmp_path: Path) -> None:
    site.answers = [(503, {})]
    assert push_points(site, tmp_path, POINTS) == 3
    assert push(site, tmp_path, None) == 0
    (_path, key, body), (_again, same, later) = site.came
    assert (key, body) == (same, later)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([{"name": "rows", "unit": "row", "value": "1"}], "points.json：第1个指标点：没有时间"),
        ([{"name": "speed", "unit": "s", "value": "1"}], "没有与“speed”对应的指标"),
        ({"rows": 1}, "不是一次运行的指标点"),
    ],
)
def test_points_that_say_nothing_clear_are_refused_before_anything_is_sent(
    site: Site, tmp_path: Path, points: object, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push_points(site, tmp_path, points) == 2
    assert words.replace("：第", ": 第", 1) in capsys.readouterr().err
    assert site.came == []


def test_a_period_is_named_for_points_only(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push(site, tmp_path, GOOD, "--period", "2024-02") == 2
    assert "只有监管工具的指标点需要另写期间" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_indicators_may_be_named_in_chinese_as_a_spreadsheet_writes_them(
    site: Site, tmp_path: Path, encoding: str
) -> None:
    zh = catalogue().indicators["availability"].zh
    (tmp_path / "values.csv").write_bytes(f"indicator,period,value\n{zh},2024-02,99.95\n".encode(encoding))
    assert push(site, tmp_path, None, str(tmp_path / "values.csv")) == 0
    ((_path, _key, body),) = site.came
    assert body["values"] == [
        {"indicator": "availability", "period": "2024-02", "value": "99.95", "unit": ""}
    ]


def test_a_token_that_is_not_good_is_called_so_and_the_batch_waits(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.answers = [(401, {})]
    assert push(site, tmp_path) == 3
    assert "令牌不适用于本项目或者已经失效" in capsys.readouterr().err
    assert push(site, tmp_path, None) == 0 and len(site.came) == 2


def test_what_waits_for_another_address_is_said_and_stays(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push(None, tmp_path) == 3
    assert "1批数值留存" in capsys.readouterr().err
    assert push(site, tmp_path, None) == 0
    said = capsys.readouterr()
    assert "另有1批" in said.err and "没有待补送的数值" in said.out
    assert site.came == [] and len(waiting(tmp_path)) == 1
