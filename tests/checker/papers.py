"""The five reports of a filing as editable papers, and as real Word files with real footnotes."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO

import docx
from PIL import Image, ImageDraw

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SCREEN = "（界面截图）"  # stands for a picture in a paper's part
Row = tuple[str, ...]
Signed = tuple[str, str, str]  # unit, name, title

_made: dict[str, bytes] = {}  # by the paper's words: making a Word file takes longer than checking it


@cache
def screen() -> bytes:
    """A picture of a list of differences."""
    image = Image.new("RGB", (480, 240), "white")
    draw = ImageDraw.Draw(image)
    for row in range(5):
        draw.rectangle((20, 20 + row * 40, 460, 50 + row * 40), outline="navy", width=2)
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@dataclass
class Paper:
    """A report: cover, parts (heading → paragraphs and table rows), footnotes, signature pages."""

    title: str
    project: str
    issuers: list[str]
    parts: dict[str, list[str | Row]]
    signed: list[Signed]
    notes: list[str] = field(default_factory=lambda: ["指对同一条款在不同文件中的表述进行比对的活动。"])
    issued: str = "2024年1月10日"
    signed_on: str = "2024年1月12日"
    before: list[str] = field(default_factory=list)  # lines above the title
    bold_headings: bool = False  # headings that are only bold

    def but(self, **changes: object) -> Paper:
        """A copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def word(self) -> bytes:
        """The paper as a Word file; the same paper gives the same bytes."""
        if repr(self) not in _made:
            _made[repr(self)] = self._word()
        return _made[repr(self)]

    def _word(self) -> bytes:
        document = docx.Document()
        for line in (
            *self.before,
            self.title,
            f"项目名称：{self.project}",
            f"出具单位：{'、'.join(self.issuers)}",
            f"出具日期：{self.issued}",
        ):
            document.add_paragraph(line)
        for heading, body in self.parts.items():
            if self.bold_headings:
                document.add_paragraph().add_run(heading).bold = True
            else:
                document.add_heading(heading, 1)
            rows = [item for item in body if isinstance(item, tuple)]
            for item in body:
                if item == SCREEN:
                    document.add_picture(BytesIO(screen()))
                elif isinstance(item, str):
                    document.add_paragraph(item)
            if rows:
                table = document.add_table(len(rows), len(rows[0]))
                for number, row in enumerate(rows):
                    for place, text in enumerate(row):
                        table.cell(number, place).text = text
        for unit, name, title in self.signed:
            document.add_paragraph("签字页")
            for line in (
                f"单位名称（盖章）：{unit}",
                f"签字人：{name}",
                f"职务：{title}",
                f"签字日期：{self.signed_on}",
            ):
                document.add_paragraph(line)
        stream = BytesIO()
        document.save(stream)
        return _with_notes(stream.getvalue(), self.notes)


def _with_notes(data: bytes, notes: list[str]) -> bytes:
    """Put real footnotes behind the first paragraphs that are sentences."""
    parts = {}
    with zipfile.ZipFile(BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    if notes:
        body = parts["word/document.xml"].decode()
        marks = iter(range(1, len(notes) + 1))

        def mark(match: re.Match[str]) -> str:
            number = next(marks, None)
            return (
                match.group()
                if number is None
                else f'。</w:t></w:r><w:r><w:footnoteReference w:id="{number}"/></w:r></w:p>'
            )

        parts["word/document.xml"] = re.sub("。</w:t></w:r></w:p>", mark, body).encode()
        texts = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
            for number, text in enumerate(notes, 1)
        )
        parts["word/footnotes.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{W}">{texts}</w:footnotes>'.encode()
        )
        types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        parts[types] = parts[types].replace(
            b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
        )
        link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        parts[relations] = parts[relations].replace(
            b"</Relationships>",
            f'<Relationship Id="rIdNotes" Type="{link}" Target="footnotes.xml"/></Relationships>'.encode(),
        )
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 12, 0, 0, 0)), content)
    return target.getvalue()


def compliance(project: str, issuers: list[str], signed: list[Signed]) -> Paper:
    return Paper(
        "合规评估报告",
        project,
        issuers,
        {
            "一、评估范围": [
                "评估覆盖产品文件的生成、核验、修改和披露四个环节，采用访谈与穿行测试相结合的方法。"
            ],
            "二、适用法规": [
                "对照《公开募集证券投资基金信息披露管理办法》《证券基金经营机构信息技术管理办法》逐条评估。",
                ("环节", "法规", "结论"),
                ("信息披露", "《公开募集证券投资基金信息披露管理办法》", "符合，责任主体不变"),
            ],
            "三、评估结论": ["综上，项目承载业务符合现行行业监管法规，同意申报。"],
        },
        signed,
    )


def implementation(project: str, issuers: list[str], signed: list[Signed]) -> Paper:
    return Paper(
        "项目实施方案",
        project,
        issuers,
        {
            "一、应用场景": ["产品部门在定稿前提交全部法律文件，系统给出差异清单，合规岗位据以复核。"],
            "二、业务逻辑": [
                "文件提交、条款抽取、逐项比对、人工复核、修改放行五步依次进行，任何一步都可以退回。"
            ],
            "三、技术实现原理": ["以光学字符识别（OCR）还原文字，再抽取条款要素，按规则库比对。"],
            "四、系统架构": ["系统由接入、抽取、比对、展示四层组成，部署在自有机房，主备两套。"],
            "五、主要算法": ["抽取使用序列标注，比对使用规则与相似度结合，输出差异排序和出处。"],
            "六、数据使用方案": ["数据来自信息披露系统中的产品法律文件，只用于条款比对，不出境。"],
            "七、功能界面截图": [SCREEN, "图1　差异清单界面"],
            "八、开发进度": [
                ("阶段", "日期"),
                ("完成部署与联调测试", "2024年7月31日"),
                ("试点总结", "2025年8月20日"),
            ],
        },
        signed,
    )


def risk(project: str, issuers: list[str], signed: list[Signed]) -> Paper:
    return Paper(
        "业务风险防控报告",
        project,
        issuers,
        {
            "一、风险分析": [
                ("类别", "描述"),
                ("市场风险", "核验延迟使定价时点后移"),
                ("信用风险", "遗漏发行人增信条款"),
                ("流动性风险", "赎回条款误判影响申赎"),
                ("操作风险", "复核人员操作失误"),
                ("合规风险", "规则未及时更新"),
                ("舆情风险", "差错引发媒体报道"),
            ],
            "二、监测机制": ["每周抽查未提示文件，统计差异成立率，低于阈值时由风险管理部核实原因。"],
            "三、防控措施": ["实行双人复核，规则变更须经合规部门审定，重大差异提交部门负责人。"],
            "四、应急处置": ["系统中断时恢复人工比对，批量误判时停用规则并在当日报告。"],
            "五、投诉响应": ["客户服务热线统一登记，十五日内答复，复杂事项说明理由后延长一次。"],
            "六、风险补偿": ["单列准备金一百万元，查明事实后十个工作日内先行补偿直接损失。"],
            "七、退出机制": ["期满或者强制退出时停用系统、恢复人工、封存日志，三十日内完成。"],
        },
        signed,
    )


def security(project: str, issuers: list[str], signed: list[Signed]) -> Paper:
    return Paper(
        "技术安全评估报告",
        project,
        issuers,
        {
            "一、评估依据": [
                "依据《证券期货业网络安全等级保护基本要求》（JR/T 0060—2021）开展评估，系统按第三级建设。"
            ],
            "二、技术风险分析": [
                ("类别", "描述"),
                ("网络安全风险", "外联区被入侵"),
                ("系统安全", "节点故障致服务中断"),
                ("数据安全风险", "文件被篡改"),
                ("个人信息保护", "经办人信息外泄"),
            ],
            "三、风险监测": ["安全运营中心对流量、登录和文件访问实行不间断监测，告警十五分钟内响应。"],
            "四、防护措施": ["最小授权、文件加密、补丁管理和供应链清单登记，驻场人员签署保密承诺。"],
            "五、应急预案": ["覆盖中断、入侵、泄露三类情形，明确指挥、回退和报告路径，每半年演练。"],
        },
        signed,
    )


def investor(project: str, issuers: list[str], signed: list[Signed]) -> Paper:
    return Paper(
        "投资者保护方案",
        project,
        issuers,
        {
            "一、保护对象": ["保护对象为产品持有人，方案坚持先补偿后追责的原则。"],
            "二、投诉处理": ["热线和网站受理，三个工作日内首次联系，十五日内答复，台账保存两年。"],
            "三、风险补偿机制": ["补偿资金来自单列准备金，按持有份额核算直接损失，二十个工作日内支付。"],
            "四、项目退出": ["退出前三十日公告，未办结的投诉和补偿继续办理，数据按方案处置。"],
        },
        signed,
    )
