"""Reports that say something lawful which only looks like a template's words, a denial or a secret."""

from __future__ import annotations

from tests.checker import factory
from tests.checker.oddities_form import Silent
from tests.checker.spoilt_inside import INVESTORS, RISKS, SECURITY, more
from tests.checker.spoilt_papers import LAWFUL

# As `oddities_form.SILENT`: no finding at all.
SILENT_INSIDE: dict[str, Silent] = (
    {
        name: (more(kind, line), factory.joint)
        for name, kind, line in (
            ("the product's own limit of length", SECURITY, "系统生成的差异摘要字数控制在二百字以内。"),
            ("the least that a user writes", INVESTORS, "投诉人填写的事由不少于10字，超出部分可以上传附件。"),
            ("data cleaned before they are used", SECURITY, "数据使用前，应去掉姓名，报送前删除中间文件。"),
            (
                "a message with places for its values",
                INVESTORS,
                "短信内容为“尊敬的{客户姓名}，您的投诉已受理”。",
            ),
            ("customers bear nothing", INVESTORS, "客户不承担相关损失，由牵头单位先行赔付。"),
            ("a word that waits, in quotation", RISKS, "系统对材料中的“待补充”字样自动提示经办人。"),
            ("a state called so", INVESTORS, "投诉单的状态分为已受理、待补充、已办结三类。"),
            ("an investor bears no loss of the trial", RISKS, "试点造成损失的，投资者不承担任何损失。"),
        )
    }
    | {
        "a line of a table that repeats the one above": (
            more(SECURITY, ("接入层", "口令与证书双重鉴别"), ("展示层", "同上"), ("比对层", "同上")),
            factory.joint,
        )
    }
    | {name: (edit, factory.joint) for name, edit in LAWFUL.items()}
)
