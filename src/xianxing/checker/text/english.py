"""English words in a Chinese text, and whether each is glossed where it first stands (clause 4.3.5).

Not English words: numbers of standards, addresses, file names, codes with many digits, units of measure,
Roman numerals, single letters (A股), proper names of products, titles within 《》. The lists are data
(`words.toml`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from xianxing.checker.text.data import folded, words

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_OPEN, _CLOSE = r"[（(\[【〔［]", r"[)）\]】〕］]"
_WORD = re.compile(r"[A-Za-z](?:[A-Za-z0-9]|[-+.&'’/](?=[A-Za-z0-9]))*(?:[+#]{1,2}(?![A-Za-z0-9]))?")
_JOIN = re.compile(r"[ \t]{1,2}|[ ]?[-–&][ ]?")
_ROMAN = re.compile(r"[IVXivx]{2,6}")
# Grades of credit: AAA, AA+, BBB-, A-1; a lone pair of letters only beside a word of grading.
_GRADE = re.compile(r"(?:AAA|BBB|CCC)[+-]?(?:sf)?|(?:AA|BB|CC)[+-](?:sf)?|[ABC][aA]{1,2}[1-3]|A-[123]")
_FORMULA = re.compile(r"[a-z]{1,2}\d?(?:[-+*/][a-z0-9]{1,2})+")  # y=ax+b
_GRADING = re.compile("级|评|信用|资信")
_FILE = re.compile(
    r"[^\s，。；、“”《》（）()]{1,80}\.(?:docx?|xlsx?|pptx?|pdf|zip|png|jpe?g|txt|csv|toml|json|xml|html?|py|sql|md|conf|cfg|ini|ya?ml|log|sh|so|jar|bak)\b",
    re.I,
)
_ADDRESS = re.compile(
    r"(?:https?|ftp|wss?)://[^\s，。；、）)》”]+|www\.[^\s，。；、）)》”]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"
    r"|\b(?:[a-z0-9-]{1,63}\.){1,6}(?:com|cn|net|org|gov|edu|example|io|test|local)(?:\.cn)?(?:/[^\s，。；、）)》”]*)?",
    re.I,
)
_TITLE = re.compile(r"《[^《》]{1,120}》")
_PATH = re.compile(r"(?<![A-Za-z0-9])/[a-z0-9_{}.-]{1,80}(?:/[a-z0-9_{}.-]{1,80}){0,8}")
_NOT_A_GLOSS = re.compile(
    r"^(?:见|详见|参见|如|例如|比如|包括|包含|含|附|以下同|下同|同上|版本|第|约|共|不|已|未|非|本地|试点|自研|自主|国产|开源|"
    r"由|在|经|从|按|可|用于|用来|负责|实现|完成|支持|采用|使用|通过|基于|部署|对应|其中)"
)
_IN_BRACKET = re.compile(
    r"^(?:以下|下文|下称|英文|英语|全称|简称|缩写|统称|简写|即|又称|亦称|也称|称|名|为|的|译|原文|作|是|“|”|\"|：|:|，|,|、|；|;|\s|[A-Za-z0-9/&.\-'’+#])*$"
)
# 图像分割（SEG，全称 Semantic Segmentation，即…）: a bracket that gives the name in full defines
# what stands before it, whatever else it says.
_ENGLISH = r"[A-Za-z][A-Za-z0-9/&.\-'’+# ]*"
_FULL = rf"(?:英文|英语)?(?:全称|全名|全写)(?:为|是)?[：:\s“\"]*{_ENGLISH}"
_NAMING = re.compile(r"(?:英文|英语)?(?:全称|全名|全写|简称|缩写|原文)(?:为|是)?")
_DEFINES = re.compile(
    rf"^\s*(?:(?:英文|英语)?(?:简称|缩写)?(?:为|是)?[：:\s“\"]*{_ENGLISH}[”\"]?\s*[，,；;：:\s]\s*)?{_FULL}[”\"]?\s*(?:[，,；;].*)?$"
)
_CONNECT = re.compile(
    r"^[”\"’]?\s*(?:，|,|（|\(|——|—|：|:)?\s*(?:即|亦即|也即|是指|指的是|指|中文(?:名称?|译名?)?(?:为|是)?|意为|译为|又称)"
)
_BEFORE = re.compile(
    r"(?:简称|缩写为?|英文(?:名称?|缩写)?为?|下称|又称|亦称|即|称为|称作|记为)[：:]?\s*[“\"‘「]?\s*$"
)
_CHINESE_AFTER = re.compile(
    rf"(?:\s*[，,；;]\s*{_FULL}|[A-Za-z\s]{{0,60}})[”\"]?\s*(?:，|,|：|:|/|；|;|—+|-|即|译为|中文(?:名)?为?)+\s*(?:即|译为|中文(?:名|译名)?(?:为|：)?|意为)?"
    rf"[“\"]?([{HAN}]{{2,24}})[”\"]?(?:[，,；;].{{0,40}})?"
)
_CHINESE_BEFORE = re.compile(
    rf"[“\"]?([{HAN}]{{2,24}})[”\"]?\s*(?:，|,|：|:|/|；|;|—+)\s*(?:英文(?:全称|名)?(?:为|：)?|即)?[A-Za-z\s，,]*"
)
_PRODUCT_AFTER = re.compile(
    r"^[”\"]?\s*(?:分布式|图|时序|关系型?|开源|联盟链|区块链|底层)?(?:数据库|操作系统|框架|软件|引擎|编程语言|语言|中间件|开源项目|"
    r"浏览器|芯片|服务器|终端|公司|集团|产品|组件库|套件|平台|系统|工具|项目|社区|牌|云)"
)
_ENGLISH_ENDING = re.compile(
    r"(?:ing|tion|sion|ment|ity|ness|ance|ence|ware|ized?|ised?|ous|ful|ology|ism|ency)$"
)


class GlossNeed(Enum):
    """Whether a word needs a gloss: surely, or only a person can tell (an unknown proper name)."""

    SURE = "sure"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class Word:
    """An English word or phrase at its first place in a text."""

    text: str
    start: int
    end: int
    need: GlossNeed
    glossed: bool
    gloss: str  # the Chinese that stands beside it, "" when none was recognised


def canonical(word: str) -> str:
    """The form under which two spellings are the same word: folded, hyphens as blanks, without plural."""
    text = unicodedata.normalize("NFKC", word).casefold().replace("’", "'").strip(" -&'")
    text = re.sub(r"[\s\-]+", " ", text)
    return text[:-1] if len(text) > 3 and text.endswith("s") and not text.endswith("ss") else text


def english_words(
    text: str, *, names: Iterable[str] = (), glossary: Mapping[str, str] | None = None
) -> list[Word]:
    """The English words of a text that need a gloss, each once, at its first place, in order.

    `names` (project, units, files) are taken out first. `glossary` maps canonical terms to Chinese: it makes
    `应用程序编程接口API` readable as a gloss, but never stands in for one.
    """
    shown = _masked(unicodedata.normalize("NFC", text), names)
    seen: dict[str, Word] = {}
    for start, end in _phrases(shown):
        phrase = shown[start:end]
        for left, right, need in _parts(shown, start, end):
            key = canonical(shown[left:right])
            if key in seen:
                continue
            glossed, gloss = _gloss(shown, left, right, glossary or {})
            if not glossed and (left, right) != (start, end) and _gloss(shown, start, end, glossary or {})[0]:
                glossed = True
            seen[key] = Word(shown[left:right] if need else phrase, left, right, need, glossed, gloss)
    return list(seen.values())


def english_share(text: str) -> tuple[int, int]:
    """How many English words and how many Chinese characters a text has."""
    return len(re.findall(r"[A-Za-z]{2,}", text)), len(re.findall(f"[{HAN}]", text))


def _masked(text: str, names: Iterable[str]) -> str:
    """The text with everything that is no English word blanked out, positions kept."""
    text = "".join(_half(character) for character in text)
    for pattern in (_TITLE, _FILE, _ADDRESS, _standards()):
        text = pattern.sub(_blank, text)
    for name in sorted({name for name in names if re.search("[A-Za-z]", name)}, key=len, reverse=True):
        text = re.sub(re.escape("".join(_half(character) for character in name)), _blank, text, flags=re.I)
    return _PATH.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return "\u25a1" * len(match.group())


def _half(character: str) -> str:
    """A full-width letter or digit as its half-width form; nothing else changes (brackets stay)."""
    if "\uff10" <= character <= "\uff5a":
        plain = chr(ord(character) - 0xFEE0)
        return plain if plain.isalnum() else character
    return character


@cache
def _standards() -> re.Pattern[str]:
    heads = "|".join(
        re.escape(head).replace(r"\ ", r"\s?") for head in sorted(words("standards"), key=len, reverse=True)
    )
    number = r"[\s\u3000—\-–_:：]{0,2}\d{1,6}(?:[.\-—–:：/]\d{1,6})*(?:\.[a-z]+\d*)?"
    team = r"T/[A-Z]{2,8}\s?\d{2,6}(?:\.\d+)?(?:[—\-–]\d{4})?|DB\d{2,4}(?:/T)?\s?\d{1,5}(?:[—\-–]\d{4})?"
    return re.compile(rf"(?<![A-Za-z])(?:{team}|(?:{heads}){number})")


def _phrases(text: str) -> list[tuple[int, int]]:
    """Runs of English words that stand beside each other, as one phrase."""
    found: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        if found and _JOIN.fullmatch(text[found[-1][1] : match.start()]):
            found[-1] = (found[-1][0], match.end())
        else:
            found.append((match.start(), match.end()))
    return found


def _parts(text: str, start: int, end: int) -> list[tuple[int, int, GlossNeed]]:
    """The parts of a phrase that need a gloss: the whole phrase, or none when it is a name."""
    phrase = text[start:end]
    if _harmless(phrase, text, start, end):
        return []
    pieces = [(m.start() + start, m.end() + start) for m in _WORD.finditer(phrase)]
    slash = [piece for left, right in pieces for piece in _split(text, left, right)]
    if len(slash) > len(pieces) or len(pieces) == 1:
        return [(a, b, need) for a, b in slash if (need := _need(text, a, b)) is not None]
    needs = [_need(text, a, b) for a, b in pieces]
    wanted = [need for need in needs if need is not None]
    if not wanted:
        return []
    upper = [(a, b, need) for (a, b), need in zip(pieces, needs, strict=True) if need and text[a:b].isupper()]
    if upper and len(upper) < len(pieces) and any(need is None for need in needs):
        return upper
    return [(start, end, GlossNeed.SURE if GlossNeed.SURE in wanted else GlossNeed.DOUBTFUL)]


def _split(text: str, left: int, right: int) -> list[tuple[int, int]]:
    """`OCR/NLP` as two words, `A/B` as it is."""
    if "/" not in text[left:right]:
        return [(left, right)]
    parts, at = [], left
    for piece in text[left:right].split("/"):
        if piece:
            parts.append((at, at + len(piece)))
        at += len(piece) + 1
    return parts


def _harmless(phrase: str, text: str, start: int, end: int) -> bool:
    key = phrase.casefold()
    if key in folded("products") or key in folded("usage") or phrase in words("algorithms"):
        return key not in folded("terms") or key in folded("products")
    before = text[max(0, start - 3) : start]
    return phrase in words("units") and bool(
        re.search(r"[\d.\s%个每/）)]$", before) or start == 0 == len(text) - end
    )


def _need(text: str, start: int, end: int) -> GlossNeed | None:
    """Whether one word needs a gloss; None for what is no English word."""
    word = text[start:end].strip(".-&'’/")
    letters = re.sub(r"[^A-Za-z]", "", word)
    key = word.casefold()
    digits = sum(character.isdigit() for character in word)
    if len(letters) <= 1 or digits >= 3 or _harmless(word, text, start, end):
        return None
    if key in folded("terms"):
        return GlossNeed.SURE
    if _is_grade(word, text, start, end) or _FORMULA.fullmatch(word):
        return None
    if _ROMAN.fullmatch(word) or re.fullmatch(r"[vV]\d.*", word) or key in folded("algorithms"):
        return None
    if re.match(r"\d", text[start - 1 : start]) and (
        word in words("units") or key in {"x", "xx", "st", "nd", "rd", "th"}
    ):
        return None
    base = re.sub(r"[-.]?\d+(?:\.\d+)*$", "", key)
    if base in folded("products") or key.split(".")[0] in folded("products"):
        return None
    if re.fullmatch(r"[xX]{2,}", word):
        return None  # a placeholder, which has a rule of its own
    return _by_shape(word, text, end)


def _is_grade(word: str, text: str, start: int, end: int) -> bool:
    """Whether the letters are a grade of credit (评级AA+及以上)."""
    if _GRADE.fullmatch(word) or _GRADE.fullmatch(text[start : end + 1].strip()):
        return True
    near = text[max(0, start - 8) : start] + text[end : end + 6]
    return word in ("AA", "BB", "CC") and _GRADING.search(near) is not None


def _by_shape(word: str, text: str, end: int) -> GlossNeed | None:
    if word.isupper() or word.islower() or re.fullmatch(r"[A-Z]{2,}s", word):
        return GlossNeed.SURE
    if re.search(r"[a-z][A-Z]|^[A-Z]{2,}[a-z]|^[a-z]+[A-Z]", word):
        return None  # OceanBase, openGauss: written as names are; terms of that shape are listed
    if _PRODUCT_AFTER.match(text[end : end + 12]):
        return None
    return GlossNeed.SURE if _ENGLISH_ENDING.search(word.casefold()) else GlossNeed.DOUBTFUL


def _gloss(text: str, start: int, end: int, glossary: Mapping[str, str]) -> tuple[bool, str]:
    """Whether the word at this place has its Chinese beside it, and that Chinese."""
    for check in (_inside_bracket, _both_in_bracket, _bracket_after, _said_to_be, _beside):
        found = check(text, start, end, glossary)
        if found is not None:
            return True, found
    return False, ""


def _inside_bracket(text: str, start: int, end: int, _: Mapping[str, str]) -> str | None:
    """应用程序编程接口（API）, also with the full English name or 简称 within the brackets."""
    window = text[max(0, start - 120) : start]
    opened = max(window.rfind(mark) for mark in "（(［[【〔")
    if opened < 0 or re.search(_CLOSE, window[opened:]):
        return None
    inner_before = window[opened + 1 :]
    closing = re.search(_CLOSE, text[end : end + 120])
    inner = inner_before + text[start:end] + (text[end : end + closing.start()] if closing else "")
    left = window[:opened].rstrip(' \t\u3000”"’」》')
    if not re.search(f"[{HAN}]$", left):
        return None
    chinese = re.search(f"[{HAN}]{{1,24}}$", left)
    if _IN_BRACKET.match(inner) or _DEFINES.match(inner):
        return chinese.group() if chinese else ""
    return None


def _both_in_bracket(text: str, start: int, end: int, _: Mapping[str, str]) -> str | None:
    """API（Application Programming Interface，应用程序编程接口）: English and its Chinese in one bracket."""
    window = text[max(0, start - 80) : start]
    opened = max(window.rfind(mark) for mark in "（(［[【〔")
    closing = re.search(_CLOSE, text[end : end + 120])
    if opened < 0 or closing is None or re.search(_CLOSE, window[opened:]):
        return None
    before, after = window[opened + 1 :].strip(), text[end : end + closing.start()].strip()
    said = (
        _CHINESE_AFTER.fullmatch(after)
        if re.fullmatch(r"[A-Za-z\s：:，,\-]*|(?:英文|全称|即)[：:为]?", before)
        else None
    )
    if said is None and not re.search(f"[{HAN}]", after):
        said = _CHINESE_BEFORE.fullmatch(before)
    chinese = said.group(1) if said else ""
    return chinese if chinese and not _NOT_A_GLOSS.match(chinese) else None


def _bracket_after(text: str, start: int, end: int, glossary: Mapping[str, str]) -> str | None:
    """API（应用程序编程接口）; also inside brackets or quotes that hold more English."""
    rest = text[end : end + 160]
    match = re.match(rf"[”\"’」s]?\s*{_OPEN}\s*([^（）()\[\]【】〔〕［］]{{1,80}}){_CLOSE}", rest)
    if not match:
        return None
    inside = match.group(1).strip()
    han = re.findall(f"[{HAN}]", _NAMING.sub("", inside))
    known = glossary.get(canonical(text[start:end]), "")
    if known and known in inside:
        return known
    return (
        inside
        if len(han) >= 2 and not _NOT_A_GLOSS.match(inside) and not re.search("[。；]", inside)
        else None
    )


def _said_to_be(text: str, start: int, end: int, _: Mapping[str, str]) -> str | None:
    """API，即应用程序编程接口; 应用程序编程接口，简称API."""
    after = _CONNECT.match(text[end : end + 14])
    if after and re.match(f'[：:]?[“"]?[{HAN}]{{2}}', text[end + after.end() : end + after.end() + 4]):
        return ""
    before = text[max(0, start - 30) : start]
    hit = _BEFORE.search(before)
    return "" if hit and re.search(f"[{HAN}]{{2}}", before[: hit.start()]) else None


def _beside(text: str, start: int, end: int, glossary: Mapping[str, str]) -> str | None:
    """应用程序编程接口API or API应用程序编程接口, when the glossary gives just this Chinese."""
    known = glossary.get(canonical(text[start:end]), "")
    if not known:
        return None
    before, after = text[:start].rstrip(' “"—-'), text[end:].lstrip(' ”"—-：:')
    return known if before.endswith(known) or after.startswith(known) else None
