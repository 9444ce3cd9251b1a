"""Loading a package: names, strictness, errors that help, digest, speed."""

from __future__ import annotations

import pytest

from tests.law.conftest import INVENTED, MINIMAL, Write, failure
from xianxing.i18n import language
from xianxing.law import (
    GuideError,
    UnknownGuideError,
    complete_guides,
    known_guides,
    load_guide,
    readable_guides,
    unreadable_guides,
)
from xianxing.law.lines import line_of
from xianxing.law.package import read_package


def test_a_guide_is_found_by_either_spelling_of_its_name() -> None:
    assert load_guide("shenzhen-2023") is not None
    assert load_guide("shenzhen_2023").name == load_guide("shenzhen-2023").name == "shenzhen-2023"


def test_the_same_guide_is_read_once() -> None:
    assert load_guide("shenzhen-2023") is load_guide("shenzhen_2023")
    assert len(repr(load_guide("shenzhen-2023"))) < 80


def test_extra_roots_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownGuideError):
        load_guide("cloudport-2025")
    monkeypatch.setenv("XIANXING_GUIDES", str(INVENTED))
    assert load_guide("cloudport-2025").name == "cloudport-2025"
    assert {"cloudport-2025", "shenzhen-2023", "guangzhou-2023"} <= set(known_guides())


def test_an_unknown_guide_names_the_known_ones() -> None:
    with language("en"), pytest.raises(UnknownGuideError, match=r"nowhere.1999.*shenzhen-2023"):
        load_guide("nowhere-1999")


@pytest.mark.parametrize("name", ["../etc", "a/b", "", ".", "shenzhen_2023/../shenzhen_2023"])
def test_a_name_never_leaves_the_roots(name: str) -> None:
    with pytest.raises(UnknownGuideError):
        load_guide(name)


def test_a_minimal_package_loads(write_guide: Write) -> None:
    guide = load_guide("small-town", [write_guide()])
    assert list(guide.clauses) == ["1", "2"]
    assert guide.fields == {} and guide.materials == {} and guide.sentences == ()


def test_an_unknown_key_is_refused_with_file_key_and_known_keys(write_guide: Write) -> None:
    error = failure(write_guide(guide=MINIMAL["guide"] + "\nspeed = 3\n"))
    assert error.file == "small_town/guide.toml"
    assert error.key == "channel.speed"
    assert "external" in error.remedy


def test_a_missing_key_says_what_to_write(write_guide: Write) -> None:
    error = failure(
        write_guide(guide=MINIMAL["guide"].replace('label = { zh = "窗口", en = "counter" }', ""))
    )
    assert (error.key, error.problem) == ("channel.label", "the key is missing")
    assert "zh" in error.remedy and "en" in error.remedy


def test_a_text_in_one_language_is_refused(write_guide: Write) -> None:
    error = failure(write_guide(guide=MINIMAL["guide"].replace(', en = "counter"', "")))
    assert error.key == "channel.label"


@pytest.mark.parametrize(
    ("file", "text", "key"),
    [
        (
            "form",
            '[field."content.x"]\nkind="text"\nlabel={zh="x",en="x"}\nfiller="lead"\nneed="required"\nclause="9"',
            "clause",
        ),
        (
            "form",
            '[field."content.x"]\nkind="song"\nlabel={zh="x",en="x"}\nfiller="lead"\nneed="required"\nclause="1"',
            "kind",
        ),
        (
            "form",
            '[field."content.x"]\nkind="text"\nlabel={zh="x",en="x"}\nfiller="lead"\nneed="conditional"\nclause="1"',
            "when",
        ),
        (
            "form",
            '[field."content.x"]\nkind="text"\nlabel={zh="x",en="x"}\nfiller="lead"\nneed="conditional"\nclause="1"\n'
            'when={field="content.y",is=true}',
            "content.x",
        ),
        (
            "form",
            '[group.content]\nlimit="none_such"\nlimit_clause="1"\nlimit_basis="guide"\n'
            '[field."content.x"]\nkind="text"\nlabel={zh="x",en="x"}\nfiller="lead"\nneed="required"\nclause="1"',
            "limit",
        ),
        (
            "materials",
            '[material.m]\nlabel={zh="m",en="m"}\nclause="9"\nissued_by="anyone"\nformats=[]',
            "clause",
        ),
        (
            "materials",
            '[material.m]\nlabel={zh="m",en="m"}\nclause="1"\nissued_by="the king"\nformats=[]',
            "issued_by",
        ),
        (
            "titles",
            '[title.t]\nwords=["x"]\nverdict="accepted"\nkinds=["ghost"]\nsince=2025-01-01\nsource={zh="s",en="s"}',
            "kinds",
        ),
        (
            "titles",
            '[title.t]\nwords=["x"]\nverdict="accepted"\nsince="2025"\nsource={zh="s",en="s"}',
            "since",
        ),
        ("settings", '[setting.s]\nlabel={zh="s",en="s"}\nclause="1"\nbasis="guide"\nvalues=[]', "basis"),
        ("rules", '[clause]\n"4.3.4" = "9"', "4.3.4"),
        ("rules", '[rule.r]\nseverity="harsh"', "severity"),
        ("source", 'sentences=[{clause="9",length=1,digest="x"}]', "clause"),
    ],
)
def test_what_does_not_fit_is_refused_where_it_stands(
    write_guide: Write, file: str, text: str, key: str
) -> None:
    error = failure(write_guide(**{file: text}))
    assert error.file == f"small_town/{file}.toml"
    assert key in error.key
    assert error.remedy


def test_a_duplicate_id_is_refused_as_bad_toml(write_guide: Write) -> None:
    error = failure(write_guide(clauses=MINIMAL["clauses"] + "\n[clause.1]\ndisplay='x'\n"))
    assert error.file == "small_town/clauses.toml"


def test_a_window_that_closes_before_it_opens_is_refused(write_guide: Write) -> None:
    batch = '[batch.b]\nlabel={zh="b",en="b"}\nclause="1"\nopens=2025-02-01\ncloses=2025-01-01'
    assert failure(write_guide(guide=MINIMAL["guide"] + batch)).key == "batch.b.closes"


def test_two_directions_never_share_a_value(write_guide: Write) -> None:
    row = '[direction.{0}]\nvalue=1\nlabel={{zh="d",en="d"}}\nclause="1"\n'
    assert failure(write_guide(guide=MINIMAL["guide"] + row.format("a") + row.format("b"))).key == "direction"


def test_errors_speak_chinese_by_default(write_guide: Write) -> None:
    with pytest.raises(GuideError, match="请写"):
        load_guide("small_town", [write_guide(guide=MINIMAL["guide"].replace("external = false", ""))])


def test_the_digest_counts_values_and_order_not_comments(write_guide: Write) -> None:
    def digest() -> str:
        return read_package("small_town", (root,)).digest

    root = write_guide()
    first = digest()
    write_guide(clauses="# a remark\n" + MINIMAL["clauses"])
    assert digest() == first
    write_guide(clauses=MINIMAL["clauses"].replace("甲", "丙"))
    assert digest() != first


def test_an_error_names_file_line_key_and_remedy(write_guide: Write) -> None:
    broken = MINIMAL["clauses"].replace('status = "declaratory"', 'status = "declared"')
    with language("en"), pytest.raises(GuideError) as caught:
        load_guide("small_town", [write_guide(clauses=broken)])
    error = caught.value
    assert (error.file, error.key) == ("small_town/clauses.toml", "clause.2.status")
    text = (error.line and broken.splitlines()[error.line - 1]) or ""
    assert "declared" in text
    assert str(error).startswith(
        f"small_town/clauses.toml:{error.line}: clause.2.status: 'declared' is not known"
    )
    assert error.remedy == "implemented | planned | declaratory | open"


def test_a_missing_key_is_told_at_the_head_of_its_table(write_guide: Write) -> None:
    bare = MINIMAL["clauses"].replace('display = "二"', "")
    with (
        language("en"),
        pytest.raises(GuideError, match=r"clauses.toml:\d+: clause.2.display: the key is missing"),
    ):
        load_guide("small_town", [write_guide(clauses=bare)])


def test_a_kind_of_file_that_bears_the_name_of_a_meaning_says_what_it_means(write_guide: Write) -> None:
    material = '[material.proof]\nlabel={zh="m",en="m"}\nclause="1"\nissued_by="anyone"\nformats=[]\n'
    root = write_guide(materials=material)
    with language("en"), pytest.raises(GuideError, match='write means = "proof"'):
        load_guide("small_town", [root])
    assert load_guide("small_town", [root], pinned=True).material("proof").means == "proof"


def test_one_guide_that_cannot_be_read_leaves_the_others_readable(write_guide: Write) -> None:
    root = write_guide()
    write_guide("broken_town", bare=True, guide='status = "compleat"')
    assert set(readable_guides([root])) == {"small-town"}
    assert "compleat" in str(unreadable_guides([root])["broken-town"])
    assert [guide.name for guide in complete_guides([root])] == ["small-town"]


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("a = 1\n[b]\nc = 2\n", "b.c", 3),
        ('[field."content.x"]\nkind = "t"\n', "field.content.x.kind", 2),
        ("[act]\nfile = { means = 1 }\n", "act.file.means", 2),
        ("[x]\nvalues = [\n  { value = 1 },\n]\n", "x.values[0].value", 2),
        ("[[rows]]\na = 1\n", "rows[0].a", 2),
        ("[b]\n", "c.d", 0),
    ],
)
def test_a_key_is_found_on_its_line(text: str, key: str, line: int) -> None:
    assert line_of(text, key)[1] == line
