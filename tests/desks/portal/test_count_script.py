"""`counting.js` counts 字 exactly as the server does: both run over the same strings."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

import xianxing.desks.portal
from xianxing.desks.portal.cell_pages import counting
from xianxing.documents.characters import COMBINING, CONTROLS, DIRECTION, WHITE_SPACE, WIDE, ZERO_WIDTH
from xianxing.documents.counting import count_zi

SCRIPT = Path(xianxing.desks.portal.__file__).parent / "static" / "portal" / "counting.js"
RUN = """
require(process.argv[1]);
const tables = JSON.parse(process.argv[2]);
const count = (text) => globalThis.xianxingCounting.countZi(text, tables);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  console.log(JSON.stringify(JSON.parse(line).map(count)));
});
"""


def tables() -> str:
    """The tables as a browser gets them."""
    return counting(RequestFactory().get("/")).content.decode()


EDGES = sorted(
    {code for ranges in (COMBINING, CONTROLS, DIRECTION, WHITE_SPACE, WIDE, ZERO_WIDTH) for pair in ranges
     for code in (pair[0] - 1, pair[0], pair[1], pair[1] + 1) if 0 <= code <= 0x10FFFF}
)  # fmt: skip
PIECES = st.one_of(
    st.characters(exclude_categories=()),
    st.sampled_from([chr(code) for code in EDGES]),
    st.sampled_from("’'a Z9中，。“”…—①\r\n\t　é"),
    st.sampled_from(
        ["\r\n", "e\u0301", "don’t", "\ud83d\ude00", "\ud83d", "\ude00", "👨‍👩‍👧", "API 3.0", "2024年"]
    ),
)


class Counter:
    """The script in one process of node, asked line by line."""

    def __init__(self, node: str) -> None:
        self.process = subprocess.Popen(
            [node, "-e", RUN, str(SCRIPT), tables()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="ascii",
        )

    def __call__(self, texts: list[str]) -> list[int]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(texts) + "\n")
        self.process.stdin.flush()
        answer: list[int] = json.loads(self.process.stdout.readline())
        return answer

    def end(self) -> None:
        """Let the process end by itself: its input is over."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)


@pytest.fixture(scope="module")
def counted() -> Iterator[Counter]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here; tests/browser/test_portal.py runs the script in Chromium")
    counter = Counter(node)
    yield counter
    counter.end()


@settings(deadline=None)
@given(st.lists(st.lists(PIECES, max_size=40).map("".join), min_size=1, max_size=20))
def test_script_and_server_count_the_same(counted: Counter, texts: list[str]) -> None:
    assert counted(texts) == [count_zi(text) for text in texts]


def test_every_edge_of_every_table_counts_the_same(counted: Counter) -> None:
    texts = [f"a{chr(code)}b中{chr(code)}" for code in EDGES]
    assert counted(texts) == [count_zi(text) for text in texts]


@pytest.mark.django_db
def test_the_tables_are_served_to_everybody_and_kept_for_a_day(client: Client) -> None:
    answer = client.get("/filings/counting.json")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert answer.json() == json.loads(tables())
