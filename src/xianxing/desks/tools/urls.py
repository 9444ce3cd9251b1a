"""Addresses of the toolbox."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.tools import (
    anchor_pages,
    chart_pages,
    compare_pages,
    erase_pages,
    finding_pages,
    home_pages,
    new_pages,
    part_pages,
    rule_pages,
    run_pages,
)

app_name = "tools"
urlpatterns = [
    path("tools/", home_pages.index, name="index"),
    path("tools/runs/<uuid:tool_run>/", run_pages.show, name="run"),
    path("tools/runs/<uuid:tool_run>/mend/", new_pages.mend, name="mend"),
    path("tools/runs/<uuid:tool_run>/findings/", finding_pages.index, name="findings"),
    path("tools/runs/<uuid:tool_run>/findings/<int:ordinal>/", finding_pages.show, name="finding"),
    path("tools/runs/<uuid:tool_run>/lists/<str:listing>/", part_pages.rows, name="rows"),
    path("tools/runs/<uuid:tool_run>/charts/<int:ordinal>/", chart_pages.rows, name="chart"),
    path("tools/runs/<uuid:tool_run>/charts/<int:ordinal>.svg", chart_pages.drawing, name="drawing"),
    path("tools/runs/<uuid:tool_run>/files/<path:written>", part_pages.file, name="file"),
    path("tools/runs/<uuid:tool_run>/folder.zip", part_pages.folder, name="folder"),
    path("tools/runs/<uuid:tool_run>/compare/", compare_pages.show, name="compare"),
    path("tools/runs/<uuid:tool_run>/erase/", erase_pages.erase, name="erase"),
    path("tools/runs/<uuid:tool_run>/anchor/", anchor_pages.enter, name="anchor"),
    path("tools/runs/<uuid:tool_run>/anchor.json", anchor_pages.statement, name="anchor-statement"),
    path("tools/<slug:tool>/", home_pages.tool, name="tool"),
    path("tools/<slug:tool>/new/", new_pages.new, name="new"),
    path("tools/<slug:tool>/rules/", rule_pages.rules, name="rules"),
    path("tools/<slug:tool>/schema/", rule_pages.schema, name="schema"),
]
