"""A calendar that knows only what ships, and a home of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from xianxing.workdays import Calendar

NOTICE_2027 = """\
year = 2027
source = "国办发明电〔2026〕9号（虚构，仅供测试）"
issued = 2026-11-20

[[off]]
from = 2027-01-01
to = 2027-01-03
name = "元旦"

[[off]]
from = 2027-02-05
to = 2027-02-11
name = "春节"

[[off]]
from = 2027-04-03
to = 2027-04-05
name = "清明节"

[[off]]
from = 2027-05-01
to = 2027-05-05
name = "劳动节"

[[off]]
from = 2027-06-09
to = 2027-06-09
name = "端午节"

[[off]]
from = 2027-09-15
to = 2027-09-15
name = "中秋节"

[[off]]
from = 2027-10-01
to = 2027-10-07
name = "国庆节"

[[work]]
date = 2027-02-14
name = "春节"

[[work]]
date = 2027-05-08
name = "劳动节"

[[work]]
date = 2027-09-26
name = "国庆节"

[[work]]
date = 2027-10-09
name = "国庆节"
"""


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return Calendar.packaged()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def notice_2027(tmp_path: Path) -> Path:
    path = tmp_path / "2027.toml"
    path.write_text(NOTICE_2027, "utf-8")
    return path
