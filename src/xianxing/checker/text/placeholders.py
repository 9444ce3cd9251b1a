"""Words that stand where content should (clause 4.1.1: true, accurate and complete)."""

from __future__ import annotations

import re
from enum import Enum

from xianxing.documents.visible import narrowed


class Filled(Enum):
    """How much a text says."""

    EMPTY = "empty"  # nothing, or only marks that stand for nothing
    NOTHING = "nothing"  # 无, 不适用: an answer, but not an arrangement
    PLACEHOLDER = "placeholder"  # the whole text is a placeholder
    PARTLY = "partly"  # a placeholder stands within
    DOUBTFUL = "doubtful"  # words that may be a placeholder or may be meant
    YES = "yes"


_EMPTY = re.compile(r"[\s\-—–_/\\.。…·、，,;；:：*＊×?？!！#～~（）()\[\]【】〔〕<>《》“”\"'\u200b\u3000]*")
_NOTHING = re.compile(
    r"(?:无|没有|暂无|不适用|不涉及|未涉及|无此项|没有此项|N/?A|none|nil|null)[。.！!；;]?", re.I
)
_TAIL = r"(?=$|[\s。；;，,、！!）)】\]〕”\"…])"
_WAITING = (
    rf"(?:待|有待|尚待|后续|另行|稍后|日后|之后再|随后)(?:进一步)?(?:补充|完善|填写|填报|填列|补齐|"
    rf"补报|补填|明确|提供)(?:完整|说明|材料|内容|数据)?{_TAIL}"
    rf"|(?<![接招等期看优])待(?:定|填|补|录入|更新)(?:稿)?{_TAIL}|后补{_TAIL}|暂缺|暂略|从略{_TAIL}"
    rf"|(?:此处|此项|本项|本节)(?:空缺|暂空|暂略|略|留白|待\w{{1,3}})"
)
_ASKING = (
    r"(?<![“「『‘])(?:请|此处|在此(?:处)?|请在此(?:处)?)(?:填写|输入|插入|填入|录入|描述|补充说明|简要说明|单击"
    r"|点击)|点击(?:此处|这里)(?:输入|添加)"
    r"|单击(?:此处|这里)|[（(\[【〔［<＜{][\s]*(?:待|请)(?:补充|完善|定|填写?|填报|确认|核实|更新|"
    r"明确|插入|替换|修改)[^）)\]】〕］>＞}]{0,20}[）)\]】〕］>＞}]"
    r"|[\[【〔［<＜{]\s*(?:填写|输入|插入|补充)[^\]】〕］>＞}]{0,20}[\]】〕］>＞}]|【[\s　]*】|〔["
    r"\s　]*〕|\{\{.{0,40}?\}\}|\$\{.{0,40}?\}|\[[ \t　]{1,20}\]|[（(][ \t　]{1,20}[）)]"
    r"|[ \t　]{2,}年[ \t　]+月[ \t　]+日"
    r"|#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?)|错误[!！]\s?未找到引用源|未定义书签"
    r"|^(?:示例|样例|范例|填写示例)\s*[：:]"
)
_MARKS = (
    r"(?<![A-Za-z0-9])[xXＸｘ]{2,}(?![A-Za-z0-9])|×{2,}|[※＊]{3,}|\*{5,}|[□○◯]{3,}|_{3,}|＿{2,}|(?"
    r"<![A-Za-z])(?:TBD|TBC|TODO|FIXME)(?![A-Za-z])"
    r"|lorem ipsum|占位(?:符|文字|文本|内容)|(?:示例|样例|测试|模板)(?:文本|文字|内容){1}(?=$|[。；"
    r"）)])|某某(?=[\u4e00-\u9fff]{0,8}(?:公司|银行|证券|基金|期货|单位|机构|部门|中心|大学|先生|女士|同志|系统|项目|平台|市|省|路))|[×XxＸ]年[×XxＸ]月|？{3,}|\?{3,}"
)
_BRACKETED = (
    r"[（(\[【〔［<＜{]\s*(?:待|请|由)[^）)\]】〕］>＞}。；]{0,12}"
    r"(?:部|部门|处|室|组|方|公司|单位|机构|领导|法务|财务|合规|技术|业务|团队|人员|后|进一步|尽快)"
    r"[^）)\]】〕］>＞}。；]{0,4}(?:提供|补充|补齐|补|确认|填写|填报|完善|明确|核实|核定|反馈|定稿?|更新|落实)"
    r"[^）)\]】〕］>＞}。；]{0,6}[）)\]】〕］>＞}]"
)
_COUNTED = "(?:万|亿|元|家|人|名|个|户|笔|次|条|项|台|套|天|%|％)"
_STARS = (
    rf"(?<![\dA-Za-z*＊])[*＊]{{2,4}}\s*(?={_COUNTED}|公司|银行|证券|部)|(?<![\d*＊])[*＊]{{1,4}}[年月日](?:[*＊]|$|[，。；])"
    rf"|(?<=[\u4e00-\u9fff])[*＊]{{1,4}}(?={_COUNTED})|(?<=[\u4e00-\u9fff])[*＊]{{3,4}}(?=[，。；、]|$)"
    rf"|_{{2}}(?=\s*{_COUNTED})|约\s*[XxＸ×](?={_COUNTED})"
)
_SURE = re.compile(rf"{_WAITING}|{_ASKING}|{_BRACKETED}|{_MARKS}|{_STARS}", re.I)
_DOUBTFUL = re.compile(r"待补充|待完善|(?:详|参)?见附件[。.]?$|(?:内容)?(?:同上|同前|略|如上)[。.]?$", re.I)
_WHOLE = re.compile(
    r"(?:同上|同前|略|从略|如上|(?:详|参)?见(?:附件|附表|附录|另页|其他材料)|暂未确定|未定|尚未确定"
    r"|未填|未填写|空|test|测试|示例|样例|内容|模板|asdf\w{0,20}|qwer\w{0,20}|123\d{0,9}|abcd?e?f?"
    r"|(?:尚)?待[^，。；]{0,14}(?:提供|补充|补齐|确认|填写|反馈|完善|核定|后补)|[由请][^，。；]{2,12}(?:补充|填写|提供|填报)"
    r"|(?:尚|有)?待(?:建设?|建立|开通|设立|公布|确定)"
    r"|(?:待|另行|后续)(?:补充|完善|定|填写?|报|确认|核实|更新|明确|补|商定|研究))[。.…]*",
    re.I,
)


_REPEATED = re.compile(r"(.{1,40}?)\1{2,}[。.！!…]*", re.S)
_WORDS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_REFERS = re.compile(
    r"(?:具体|详细|相关|有关|本项)?(?:内容|情况|说明|信息|详情)?(?:请)?(?:详见|参见|另见|请见|见|参阅|参考|参照|查阅|以)"
    r"[^。；;\n]{0,60}(?:附件|附表|附录|方案|报告|材料|文件|章|节|部分|说明|协议|正文|上文|前文|前述|上述|上栏|下文|PPT|》)"
    r"[^。；;\n]{0,16}[。.；;]?",
    re.I,
)
_TENTATIVE = re.compile(
    r"[（(](?:暂定?|待定|拟定?|暂代|待确认|人选待定)[）)]|^(?:待定|暂定|拟定|未定|张三|李四|王五|赵六|某某|[甲乙丙丁]某?)$"
)


_ABOVE = re.compile(r"(?:同上|同前|如上|如前|同左)[。.；;]?")
# A word that waits is spoken of: quoted, the state of something, or what is done with such things.
_STATE = re.compile(
    r"(?:状态|标[记注识]|标|列|记|显示|提示|归|分|视|转|置|设|称|写|填|注明|含有?|出现|存在)(?:有|为|成|作|是|明|出)?[：:]?(?:[^，。；：:]{1,20}[、和或及])?\s*$"
    r"|(?:^|[，。；、：:])?(?:对|将|把|凡|如|若|有|遇|按|就|至于|其中|仍有?|仍为|剔除|排除|跟踪|处理|清理|核对|汇总|禁止|不得|无|没有)[^，。；]{0,12}$"
)
_STATE_AFTER = re.compile(
    r"^[、和或及，]?(?:待\w{1,3}[、和或及]?){0,3}(?:的|等|状态|字样|标[记识注]|事项|清单|条目|项目?(?![：:])|内容的|两类|三类|一类|类|时)"
)


def _spoken_of(text: str, hit: re.Match[str]) -> bool:
    """Whether a word that stands for something to come is only spoken of."""
    before = re.split("[。；;\n]", text[: hit.start()])[-1]
    after = re.split("[。；;\n]", text[hit.end() :])[0]
    opened = max(before.rfind(mark) for mark in '“「『‘"')
    quoted = opened >= 0 and not re.search("[”」』’]", before[opened:]) and re.search('[”」』’"]', after)
    if quoted:
        return len(before[:opened].strip()) + len(re.split('[”」』’"]', after, maxsplit=1)[-1].strip()) >= 4
    if not re.match("待|有待|尚待|后续|另行", hit.group()) or re.match(r"[（(【\[〔［<＜{]", hit.group()):
        return False
    return bool(_STATE_AFTER.match(after)) or (bool(_STATE.search(before)) and len(after.strip()) >= 2)


def refers_above(text: str) -> bool:
    """Whether a cell only says that it repeats the one above (同上)."""
    return _ABOVE.fullmatch("".join(text.split())) is not None


def refers_elsewhere(text: str) -> bool:
    """Whether the whole text only says where else to look (详见《项目实施方案》。)."""
    text = narrowed(text.strip())
    return len(text) <= 80 and _REFERS.fullmatch(text) is not None


def tentative_name(text: str) -> bool:
    """Whether what stands where a person is named is provisional or nobody's name."""
    return _TENTATIVE.search("".join(text.split())) is not None


def _filler(text: str) -> bool:
    """One piece said at least three times and nothing else: 测试测试测试."""
    return (
        4 <= len(text) <= 120
        and _WORDS.search(text) is not None
        and _REPEATED.fullmatch(re.sub(r"\s+", "", text)) is not None
    )


def filled(text: str) -> Filled:
    """How much the text says; only its own words are looked at."""
    text = narrowed(text.strip())
    if _EMPTY.fullmatch(text):
        return Filled.EMPTY
    if _NOTHING.fullmatch(text):
        return Filled.NOTHING
    if _WHOLE.fullmatch(text) or _filler(text):
        return Filled.PLACEHOLDER
    hit = _found(_SURE, text)
    if hit:
        rest = _EMPTY.sub("", _SURE.sub("", text))
        return Filled.PLACEHOLDER if len(rest) <= 6 else Filled.PARTLY
    return Filled.DOUBTFUL if _found(_DOUBTFUL, text) else Filled.YES


def _found(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first place that isn't only spoken of."""
    return next((hit for hit in pattern.finditer(text) if not _spoken_of(text, hit)), None)


def placeholder(text: str) -> str:
    """The placeholder found in a text, at most 20 characters of it, "" when there is none."""
    text = narrowed(text.strip())
    if _WHOLE.fullmatch(text) or _filler(text):
        return text[:20]
    hit = _found(_SURE, text) or _found(_DOUBTFUL, text)
    return hit.group()[:20] if hit else ""
