"""Pictures of pages read by OCR, when the extra is installed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import docx
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.documents.build import codes
from xianxing.documents.draft import DocumentDraft
from xianxing.documents.extract import extract
from xianxing.documents.layout import PageLine, PageLines, lay_out
from xianxing.documents.limits import Limits, OcrMode
from xianxing.documents.model import BlockKind, FileKind, PlaceKind
from xianxing.documents.ocr import Recogniser
from xianxing.documents.reading import Reader

EXAMPLES = Path(__file__).parents[2] / "examples"
LINES = (
    "机密★5年",
    "技术安全评估报告",
    "单位名称（盖章）：深衡证券股份有限公司",
    "签字人：池文远",
    "职务：首席信息官",
    "签字日期：2024年1月11日",
)


def font(size: int) -> ImageFont.FreeTypeFont:
    """The CJK font that the tests' environment carries."""
    spec = find_spec("manimgx_fonts_cjk") or find_spec("manimgx")
    roots = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    roots += [Path(find_spec("PIL").origin or "").parents[1]]  # type: ignore[union-attr]
    found = next(path for root in roots for path in root.rglob("*CJK*.tt[cf]"))
    return ImageFont.truetype(str(found), size)


def page(turned: float = 0.0) -> Image.Image:
    """A page of the lines above, a little turned."""
    image = Image.new("L", (1000, 900), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(LINES):
        draw.text((120, 80 + number * 110), line, font=font(34), fill=20)
    return image.rotate(turned, fillcolor=255, expand=False)


def png(image: Image.Image) -> bytes:
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(Limits(), OcrMode.AUTO) as reader:
        yield reader


@pytest.mark.ocr
@pytest.mark.clause("4.1.2")
def test_the_scanned_report_gives_title_office_and_date(reader: Reader) -> None:
    path = EXAMPLES / "sme-archive-chain" / "合规评估报告（签字扫描件）.pdf"
    got = reader.read(path, path.name)
    assert (got.kind, got.text_source, got.pages) == (FileKind.PDF, "ocr", 4)
    assert "合规评估报告" in [block.text for block in got.blocks]
    assert got.ocr_confidence is not None
    assert got.ocr_confidence > 0.9
    (signature,) = got.signatures
    assert (signature.title, signature.signed_on) == ("合规负责人", date(2024, 1, 11))
    assert signature.location == "page=4"
    headings = [block.text for block in got.blocks if block.kind is BlockKind.HEADING]
    assert {"一、评估说明", "二、承载业务与法律定位", "三、逐条对照", "四、重点事项", "五、评估结论"} <= set(
        headings
    )
    assert codes(got) == set()


@pytest.mark.ocr
@pytest.mark.clause("4.3.2")
def test_a_turned_picture_gives_its_marking_and_signature(reader: Reader) -> None:
    got = reader.read(png(page(turned=1.5)), "签字页.png")
    assert (got.kind, got.text_source) == (FileKind.IMAGE, "ocr")
    assert [marking.text[:2] for marking in got.markings] == ["机密"]
    (signature,) = got.signatures
    assert (signature.name, signature.title) == ("池文远", "首席信息官")
    assert (signature.unit, signature.signed_on) == ("深衡证券股份有限公司", date(2024, 1, 11))


@pytest.mark.ocr
def test_a_limit_of_pages_leaves_the_rest_unread_and_says_so() -> None:
    stream = BytesIO()
    page().resize((400, 360)).save(
        stream, "TIFF", save_all=True, append_images=[page().resize((400, 360))] * 2
    )
    got = extract(stream.getvalue(), "扫描件.tif", replace(Limits(), ocr_pages=1), ocr=True)
    (problem,) = [one for one in got.problems if one.code == "ocr-incomplete"]
    assert (problem.location, problem.detail["pages"]) == ("page=2", 2)


def test_without_ocr_a_picture_is_counted_and_named_as_unread() -> None:
    got = extract(png(page()), "签字页.png", Limits(), ocr=False)
    assert (got.kind, got.text_source, got.pages, codes(got)) == (FileKind.IMAGE, "none", 1, {"no-text"})


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    huge = Image.new("1", (9000, 9000))
    got = extract(png(huge), "大图.png", Limits(), ocr=False)
    assert (codes(got), got.usable) == ({"too-large"}, False)


def test_time_that_is_up_stops_before_the_next_page() -> None:
    recogniser = Recogniser(replace(Limits(), ocr_seconds=-1.0))
    assert recogniser.page(page(), 1) is None
    assert recogniser.stopped


def test_slanted_pieces_such_as_seals_never_become_headings() -> None:
    draft = DocumentDraft(Limits())
    lines = [
        PageLine(100, 900, 100 + 40 * number, 130 + 40 * number, 24, ["正文" * 16 + "。"])
        for number in range(4)
    ]
    seal = PageLine(400, 600, 300, 360, 60, ["易中心有"], slanted=True)
    lay_out([PageLines(1, 1000, 1400, [*lines, seal], scanned=True)], draft)
    assert BlockKind.HEADING not in {block.kind for block in draft.blocks}


@pytest.mark.ocr
@pytest.mark.clause("4.3.2")
def test_a_picture_inside_a_word_file_is_read_into_the_stream_only(reader: Reader) -> None:
    image, stream, saved = Image.new("RGB", (700, 200), "white"), BytesIO(), BytesIO()
    ImageDraw.Draw(image).text((40, 40), LINES[0], font=font(48), fill="black")
    image.save(stream, "PNG")
    document = docx.Document()
    document.add_picture(BytesIO(stream.getvalue()))
    document.save(saved)
    got = reader.read(saved.getvalue(), "方案.docx")
    assert [(one.kind, one.text, one.sure) for one in got.beside] == [(PlaceKind.PICTURE, LINES[0], False)]
    assert (got.text, got.text_source, got.problems) == ("", "file", ())
