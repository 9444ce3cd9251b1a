"""The letter that tells an expert the code: printed, sent by post, and kept nowhere."""

from __future__ import annotations

from datetime import datetime

from xianxing.documents.writing.official import OfficialPaper, write_official_pdf
from xianxing.workdays.clocks import CHINA_TIME


def code_letter(name: str, code: str, until: datetime, *, at: datetime) -> bytes:
    """The letter as PDF. It holds the code and never the link. Raises TypesettingError."""
    last = until.astimezone(CHINA_TIME)
    day = at.astimezone(CHINA_TIME)
    paper = OfficialPaper(
        title="专家评审验证码告知函",
        to=name,
        paragraphs=(
            f"您参加专家评审使用的验证码为：{code}。",
            f"请打开另行发送给您的链接，输入上述验证码。有效期至{last.year}年{last.month}月{last.day}日"
            f"{last:%H:%M}。",
            "验证码只能使用一次，用于一台设备；更换设备的，请与秘书处联系，重新领取验证码。"
            "阅读和提交意见期间，部分操作须再次输入本验证码，请妥善保管。",
            "链接与验证码分别告知，请勿转告他人，也不要与链接一并转发。您没有收到链接，或者不认识本函所述事项的，"
            "请与秘书处联系。",
        ),
        signed=("专项工作组秘书处",),
        signed_day=f"{day.year}年{day.month}月{day.day}日",
    )  # fmt: skip
    return write_official_pdf(paper, made=at)
