"""Whether words say something: no promise to write it later, no restatement of their own heading."""

from __future__ import annotations

import re
from functools import cache

from xianxing.checker.text.data import words
from xianxing.checker.text.placeholders import Filled, filled

ENOUGH = 10  # characters below a heading that make it more than a heading
LEAST_OWN = 4  # characters of a sentence that neither its heading nor stock phrases have
LONG = 60  # a sentence longer than this says more than a promise
# 退出机制暂未制定，待入选后另行研究
PUT_OFF = re.compile(
    r"(?:暂未|尚未|还未|还没有|未)(?:制定|确定|建立|明确|编制|形成|设立|完成|落实|安排)"
    r"|(?:待|视|俟)[^，。；]{1,20}(?:后|时|情况)[，,]?(?:再|另行|进一步|届时)?[^，。；]{0,4}(?:研究|制定|确定|明确|补充|编制|商定|安排|报送|而定|决定|处理)"
    r"|(?:视|根据|按照?|结合)[^，。；]{0,10}(?:实际|具体|运行|项目)?(?:情况|需要|进展)[^，。；]{0,4}(?:而定|确定|制定|决定|研究|完善|安排|另行)"
    r"|(?:另行|日后|以后|后续|届时|适时|择机|尽快|逐步)(?:再|予以|另行|进一步)?(?:研究|制定|确定|明确|补充|编制|商定|报送|提供|提交|约定|通知|完善|出台|说明|披露)"
    r"|(?:正在|拟|将|计划)[^，。；]{0,14}(?:制定|编制|研究|起草|拟定)(?:中|之中|完成|该|相关|相应|有关|具体|本|此)?[^，。；]{0,10}$"
    r"|(?:详见|参见|见)(?:后续|另行|以后|将来|正式)[^，。；]{0,12}|^(?:暂无|暂缺|待定|略|从略|待补充?)$"
)
_CONCRETE = re.compile(
    r"\d|[一二三四五六七八九十百千两]+(?:个?工作日|日内|[天周年月]内?|小时|分钟|万元|亿元|次|级|人|家|户|倍)|《[^》]{4,}》"
)
_DENIED = re.compile("不涉及|不存在|不产生|不适用|没有")  # an answer, to be judged by what it answers
_STOPS = re.compile(r"[。；;！!\n]")


@cache
def _stock() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words("stock")), key=len, reverse=True)))


def is_promise(sentence: str) -> bool:
    """Whether a sentence only says that something is to come; one with numbers or names says more."""
    sentence = "".join(sentence.split())
    return (
        len(sentence) <= LONG and PUT_OFF.search(sentence) is not None and _CONCRETE.search(sentence) is None
    )


def only_promises(text: str) -> bool:
    """Whether all sentences of a text are promises."""
    said = [one for one in _STOPS.split(text) if len(one.strip()) >= 2]
    return bool(said) and all(is_promise(one) for one in said)


def restates(sentence: str, heading: str) -> bool:
    """Whether a sentence has hardly a word that neither its heading nor stock phrases have."""
    if _CONCRETE.search(sentence) or _DENIED.search(sentence):
        return False
    left = _stock().sub("", "".join(re.findall("[\u4e00-\u9fffA-Za-z0-9]", sentence)))
    return sum(character not in heading for character in left) < LEAST_OWN


def own_words(text: str, heading: str) -> int:
    """How many characters of a text say something of their own below this heading."""
    if filled(text) in (Filled.EMPTY, Filled.NOTHING, Filled.PLACEHOLDER):
        return 0
    said = [one for one in _STOPS.split(text) if one.strip()]
    return sum(
        len("".join(one.split())) for one in said if not is_promise(one) and not restates(one, heading)
    )
