"""What a valid form says in its cells, for a tool that checks product documents. All of it is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

Form = dict[str, Any]

NAME = "面向公募产品说明书的一致性核验工具"
REASON = (
    "产品文件前后不一致是各家机构的共性痛点，人工核对费时且易漏。本项目以自然语言处理辅助核对，不改变"
    "业务规则，能够提质增效，工具和规则库可在行业推广。"
)
PUBLIC = (
    "项目为市场各机构提供统一的核验服务，任何机构均可按公开标准接入，具有基础性和公共性，属于新型信息"
    "技术服务。"
)
SURNAMES = "安白柴邓樊葛贺嵇康凌茅"
TITLES = {
    "远岫基金管理有限公司": "督察长",
    "北辰期货有限公司": "首席风险官",
    "广东明衡律师事务所": "负责合伙人",
}
LICENCES = {
    "securities_futures_operator": "经营证券期货业务许可证",
    "service_institution": "律师事务所执业许可证",
    "regional_equity_market": "区域性股权市场运营机构资格",
    "fund_custodian": "证券投资基金托管资格",
}
FILES = {
    "compliance_report": "合规评估报告",
    "implementation_plan": "项目实施方案",
    "business_risk_report": "业务风险防控报告",
    "technical_security_report": "技术安全评估报告",
    "investor_protection_plan": "投资者保护方案",
}
WORK = (
    (
        "本单位负责核验规则的业务定义和验收，派出合规、产品、信息技术三方面人员逐条复核规则，并承担机"
        "房与服务器投入。"
    ),
    "本单位主导项目方向和进度，提供产品文件样本、组织影子运行和人工复核，承担对持有人的全部对外责任。",
    "本单位承担抽取模型和比对引擎的研发，派驻工程师现场调优，自有算力用于训练，成果由牵头方逐项验收。",
    "本单位制定核验清单并组织三个产品线试用，建立复核岗位和问题台账，投入专职人员维护规则库。",
    "本单位提供交割单和合约文本，验证衍生品条款的核验效果，承担应急值守和系统接入改造。",
    "本单位以托管账务数据比对说明书的费率条款，组织估值、清算、法务三个团队共同验收。",
    "本单位承担法律条款核验清单的编制，组织律师抽样复核结果，对法律意见独立负责。",
    "本单位研发条款抽取组件和版面还原程序，提供现场部署、培训与缺陷修复服务。",
    "本单位承担公共接口和统一标准的制定，运营核验服务并保障全市场平稳接入。",
    "本单位主导平台研发，组织联调测试和安全加固，协调两家机构的部署节奏。",
    "本单位提供挂牌企业披露文件场景，审核接入机构资质，受理企业投诉并支付补偿。",
)


def content(provider: str) -> Form:
    """The cells of the form for a checking tool whose scenario this provider supplies."""
    return {
        "overview": (
            "项目建设产品说明书一致性核验工具，对招募说明书、合同、概要之间的费率、期限、投资范围等条"
            "款自动比对，输出差异线索，由合规人员核实后处理。"
        ),
        "pain_points": (
            "产品文件版本多、更新频繁，人工比对依赖经验，漏检后需要更正公告，既影响持有人判断，也增加"
            "监管沟通成本，各家机构普遍面临同样的困难。"
        ),
        "scenario": (
            f"业务场景由{provider}提供：产品部门提交文件，系统逐条比对并标注出处，合规岗位复核后退回修"
            f"改或者放行，全程留痕。"
        ),
        "audience": (
            "服务对象为产品、合规、信息披露岗位的内部人员，授权用户不超过一百二十人，不面向投资者直接"
            "提供服务。"
        ),
        "scale": [{"item": "年核验文件", "unit": "份", "cap": 3000}],
        "core_technology": (
            "采用版面分析与光学字符识别（OCR）还原文档结构，再以自然语言处理（NLP）抽取条款要素，按规"
            "则库逐项比对并给出原文出处。"
        ),
        "technologies": ["人工智能"],
        "architecture": (
            "系统部署在自有机房，分为接入、抽取、比对、展示四层，通过应用程序编程接口（API）与信息披露"
            "系统连接，日志保存不少于六个月。"
        ),
        "algorithms": (
            "条款抽取使用序列标注模型，比对采用规则与相似度结合，差异按影响程度排序，阈值由合规部门按"
            "季审定，模型只提示不定性。"
        ),
        "automated_decision": False,
        "personal_information": False,
        "data_sources": [
            {"source": "信息披露系统", "kind": "产品法律文件", "purpose": "条款比对", "crosses_border": False}
        ],
        "innovation": (
            "首次把分散在多份文件中的同一条款关联起来核验，并对每条差异给出原文位置，改变了逐页翻阅的"
            "做法，核验结果可以复用和追溯。"
        ),
        "comparison": [{"aspect": "核验方式", "present": "人工逐页比对", "proposed": "系统比对加人工复核"}],
        "effects": [
            {
                "indicator": "单份核验耗时",
                "baseline": "6 小时",
                "target": "不高于 1 小时",
                "definition": "从提交到复核完成的平均时间",
                "cadence": "monthly",
            }
        ],
        "regulatory_insight": "可为产品法律文件的电子化报送提供字段标准样例，并为抽查披露一致性提供线索。",
        "spreadability": "规则库与机构解耦，同业部署约需六周，规则文本公开共享，不收取授权费用。",
        "real_economy": "减少披露差错，保护持有人知情权，有助于居民理财产品信息透明，降低机构更正成本。",
        "compliance_note": (
            "项目属于既有信息披露管理活动的辅助工具，不改变审批权限，不涉及监管规则豁免，符合现行监管"
            "法规，合规负责人已出具评估报告。"
        ),
        "business_risks": [
            {
                "kind": kind,
                "description": f"{what}影响处理结果",
                "monitoring": "每周抽查",
                "measure": "人工复核并限时纠正",
                "owner": "合规管理部",
            }
            for kind, what in (
                ("market", "核验延迟"),
                ("credit", "遗漏发行人条款"),
                ("liquidity", "赎回条款误判"),
                ("operational", "操作失误"),
                ("compliance", "规则未及时更新"),
                ("public_opinion", "差错引发报道"),
            )
        ],
        "technical_risks": [
            {
                "kind": kind,
                "description": f"{what}导致服务异常",
                "monitoring": "实时告警",
                "measure": "冗余部署与演练",
                "owner": "信息技术部",
            }
            for kind, what in (
                ("network", "网络入侵"),
                ("system", "节点故障"),
                ("data", "文件被篡改"),
                ("personal_information", "经办人信息外泄"),
            )
        ],
        "monitoring": [
            {
                "indicator": "系统可用率",
                "unit": "%",
                "amber": 99.5,
                "red": 99,
                "direction": "below",
                "cadence": "monthly",
            }
        ],
        "emergency_plan": (
            "系统中断时恢复人工比对，四小时内恢复；批量误判时停用相应规则并回退版本；发现泄露立即断网"
            "取证，按规定向专项工作组报告过程和结果。"
        ),
        "complaint_channels": [{"channel": "客户服务热线", "days": 15, "owner": "投诉处理岗"}],
        "compensation": (
            "单列风险补偿准备金一百万元，因核验差错致持有人直接损失的，查明后十个工作日内先行补偿，再"
            "向责任方追偿。"
        ),
        "investor_notice": "在官方网站刊登试点说明，载明目的、期限、投诉渠道和退出安排，持有人可随时查询。",
        "exit_plan": [
            {
                "trigger": "期满达标",
                "customers": "平移至常态化系统",
                "data": "纳入数据目录管理",
                "funds": "准备金保留一年后释放",
                "announcement": "官网公告",
                "timetable": "三十日内完成",
            },
            {
                "trigger": "强制退出",
                "customers": "当日停用并恢复人工",
                "data": "封存日志备查",
                "funds": "准备金用于先行补偿",
                "announcement": "当日公告",
                "timetable": "停用后三十日内",
            },
        ],
        "milestones": [
            {"name": "完成部署与联调测试", "date": date(2024, 7, 31)},
            {"name": "首批产品线启用", "date": date(2024, 9, 2)},
            {"name": "试点总结", "date": date(2025, 8, 20)},
        ],
        "readiness": "已完成需求调研和原型验证，以历史文件回测差异召回率为九成，尚未接入生产流程。",
        "local_support": "无",
        "glossary": [
            {"term": "OCR", "chinese": "光学字符识别", "note": "把图像中的文字转为文本的技术"},
            {"term": "NLP", "chinese": "自然语言处理", "note": "让计算机处理人类语言的技术"},
            {"term": "API", "chinese": "应用程序编程接口", "note": "系统之间交换数据的接口"},
        ],
        "state_secrets": False,
        "trade_secrets": [{"field": "algorithms", "reason": "阈值属于商业秘密"}],
    }
