"""Who writes a clean filing: one of fourteen authors with the texts beside this file, in three hands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.acceptance.model import Tree

TEXTS = Path(__file__).parent / "texts"
SURNAMES = "顾陆沈程温梁贺傅谈乔卫简祝伍桑裴闵柯屠荀"
GIVEN = (
    "明舟",
    "若川",
    "景深",
    "知夏",
    "伯安",
    "雨棠",
    "思源",
    "望舒",
    "文澜",
    "子衡",
    "清越",
    "怀瑾",
    "书屿",
    "云起",
)
RISKS = {
    "market": ("行情剧烈波动时提示滞后，影响处理时机", "统计高波动日的响应时间", "设定响应上限，超时转人工"),
    "credit": ("对方资信恶化未能及时反映，造成垫付或者拖欠", "按周核对资信变化", "设置额度并要求补充担保"),
    "liquidity": (
        "处理延误导致资金或者份额不能按时到位",
        "监测在途金额与时长",
        "预留备用额度，优先处理到期事项",
    ),
    "operational": (
        "人员过度依赖系统，复核流于形式",
        "抽查复核记录与停留时长",
        "按比例随机重做，结果纳入考核",
    ),
    "compliance": ("规则更新后系统未同步调整", "逐月核对规则变更台账", "生效前完成修订并双人复核"),
    "public_opinion": ("对外表述不当被误解为监管机构认可", "每日检索公开报道", "统一口径，及时澄清更正"),
}
TECH_RISKS = {
    "network": ("外部攻击者尝试入侵对外接口", "边界流量与告警实时监测", "白名单、限速与入侵检测"),
    "system": ("关键服务故障导致中断", "健康检查与容量监测", "双机热备并定期切换演练"),
    "data": ("数据被篡改或者丢失", "每日校验摘要", "异地备份与恢复验证"),
    "personal_information": ("个人信息被超范围查询", "访问日志分析", "字段遮蔽、审批后限时可见"),
}


@cache
def load_text(name: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))


def gloss(text: str, terms: list[list[str]], chinese_first: bool) -> str:
    """Write each [[TERM]] with its Chinese gloss at its first use in the text and bare afterwards."""
    for term, chinese, _ in terms:
        mark = re.escape(f"[[{term}]]")
        full = f"{chinese}（{term}）" if chinese_first else f"{term}（{chinese}）"
        text = re.sub(f"(?:{chinese}（{mark}）|{mark})", full, text, count=1)
        text = re.sub(f"(?:{chinese}（{mark}）|{mark})", term, text)
    return text


@dataclass
class Author:
    """Everything that one filing's texts are filled from."""

    spec: Tree
    number: int
    turn: int = 0

    @property
    def voice(self) -> int:
        return int(self.spec["voice"])

    @property
    def lead(self) -> Tree:
        found: Tree = next(unit for unit in self.spec["unit"] if unit["lead"])
        return found

    @property
    def providers(self) -> list[Tree]:
        return [unit for unit in self.spec["unit"] if unit["provider"]]

    def fill(self, text: str, **more: object) -> str:
        spec = self.spec
        facts = {
            **{key: value for key, value in spec.items() if isinstance(value, str | int)},
            "L": self.lead["short"],
            "P": "、".join(unit["short"] for unit in self.providers),
            "exempt": spec.get("exempt", "试点不申请任何监管规则豁免。"),
            **more,
        }
        return text.format(**facts)

    def cell(self, text: str, **more: object) -> str:
        """One cell, glossed at first use."""
        return gloss(self.fill(text, **more), self.spec["terms"], self.voice != 1)

    def sections(self, kind: str) -> list[Any]:
        """Headings of a report with the contents that stand under each."""
        if self.turn == 3:
            return list(load_text("fourth_hand")["headings"][kind][self.voice])
        hand = 3 + (self.voice + self.turn) % 3 if self.turn else self.voice
        return list(load_text("reports")["headings"][kind][hand])

    def body(self, key: str) -> list[str]:
        """The ways in which one content is written."""
        own = load_text("fourth_hand")["body"].get(key) if self.turn == 3 else None
        return list(own or load_text("reports")["body"][key])

    def person(self, index: int) -> str:
        place = self.number * 29 + index * 11
        return SURNAMES[place % len(SURNAMES)] + GIVEN[(place // 3 + index) % len(GIVEN)]


def months_later(start: date, months: int) -> date:
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, 15)


def milestones(start: date, months: int) -> list[Tree]:
    rows = [
        ["完成生产环境部署与安全测试", months_later(start, -1)],
        ["启动试运行", start],
        ["扩大到全部试点范围", months_later(start, months // 3)],
        ["中期评估", months_later(start, months // 2)],
        ["试点总结与退出评估", months_later(start, months - 1)],
    ]
    return table_rows("name date", rows)


def table_rows(keys: str, rows: list[list[Any]]) -> list[Tree]:
    return [dict(zip(keys.split(), row, strict=True)) for row in rows]
