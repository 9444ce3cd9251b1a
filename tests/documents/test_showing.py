"""Pages drawn for looking at: pixels of our own making, and nothing that a hostile file asks for."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from reportlab.pdfgen.canvas import Canvas

from tests.documents.build import lines, pdf, word
from tests.factories.waiting import PATIENCE
from xianxing.documents.draft import Fatal
from xianxing.documents.limits import Limits
from xianxing.documents.problems import CODES
from xianxing.documents.reading import draw_page
from xianxing.documents.showing import PageImage, drawn

EXAMPLES = Path(__file__).parents[2] / "examples"
SIDE = Limits().shown_side


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    target, places = BytesIO(), []
    target.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, 1):
        places.append(target.tell())
        target.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = target.tell()
    target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        target.write(b"%010d 00000 n \n" % place)
    target.write(b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return target.getvalue()


def one_page(box: str, content: bytes = b"0 0 50 50 re f", resources: str = "", *more: bytes) -> bytes:
    """One page of this size with this content stream (object 4) and more objects from 5 on."""
    return raw_pdf(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        f"<</Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R ".encode()
        + f"/Resources <<{resources}>>>>".encode(),
        stream(content),
        *more,
    )


def stream(content: bytes, head: str = "") -> bytes:
    return f"<<{head} /Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"


def pixels(shown: PageImage) -> Image.Image:
    """What a browser would show."""
    assert not shown.failure
    assert shown.content[:4] == b"RIFF" and shown.content[8:12] == b"WEBP"
    image = Image.open(BytesIO(shown.content))
    assert image.size == (shown.width, shown.height)
    return image.convert("RGB")


def failing(data: bytes, page: int = 1, name: str = "报告.pdf", **limits: int) -> str:
    with pytest.raises(Fatal) as fatal:
        drawn(data, name, page, replace(Limits(), **limits))
    return fatal.value.problem.code


def boxes(count: int) -> Callable[[Canvas], None]:
    """Black boxes: they look alike whatever fonts a machine has."""

    def draw(canvas: Canvas) -> None:
        for number in range(count):
            canvas.rect(100, 100 + 30 * number, 50, 20, fill=1)

    return draw


def test_each_page_is_its_own_picture_and_a_page_beyond_the_last_is_not_there() -> None:
    data = pdf(boxes(1), boxes(20))
    first, second = (drawn(data, "报告.pdf", page, Limits()) for page in (1, 2))
    assert (first.pages, second.pages) == (2, 2)
    dark = [sum(pixels(one).convert("L").histogram()[:100]) for one in (first, second)]
    assert 0 < dark[0] < dark[1]
    for page in (0, -1, 3):
        assert failing(data, page) == "not-found"


def test_the_child_process_draws_the_same() -> None:
    path = EXAMPLES / "related-party-tool" / "软件著作权登记证书.pdf"
    shown = draw_page(path, 1)
    assert shown == drawn(path.read_bytes(), path.name, 1, Limits())
    assert [draw_page(path, page).failure for page in (0, 2)] == ["not-found"] * 2
    assert draw_page(path.with_name("nothing.pdf"), 1).failure == "not-found"


def test_what_was_typed_into_a_form_is_seen() -> None:
    def form(value: str) -> bytes:
        target = BytesIO()
        canvas = Canvas(target, pagesize=(200, 100))
        canvas.acroForm.textfield(value=value, x=10, y=40, width=180, height=30, borderWidth=0)
        canvas.showPage()
        canvas.save()
        return target.getvalue()

    filled, empty = (pixels(drawn(form(value), "表.pdf", 1, Limits())) for value in ("WWWWWWWW", ""))
    dark = [sum(one.convert("L").histogram()[:100]) for one in (filled, empty)]
    assert dark[0] > dark[1] + 200


@pytest.mark.parametrize("box", ["0 0 1000000 1000000", "0 0 14400 3", "0 0 1 1", "0 0 99999999 0.01"])
def test_a_page_of_any_size_stays_within_the_side(box: str) -> None:
    shown = drawn(one_page(box), "图.pdf", 1, Limits())
    assert 1 <= shown.width <= SIDE + 1 and 1 <= shown.height <= SIDE + 1
    assert len(shown.content) < 200_000


def test_of_ten_thousand_pages_those_within_the_limit_are_drawn() -> None:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    leaf = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]>>"
    data = raw_pdf(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Count 10000 /Kids [" + kids + b"]>>",
        *[leaf] * 10_000,
    )
    assert drawn(data, "长.pdf", 400, Limits()).pages == 10_000
    assert failing(data, 401) == "not-found"


def test_a_password_and_a_broken_structure_are_named() -> None:
    assert failing(pdf(lines("机要"), encrypt="secret")) == "encrypted"
    whole = pdf(lines("一"), lines("二"))
    assert failing(whole[:60]) == "damaged"
    assert failing(b"") == "empty-file"
    assert failing(word("正文。"), name="报告.docx") == "unsupported-type"
    assert failing(b"x" * 2000, name="报告.pdf", file_bytes=1000) == "too-large"


def test_scripts_and_actions_of_a_pdf_leave_no_trace_in_the_picture() -> None:
    hostile = one_page("0 0 100 100").replace(
        b"/Type /Catalog",
        b"/Type /Catalog /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>",
    )
    shown = drawn(hostile, "脚本.pdf", 1, Limits())
    assert b"alert" not in shown.content
    assert pixels(shown).getpixel((10, shown.height - 10)) == (0, 0, 0)


def test_a_drawing_without_end_is_ended_and_the_next_file_is_drawn() -> None:
    """Forty forms that each draw the next one forty times: more strokes than anybody waits for."""
    depth, first = 12, 5
    forms = [
        stream(
            b"/F Do " * 40 if number < depth - 1 else b"0 0 90 90 re f",
            "/Type /XObject /Subtype /Form /BBox [0 0 99 99]"
            + (f" /Resources <</XObject <</F {first + number + 1} 0 R>>>>" if number < depth - 1 else ""),
        )
        for number in range(depth)
    ]
    bomb = one_page("0 0 100 100", b"/F Do", f"/XObject <</F {first} 0 R>>", *forms)
    bounds = replace(Limits(), cpu_seconds=2, wall_seconds=PATIENCE)
    assert draw_page(bomb, 1, name="慢.pdf", limits=bounds).failure in ("too-slow", "worker-crashed")
    assert not draw_page(pdf(lines("好")), 1, limits=bounds).failure


def test_a_picture_that_unpacks_to_gigabytes_takes_the_child_and_not_us() -> None:
    packed = zlib.compress(b"\0" * 60_000_000, 9)
    head = (
        "/Type /XObject /Subtype /Image /Width 40000 /Height 40000 /ColorSpace /DeviceRGB "
        "/BitsPerComponent 8 /Filter /FlateDecode"
    )
    bomb = one_page("0 0 100 100", b"99 0 0 99 0 0 cm /I Do", "/XObject <</I 5 0 R>>", stream(packed, head))
    shown = draw_page(bomb, 1, name="图.pdf", limits=replace(Limits(), cpu_seconds=4, wall_seconds=PATIENCE))
    assert shown.failure in ("", "damaged", "too-large", "too-slow", "worker-crashed")
    assert len(shown.content) < 1_000_000


def picture(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    target = BytesIO()
    Image.new(mode, size, options.pop("color", "red")).save(target, kind, **options)  # type: ignore[arg-type]
    return target.getvalue()


def test_pictures_are_encoded_anew_without_what_was_hidden_in_them() -> None:
    note = PngInfo()
    note.add_text("Comment", "<script>alert(1)</script>")
    data = picture((40, 20), pnginfo=note) + b"<script>alert(2)</script>"
    shown = drawn(data, "图.png", 1, Limits())
    assert b"script" in data and b"script" not in shown.content
    assert (shown.width, shown.height, shown.pages) == (40, 20, 1)
    red = pixels(shown).getpixel((20, 10))
    assert isinstance(red, tuple) and red[0] > 240 and red[1] < 20


def test_a_large_picture_is_made_smaller_and_a_clear_one_stands_on_white() -> None:
    assert max(pixels(drawn(picture((5000, 100), "JPEG"), "图.jpg", 1, Limits())).size) <= SIDE
    clear = drawn(picture((10, 10), mode="RGBA", color=(0, 0, 0, 0)), "图.png", 1, Limits())
    assert pixels(clear).getpixel((5, 5)) == (255, 255, 255)


def test_a_turned_photograph_is_upright_and_every_frame_of_a_scan_is_a_page() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert pixels(drawn(picture((40, 20), "JPEG", exif=exif), "图.jpg", 1, Limits())).size == (20, 40)
    target = BytesIO()
    frames = [Image.new("L", (8, 8), shade) for shade in (0, 255)]
    frames[0].save(target, "TIFF", save_all=True, append_images=frames[1:])
    shades = [
        pixels(drawn(target.getvalue(), "扫描.tif", page, Limits())).getpixel((4, 4)) for page in (1, 2)
    ]
    assert shades == [(0, 0, 0), (255, 255, 255)]
    assert failing(target.getvalue(), 3, "扫描.tif") == "not-found"


def test_more_pixels_than_allowed_are_refused_before_they_are_decoded() -> None:
    data = picture((3000, 3000), mode="1", color=0)
    assert failing(data, name="图.png", image_pixels=1_000_000) == "too-large"
    assert failing(data[:200], name="图.png") == "damaged"


@settings(max_examples=40)
@given(st.sampled_from([pdf(lines("一、概述")), picture((9, 9)), picture((9, 9), "GIF")]), st.data())
def test_no_flipped_or_cut_byte_makes_it_raise_anything_else(seed: bytes, data: st.DataObject) -> None:
    broken = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(1, len(broken)))
    try:
        assert drawn(bytes(broken[:end]), "a.pdf", 1, Limits()).content
    except Fatal as fatal:
        assert fatal.problem.code in CODES
