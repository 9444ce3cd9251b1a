"""The manuals say what the pages show; their pictures can be taken, with XIANXING_SHOTS=1 anew.

Words in 「」 in a manual are words of the pages listed here for it, on the seeded demonstration.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.conftest import open_page
from tests.browser.demonstration import Site, enter_as, served

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
MANUALS = ROOT / "docs" / "manuals"
PICTURES = ROOT / "docs" / "images" / "manual"
MOST_PICTURES, MOST_BYTES = 14, 150_000
QUOTED = re.compile("「([^」]+)」")
PUBLIC = ""
CONSENT = "form:has(input[name=recognises])"
# The whole text of every element and every piece of text of its own: a word must be a label, not part of one.
TEXTS = """() => [...document.body.querySelectorAll("*")].flatMap(element => [
    element.textContent, ...[...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data)
]).map(text => text.trim().replace(/\\s+/g, " ")).filter(text => text && text.length <= 60)"""
SCROLL = "element => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 12)"

CASE, DESK, SHEET = "/cases/{related}/", "/desk/filings/{related}/", "/filings/{opinion}/units/joint/"

# Which pages a manual is about: in which scene of the demonstration ("" is where it begins), and as whom they
# are seen; {name} is the case of that filing.
SEEN: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {
    "applicant": {
        ("", PUBLIC): ("/accounts/login/", "/accounts/claim/", "/demo/"),
        ("", "毕灵"): (
            "/filings/", "/filings/start/", "/filings/{opinion}/", "/filings/{opinion}/sections/innovation/",
            "/filings/{opinion}/units/", "/filings/{opinion}/files/", "/filings/{opinion}/findings/",
            "/filings/{opinion}/confirm/", "/filings/{opinion}/file/", "/filings/{opinion}/public-sheet/",
            "/filings/{opinion}/word/", "/accounts/me/",
        ),
        ("", "周若岚"): ("/filings/{related}/receipt/",),
        ("correction", "周若岚"): ("/filings/{related}/", "/filings/{related}/correction/", CASE),
    },
    "joint-unit": {
        ("", PUBLIC): ("/accounts/claim/",),
        ("", "明辙"): ("/filings/",),
        ("", "白鹭洲"): (
            "/filings/{opinion}/", f"{SHEET}identity/", f"{SHEET}work/", f"{SHEET}contacts/",
        ),
        ("", "毕灵"): ("/filings/{opinion}/comments/",),
    },
    "reviewer-and-compliance": {
        ("", "戚望舒"): (
            "/filings/", "/filings/{archive}/", "/filings/{archive}/confirm/",
            "/filings/{archive}/confirm/consent/joint/",
        ),
    },
    "secretariat": {
        ("", "温如玉"): (
            "/desk/", DESK, "/desk/calls/", "/desk/questions/", "/desk/questions/{question}/", "/claims/",
            "/claims/11/", "/claims/1/", "/claims/1/rename/", "/accounts/me/", "/desk/complaints/",
            "/desk/complaints/enter/",
        ),
        ("", "方仲明"): ("/desk/calls/1/",),
        ("", PUBLIC): ("/faq/",),
        ("formality", "温如玉"): (
            "/desk/", DESK, f"{DESK}formality/", "/desk/handlers/", "/desk/resolutions/",
            "/desk/handlers/hand-over/", "/desk/comparison/1/",
            "/desk/resolutions/1/formality_check/?step=pass_formality", "/desk/procedures/",
        ),
        ("opinions", "温如玉"): ("/desk/experts/", "/desk/experts/{expert}/guest/"),
        ("notice", "温如玉"): (DESK, CASE, "/desk/cases/{related}/comments/", "{paper}"),
        ("notice", "方仲明"): (f"{CASE}steps/lengthen_notice/",),
    },
    "expert": {
        ("opinions", "梁秋实"): ("/experts/", "/experts/{related}/undertaking/"),
        ("opinions", "沈知远"): ("/experts/", "/experts/{related}/", "/experts/{related}/opinion/"),
    },
    "csrc": {
        ("csrc", "陆行舟"): ("/csrc/", "/csrc/cases/{related}/", CASE, f"{CASE}steps/pass_evaluation/", "/"),
    },
    "legal-reviewer": {("", "宋明理"): ("/desk/procedures/", "/desk/procedures/shenzhen-2023/sign/")},
    "officers": {
        ("", "孙立"): ("/officers/accounts/", "/officers/accounts/13/"),
        ("", "李安澜"): ("/officers/policies/", "/officers/retention/", "/secrecy/"),
        ("", "郜明"): ("/officers/access-log/", "/officers/witnesses/"),
    },
    "public": {
        ("", PUBLIC): (
            "/", "/calls/", "/faq/", "/log/", "/log/receipt/", "/check/", "/complaints/", "/library/",
            "/complaints/status/", "/rules/", "/privacy/",
        ),
        ("notice", PUBLIC): ("/notices/", "{notice}", "{notice}comment/", "/notices/answer/", "/register/"),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A page to photograph as somebody, from the element that `at` finds downwards."""

    name: str
    person: str
    address: str
    at: str = "main"


TAKEN = (
    Picture("task-list", "毕灵", "/filings/{opinion}/"),
    Picture("section", "毕灵", "/filings/{opinion}/sections/innovation/"),
    Picture("findings", "毕灵", "/filings/{opinion}/findings/"),
    Picture("check", "柏思源", "/filings/{archive}/file/"),
    Picture("receipt", "周若岚", "/filings/{related}/receipt/"),
    Picture("invitation", "明辙", "/filings/"),
    Picture("sheet", "白鹭洲", "/filings/{opinion}/units/joint/identity/"),
    Picture("confirm", "戚望舒", "/filings/{archive}/confirm/"),
    Picture("consent", "戚望舒", "/filings/{archive}/confirm/consent/joint/", CONSENT),
    Picture("desk", "温如玉", "/desk/"),
    Picture("questions", "温如玉", "/desk/questions/"),
    Picture("claim", "温如玉", "/claims/11/"),
    Picture("access-log", "郜明", "/officers/access-log/"),
    Picture("calls", PUBLIC, "/calls/"),
)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Site]]:
    """The demonstration in each scene, served when it is asked for."""
    with ExitStack() as stack:

        @cache
        def made(scene: str) -> Site:
            return stack.enter_context(served(scene, tmp_path_factory.mktemp(f"manuals{scene}")))

        yield made


@pytest.mark.parametrize("name", SEEN)
def test_the_pages_say_what_the_manual_quotes(
    name: str, sites: Callable[[str], Site], browser: Browser
) -> None:
    shown: set[str] = set()
    for (scene, person), addresses in SEEN[name].items():
        site = sites(scene)
        with open_page(browser, 1100) as page:
            enter_as(page, site, person)
            for address in addresses:
                answer = page.goto(site.address + address.format(**site.words))
                assert answer
                assert answer.status == 200, address
                shown |= set(page.evaluate(TEXTS))
    quoted = set(QUOTED.findall((MANUALS / f"{name}.md").read_text("utf-8"))) - {""}
    assert len(quoted) >= 5
    assert {words for words in quoted if words not in shown} == set()


@pytest.mark.parametrize("picture", TAKEN, ids=lambda picture: picture.name)
def test_take(picture: Picture, sites: Callable[[str], Site], browser: Browser, tmp_path: Path) -> None:
    site = sites("")
    with open_page(browser, 1000) as page:
        page.set_viewport_size({"width": 1000, "height": 720})
        enter_as(page, site, picture.person)
        page.goto(site.address + picture.address.format(**site.words))
        page.locator(picture.at).first.evaluate(SCROLL)
        taken = page.screenshot()
    folder = PICTURES if os.environ.get("XIANXING_SHOTS") else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    small = Image.open(io.BytesIO(taken)).convert("RGB").quantize(64)
    small.save(folder / f"{picture.name}.png", optimize=True)
    assert 5_000 < (folder / f"{picture.name}.png").stat().st_size <= MOST_BYTES


def test_every_manual_is_tried_and_every_picture_is_used_and_small() -> None:
    assert {path.stem for path in MANUALS.glob("*.md")} == set(SEEN)
    written = "".join(path.read_text("utf-8") for path in MANUALS.glob("*.md"))
    used = set(re.findall(r"images/manual/([\w-]+)\.png", written))
    there = {path.stem: path.stat().st_size for path in PICTURES.glob("*.png")}
    assert used == set(there) == {picture.name for picture in TAKEN}
    assert len(there) <= MOST_PICTURES
    assert {name: size for name, size in there.items() if size > MOST_BYTES} == {}
