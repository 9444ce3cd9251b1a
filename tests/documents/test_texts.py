"""All words of a file come in one stream, each with the place where it stands."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import docx
import pytest
from PIL import Image, ImageDraw

from tests.documents.build import changed, codes, p, read, saved, word, word_xml, zipped
from tests.documents.planted import Planted, picture, planted
from xianxing.documents.model import Document, PlacedText, PlaceKind
from xianxing.documents.texts import texts_of
from xianxing.documents.transfer import from_json, to_json

WORDS = "机密★5年"
PLANTED = list(planted(WORDS))


def found(document: Document, words: str = WORDS) -> list[PlacedText]:
    return [one for one in texts_of(document) if words in one.text]


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: case.name)
def test_words_are_found_at_every_kind_of_place(case: Planted) -> None:
    document = read(case.data, case.file)
    assert document.usable, document.problems
    assert {(one.kind, one.visible) for one in found(document)} == {(case.kind, case.visible)}


def test_every_kind_of_place_in_a_file_is_planted() -> None:
    apart = {PlaceKind.FILE_NAME, PlaceKind.CELL, PlaceKind.PICTURE}
    assert {case.kind for case in PLANTED} == set(PlaceKind) - apart


def test_a_files_name_is_in_the_stream_even_of_a_broken_file() -> None:
    (only,) = texts_of(read(b"PK\x03\x04broken", f"{WORDS}.docx"))
    assert (only.kind, only.text) == (PlaceKind.FILE_NAME, f"{WORDS}.docx")


def test_the_stream_survives_the_way_from_the_child_process() -> None:
    for case in PLANTED:
        document = read(case.data, case.file)
        assert from_json(to_json(document)) == document


def test_nothing_of_an_ordinary_file_stands_in_the_stream_twice() -> None:
    document = docx.Document()
    document.add_heading("一、概述", 1)
    document.add_paragraph("本节说明用途。")
    document.sections[0].header.paragraphs[0].text = "项目实施方案"
    counts = Counter(one.text for one in texts_of(read(saved(document))))
    assert {counts[text] for text in ("一、概述", "本节说明用途。", "项目实施方案")} == {1}


def test_hidden_words_are_kept_whole() -> None:
    long = "这一段话设为隐藏，读者看不到，但是文件里确实写着它，而且写得相当长，远远超过了四十个字的摘录。"
    document = read(word_xml(p(long, "<w:vanish/>")))
    assert [one.visible for one in found(document, long)] == [False]


def test_a_remark_stands_beside_the_text_and_not_in_it() -> None:
    remark = next(case for case in PLANTED if case.name == "docx-comment-unseen")
    document = read(remark.data, remark.file)
    assert WORDS not in document.text


def pictured(*images: bytes) -> Document:
    document = docx.Document()
    document.add_heading("七、界面截图", 1)
    for image in images:
        document.add_picture(BytesIO(image))
    return read(saved(document))


def test_a_picture_is_measured_and_stands_under_its_heading() -> None:
    (one,) = pictured(picture()).pictures
    assert (one.location, one.width, one.height, one.shows) == ("heading=七、界面截图", 320, 200, True)


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (23, 23)])
def test_a_point_or_a_line_shows_nothing(size: tuple[int, int]) -> None:
    stream = BytesIO()
    Image.effect_noise(size, 90).save(stream, "PNG")
    assert [one.shows for one in pictured(stream.getvalue()).pictures] == [False]


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_a_picture_of_one_colour_shows_nothing(mode: str) -> None:
    stream = BytesIO()
    Image.new(mode, (300, 200), 7 if mode in ("L", "P") else "teal").save(stream, "PNG")
    assert [one.shows for one in pictured(stream.getvalue()).pictures] == [False]


def test_black_lines_on_a_transparent_ground_are_seen() -> None:
    image = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((30, 30, 200, 120), outline=(0, 0, 0, 255), width=3)
    stream = BytesIO()
    image.save(stream, "PNG")
    assert [one.shows for one in pictured(stream.getvalue()).pictures] == [True]


def test_a_picture_that_cannot_be_opened_is_left_undecided() -> None:
    document = docx.Document()
    document.add_picture(BytesIO(picture()))
    data = saved(document)
    broken = changed(data, {"word/media/image1.png": b"no picture"})
    assert [one.shows for one in read(broken).pictures] == [None]


def test_a_file_without_pictures_has_none() -> None:
    assert read(word("正文。")).pictures == ()


def test_words_of_files_in_an_archive_are_in_the_stream() -> None:
    inner = {f"附件/{case.file}": case.data for case in PLANTED if case.kind is PlaceKind.HEADER}
    document = read(zipped(inner), "附件.zip")
    assert {one.kind for one in found(document)} == {PlaceKind.HEADER}
    assert [one.text for one in document.markings] == [WORDS]


def test_an_archive_in_an_archive_is_named_and_not_opened() -> None:
    document = read(zipped({"内层.zip": zipped({"说明.txt": WORDS.encode()})}), "附件.zip")
    assert "nested-archive" in codes(document)
    assert found(document) == []


def test_a_file_in_an_archive_that_cannot_be_read_is_named() -> None:
    document = read(zipped({"说明.docx": b"PK\x03\x04broken"}), "附件.zip")
    assert [one.location for one in document.problems if one.code == "entry-unread"] == ["说明.docx"]
