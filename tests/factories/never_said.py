"""Words that are never said of a project, and the contexts in which they stand for something else."""

from __future__ import annotations

import re

# A project is never said to be 批准, 许可, 认证 or 备案通过. What remains after these contexts is an error.
NEVER_SAID = re.compile("批准|许可|认证|备案通过")
CONTEXTS = {
    r"(?:不是|不属于|不构成|不等于|不代表|并非)[^，。；\n]{0,12}(?:批准|许可|认证|备案通过)": "denied",
    r"行政许可法": "the name of a statute",
    r"许可证": "a unit's own licence",
    r'"金融许可"': "a word looked for in the names of units' licences",
    r"\(\?:核准\|审批\|批准\|批复\|注册\|许可\)": "words looked for: a supervisor's approval of a product",
    r"审批\|批准\|拒绝": "words looked for: what a machine decides by itself",
    r"\(\?:批准\|许可\|核准\|认可\|认证\)": "words looked for: an endorsement that a cell claims",
    "没有称项目已获监管部门批准": "a rule that refuses the word",
    r"身份认证": "logging in",
    r"专利、认证、奖项": "clause 4.2.6: what a unit holds already",
}
