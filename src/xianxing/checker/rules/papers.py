"""Files as papers: each says something, says it itself, is no other one's copy, and no broken text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from xianxing.checker.case import CheckContext
from xianxing.checker.filing import FilingFile
from xianxing.checker.rules.materials import ALSO
from xianxing.checker.text.similar import shared, shingles
from xianxing.checker.text.stream import sought
from xianxing.documents.model import Document, FileKind, PlaceKind
from xianxing.law import Basis
from xianxing.law.rules import RuleOutcome, manual_review, rule, unmet

ALIKE = 0.9  # the share of the shorter report that also stands in the other
MOST_TEXT = 60_000  # characters of a report that are compared
BROKEN = re.compile("锟斤拷|烫烫烫|屯屯屯|锘锘|(?:Ã[\u0080-\u00bf¡-¿]|â€[™œ\u009d“”]|å[\u0080-\u00bf]){2}|�")
_STORES = r"(?:网盘|云盘|百度云|微云|腾讯文档|石墨文档|共享文件夹)"
ELSEWHERE = re.compile(
    rf"(?:详?见|请?访问|登录|存放(?:在|于)|已?上传(?:至|到)|放在|下载自)[^，。；]{{0,12}}{_STORES}|{_STORES}[^，。；]{{0,10}}(?:链接|下载|查看|地址)"
    r"|提取码\s*[：:为]?\s*[A-Za-z0-9]{4}|(?:pan\.baidu|weiyun|docs\.qq|shimo|kdocs|pan\.quark)\.(?:com|cn|im)"
    r"|扫(?:码|描[^，。；]{0,4}二维码)[^，。；]{0,6}(?:下载|获取)[^，。；]{0,6}(?:材料|报告|方案|附件|全文)"
)
_FORBIDDEN = re.compile("不得|禁止|严禁|不使用|不通过|防止|避免|阻断|拦截")


@rule("file-says-something", clause="4", basis=Basis.PRACTICE, family="files", also=ALSO)
def file_says_something(case: CheckContext) -> Iterator[RuleOutcome]:
    """No file is empty: it has words, or a picture that shows something."""
    for item in case.reports:
        if item.document is not None and not item.document.unread and _is_empty(item.document):
            material = case.guide.materials.get(item.kind)
            yield unmet("empty", item.place, clause=material.clause if material else None)


def _is_empty(document: Document) -> bool:
    if any(picture.shows is not False for picture in document.pictures):
        return False
    if document.text_source != "file":
        return bool(document.pictures) and not document.text.strip()
    return not re.search(r"\w", document.text) and document.kind is not FileKind.ZIP


@rule("files-apart", clause="4", basis=Basis.PRACTICE, family="materials", also=ALSO)
def files_apart(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each material is a file of its own: the same bytes, or nearly the same words, serve for one only."""
    said = {
        item.index: shingles(item.document.text[:MOST_TEXT])
        for item in case.reports
        if item.document is not None and _is_report(case, item)
    }
    for one, other in combinations(case.reports, 2):
        if one.document is None or other.document is None or one.kind == other.kind:
            continue
        material = case.guide.materials.get(other.kind)
        clause = material.clause if material else None
        both = _is_report(case, one) and _is_report(case, other)
        if one.document.sha256 == other.document.sha256:
            yield (unmet if both else manual_review)("same", other.place, clause=clause, other=one.file)
        elif both and shared(said[one.index], said[other.index]) >= ALIKE:
            yield manual_review("alike", other.place, clause=clause, other=one.file)


def _is_report(case: CheckContext, item: FilingFile) -> bool:
    material = case.guide.materials.get(item.kind)
    return material is not None and bool(material.sections)


@rule("text-unbroken", clause="4.1.1", basis=Basis.PRACTICE, family="form", also=("4.3.1",))
def text_unbroken(case: CheckContext) -> Iterator[RuleOutcome]:
    """No text was broken by a wrong encoding (锟斤拷)."""
    for text in sought(case, "broken_text"):
        hit = BROKEN.search(text.text)
        if hit:
            # a single replacement character may be a symbol that the reader of a file has no letter for
            certain = text.kind is PlaceKind.CELL or (text.visible and text.sure and hit.group() != "\ufffd")
            yield (unmet if certain else manual_review)("broken", text.location, quote=hit.group()[:10])


@rule("content-within", clause="4.1.1", basis=Basis.PRACTICE, family="form", also=("4.3.1",))
def content_within(case: CheckContext) -> Iterator[RuleOutcome]:
    """What has to be said stands in the filing and not in a store on the network."""
    for text in sought(case, "stores_elsewhere"):
        for sentence in re.split("[。；;\n]", text.text):
            hit = ELSEWHERE.search(sentence)
            if hit and not _FORBIDDEN.search(sentence):
                speak = unmet if text.visible and text.sure else manual_review
                yield speak("elsewhere", text.location, quote=hit.group()[:20])
                break
