"""Defects of files as papers: blank, another one's copy, broken text, a draft, content kept elsewhere."""

from __future__ import annotations

from functools import partial

from tests.checker.edits import CARE, PERSON, PLAN, RISK, SAFE, UNMET, Case, Edit, at
from tests.checker.factory import Draft
from tests.checker.spoilt_inside import INVESTORS, RISKS, SECURITY, headed, more
from tests.documents.build import pdf, word
from tests.documents.planted import blank_picture, picture

ENGLISH = (
    "This certificate confirms that the system of the company has been tested and fulfils the standard. "
)


def added(kind: str, file: str, data: bytes, **entry: object) -> Edit:
    """Put one more file in."""
    return lambda draft: draft.add(kind, file, data, **entry)


def one_for_two(draft: Draft) -> None:
    """Hand the risk report in as the plan for investors as well."""
    draft.papers[CARE] = draft.papers[RISK]


def retold(draft: Draft) -> None:
    """Copy the risk report's parts into the plan for investors."""
    draft.paper(INVESTORS).parts = dict(draft.paper(RISKS).parts)


def renamed(draft: Draft, name: str) -> None:
    entry = draft.entry("implementation_plan")
    draft.papers[name] = draft.papers.pop(entry["file"])
    entry["file"] = name


def translated(draft: Draft, chinese: str) -> None:
    """An English certificate and its translation."""
    draft.add("other", "证书.docx", word(ENGLISH * 3))
    draft.add("translation", "译文.docx", word(chinese), translation_of="证书.docx")


SHORT = "证书证明系统经过测试符合标准。"
WHOLE = "本证书证明该公司的系统已经过测试，符合标准的各项要求；测试覆盖功能、性能与安全三个方面，未发现偏差。"
PROOF = "intellectual_property"
OVERVIEW, SCENARIO, TERM = "content.overview", "content.scenario", "content.glossary[1].chinese"
TWO_NAMES = [{"term": "OCR", "chinese": "光学字符识别"}, {"term": "OCR", "chinese": "图像文字识别"}]
CASES: list[Case] = [
    Case(
        "file-says-something",
        UNMET,
        "4.2.6",
        "证书.png",
        added("intellectual_property", "证书.png", blank_picture()),
    ),
    Case("file-says-something", UNMET, "4.2.7", "说明.docx", added("other", "说明.docx", word(""))),
    Case("file-says-something", UNMET, "4.2.7", "说明.pdf", added("other", "说明.pdf", pdf(lambda _: None))),
    Case("files-apart", UNMET, "4.2.5", CARE, one_for_two),
    Case("files-apart", PERSON, "4.2.5", CARE, retold),
    Case("text-unbroken", UNMET, "4.1.1", OVERVIEW, at(OVERVIEW, "核验\ufffd\ufffd工具。")),
    Case("text-unbroken", UNMET, "4.1.1", SAFE, more(SECURITY, "数据锟斤拷锟斤拷来源。")),
    Case(
        "content-within",
        UNMET,
        "4.1.1",
        "content.scenario",
        at("content.scenario", "详见网盘，提取码：8x9d。"),
    ),
    Case("content-within", UNMET, "4.1.1", RISK, more(RISKS, "指标清单已上传至百度网盘。")),
    Case("file-final", UNMET, "4.3.1", PLAN, headed("征求意见稿")),
    Case("file-final", UNMET, "4.3.1", PLAN, headed("项目实施方案（初稿）")),
    Case("file-final", UNMET, "4.3.1", CARE, more(INVESTORS, "（讨论稿）")),
    Case("file-final", PERSON, "4.3.1", "方案草稿.docx", partial(renamed, name="方案草稿.docx")),
    Case("glossary-complete", UNMET, "4.3.5", TERM, at("content.glossary", TWO_NAMES)),
    Case("english-translated", UNMET, "4.3.5", "译文.docx", partial(translated, chinese="证书。")),
    Case(
        "english-translated",
        PERSON,
        "4.3.5",
        "译文.docx",
        partial(translated, chinese=SHORT),
    ),
]
LAWFUL: dict[str, Edit] = {
    "a law's draft": more(RISKS, "参考《证券公司管理办法（修订草案征求意见稿）》的要求设定指标。"),
    "a store that is forbidden": more(SECURITY, "终端禁止使用网盘外传数据，网盘链接一律阻断。"),
    "a sample that is confirmed": more(INVESTORS, "告知书由法务起草，样稿由业务部门确认后定稿。"),
    "the text for review": headed("项目实施方案（送审稿）"),
    "a picture as certificate": added(PROOF, "证书.png", picture()),
    "a whole translation": partial(translated, chinese=WHOLE),
}
