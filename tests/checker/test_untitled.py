"""A report whose text stands without headings: the question to a person names no heading that isn't there."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from xianxing.checker.engine import check
from xianxing.law import Result

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "related-party-tool"
LINES = (
    "技术安全评估报告",
    "出具单位：鹏海证券股份有限公司",
    "一、网络安全风险：采集区隔离，单向导入。",
    "二、系统安全风险：双机热备。",
    "三、数据安全风险：语料不出境。",
    "四、个人信息风险：不处理个人信息。",
    "五、风险监测：流量告警。",
    "六、风险防控：隔离部署。",
    "七、应急预案：四小时恢复。",
)


def test_a_section_without_a_heading_is_asked_about_as_such(tmp_path: Path) -> None:
    folder = tmp_path / "filing"
    shutil.copytree(SAMPLE, folder)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(str(folder / "技术安全评估报告.pdf"))
    page.setFont("STSong-Light", 13)
    for number, line in enumerate(LINES):
        page.drawString(60, 800 - 26 * number, line)
    page.save()
    asked = [
        finding.message
        for finding in check(folder, as_of=date(2024, 1, 20)).findings
        if finding.rule == "parts-treated" and finding.result is not Result.MET
    ]
    assert any("没有标题的部分" in one for one in asked), asked
    assert not any("“”" in one for one in asked)
