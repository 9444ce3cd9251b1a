"""Charts of a run: a picture out of reach of the page, the description as data, the table with its links."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories.logged_in import browser
from xianxing.desks.tools.bundle import NAME, ChartBundleFinder, chart_script
from xianxing.law.findings import JSON
from xianxing.pilot.tools.domain.keeping import keep_parts
from xianxing.pilot.tools.models import RunPart, RunPartKind, ToolRun
from xianxing.toolbox.charts import Chart, ChartColumn
from xianxing.toolbox.keeping import keep_chart

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.3.2")]
QUERIES = 22
HOSTILE = '</script><script>alert("1")</script>'
CHART = Chart(
    "wall",
    "敲入价位分布",
    "按名义本金合计。",
    (ChartColumn("price", "价位"), ChartColumn("notional", "名义本金")),
    ({"price": HOSTILE, "notional": 3, "finding": 1}, {"price": "0.8", "notional": 5}),
    {
        "mark": "bar",
        "encoding": {
            "y": {"field": "price", "type": "nominal"},
            "x": {"field": "notional", "type": "quantitative"},
        },
    },
)


@pytest.fixture
def run(run_ended: ToolRun) -> ToolRun:
    """A run of Wen's whose one chart shows what somebody else wrote."""
    run = run_ended
    RunPart.objects.filter(run=run, kind__in=(RunPartKind.CHART, RunPartKind.DRAWING)).delete()
    keep_parts(run, {"tables": [], "values": {}, "charts": [keep_chart(CHART)]})
    return run


def test_a_chart_has_its_picture_its_description_and_its_table(run: ToolRun) -> None:
    page = browser(run.asked_by).get(f"/tools/runs/{run.pk}/").content.decode()
    assert f'src="/tools/runs/{run.pk}/charts/0.svg"' in page
    assert 'type="application/json"' in page and NAME.removesuffix(".js") in page
    assert "敲入价位分布" in page and f'<a href="/tools/runs/{run.pk}/findings/1/">2</a>' in page
    assert '<script>alert("1")' not in page


def kept_again(run: ToolRun, *charts: Chart) -> None:
    """The run with these charts and no others."""
    RunPart.objects.filter(run=run, kind__in=(RunPartKind.CHART, RunPartKind.DRAWING)).delete()
    keep_parts(run, {"tables": [], "values": {}, "charts": [keep_chart(one) for one in charts]})


def test_the_table_behind_a_chart_is_shown_in_part_and_paged_on_a_page_of_its_own(run: ToolRun) -> None:
    rows: tuple[dict[str, JSON], ...] = tuple(
        {"price": f"价位{number}", "notional": None, "finding": number} for number in range(60)
    )
    kept_again(run, replace(CHART, rows=rows))
    client, address = browser(run.asked_by), f"/tools/runs/{run.pk}/charts/0/"
    page = client.get(f"/tools/runs/{run.pk}/").content.decode()
    assert "<td>价位9</td>" in page and "<td>价位10</td>" not in page
    assert f'<a href="{address}">查看该表全部 60 行</a>' in page
    first, second = (client.get(address, {"page": number}).content.decode() for number in (1, 2))
    assert "<td>价位49</td><td>—</td>" in first and "<td>价位50</td>" not in first and "1 / 2" in first
    assert "<td>价位50</td>" in second and f'<a href="/tools/runs/{run.pk}/findings/59/">60</a>' in second
    assert client.get(f"/tools/runs/{run.pk}/charts/1/").status_code == 404


def test_a_chart_over_time_leads_to_the_rows_of_each_day_without_a_script(run: ToolRun) -> None:
    spans = (("早", 0, 0), ("中", 1, 1), ("晚", 1, 2))
    rows: tuple[dict[str, JSON], ...] = tuple(
        {"price": name, "notional": 1, "first": first, "last": last} for name, first, last in spans
    )
    kept_again(run, replace(CHART, rows=rows, days=("2024-01-01", "2024-06-30", "2025-01-01"), day=1))
    client, address = browser(run.asked_by), f"/tools/runs/{run.pk}/charts/0/"
    assert f'href="{address}?day=2024-06-30"' in client.get(f"/tools/runs/{run.pk}/").content.decode()
    page = client.get(address, {"day": "2024-06-30"}).content.decode()
    assert "<td>早</td>" not in page and "<td>中</td>" in page and "<td>晚</td>" in page
    assert 'href="?day=2025-01-01"' in page and "2024-06-30 有效的共 2 行" in page
    assert client.get(address).content.decode().count("<td>1</td>") == 3
    assert client.get(address, {"day": "2024-02-30"}).status_code == 404


def test_a_run_s_page_asks_the_database_as_often_for_one_chart_as_for_ten(
    run: ToolRun, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = browser(run.asked_by), f"/tools/runs/{run.pk}/"
    client.get(address)
    for count in (1, 10):
        kept_again(run, *[replace(CHART, id=f"wall{number}") for number in range(count)])
        with django_assert_num_queries(QUERIES):
            page = client.get(address).content.decode()
        assert page.count("data-chart ") == count


def test_the_picture_is_closed_in_and_says_words_as_words(run: ToolRun) -> None:
    answer = browser(run.asked_by).get(f"/tools/runs/{run.pk}/charts/0.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    drawn = answer.content.decode()
    assert "&lt;/script&gt;" in drawn and "<script" not in drawn
    assert browser(run.asked_by).get(f"/tools/runs/{run.pk}/charts/1.svg").status_code == 404


def test_the_script_is_taken_out_of_the_extra_and_nothing_else_is_found(
    settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    finder = ChartBundleFinder()
    path = Path(finder.find(NAME))
    assert path.is_relative_to(tmp_path) and "window.vegaEmbed" in path.read_text("utf-8")
    assert [name for name, _storage in finder.list(None)] == [NAME]
    assert finder.find("tools/other.js") is None and finder.find(NAME, find_all=True) == [str(path)]
    assert chart_script().endswith(NAME)


def test_without_the_extra_there_is_no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xianxing.desks.tools.bundle.find_spec", lambda _name: None)
    assert chart_script() == ""
    assert ChartBundleFinder().find(NAME) is None


def test_pages_of_a_run_ask_few_questions_however_much_it_found(
    run: ToolRun, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser(run.asked_by)
    for place, most in (("", 26), ("findings/", 16), ("findings/0/", 17), ("lists/trades/", 14)):
        with django_assert_max_num_queries(most):
            assert client.get(f"/tools/runs/{run.pk}/{place}").status_code == 200
    with django_assert_max_num_queries(14):
        client.get("/tools/")
