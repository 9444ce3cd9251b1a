"""The small judgements on words: English, placeholders, personal numbers, likeness, parts of reports."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.checker.rules.wording import NOTE_LINE
from xianxing.checker.text.english import canonical, english_words
from xianxing.checker.text.personal import is_identity, personal_numbers, telephone
from xianxing.checker.text.placeholders import Filled, filled, refers_elsewhere, tentative_name
from xianxing.checker.text.similar import distance, names_unit, overlap


def unglossed(text: str, **known: str) -> list[str]:
    glossary = {key.casefold(): value for key, value in known.items()}
    return [word.text for word in english_words(text, glossary=glossary) if not word.glossed]


@pytest.mark.clause("4.3.5")
@pytest.mark.parametrize(
    "text",
    [
        "应用程序编程接口（API）与API网关",
        "API（应用程序编程接口）",
        "应用程序编程接口(API)",
        "API(应用程序编程接口)",
        "应用程序编程接口（Application Programming Interface，API）",
        "应用程序编程接口（以下简称“API”）",
        "应用程序编程接口，简称API",
        "API，即应用程序编程接口",
        "API（Application Programming Interface，应用程序编程接口）",
        "API(Application Programming Interface, 即应用程序编程接口)",
        "接口（应用程序编程接口，Application Programming Interface）",
        "分布式数字身份（DIDs）",
        "联邦学习（Federated Learning）",
        "图像分割（SEG，全称 Semantic Segmentation，即把画面逐块归类）用于质检",
        "图像分割（SEG，全称：Semantic Segmentation，供版面还原使用）",
        "图像分割（英文缩写 SEG，英文全称为 Semantic Segmentation）",
        "（SEG，全称 Semantic Segmentation，即图像分割）用于质检",
        "SEG（全称 Semantic Segmentation，即图像分割）",
        "依据JR/T 0060—2021、GB/T 22239-2019、ISO/IEC 27001:2013、T/SAC 001-2024",
        "A股、B类、K线、T+1、5G、P99、H5、II级、第IV类",
        "10MB、20 ms、3kWh、99.9 %、2Mbps",
        "邮箱a.b@unit.example，见https://unit.example/api和架构说明.docx",
        "配置样例见tee_node.conf，日志写入audit_trail.log",
        "登记号2023SR0123456、专利ZL202310123456.7、版本V2.1",
        "Oracle、Kubernetes、FISCO BCOS、Hyperledger Fabric、OceanBase、PyTorch",
        "《APP违法违规收集使用个人信息行为认定方法》与线上APP、PPT",
        "国密SM2、SM3、SM4与SHA-256",
        "A/B测试、C++语言",
        "债券评级AAA、AA+、BBB-，主体AA级，短期A-1",
    ],
)
def test_glossed_or_no_english_word(text: str) -> None:
    assert unglossed(text) == []


@pytest.mark.clause("4.3.5")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("系统以LLM为核心", ["LLM"]),
        ("先以光学字符识别（OCR）和NLP处理", ["NLP"]),
        ("LLM（见附件）、RPA（本地部署）", ["LLM", "RPA"]),
        ("API网关提供应用程序编程接口（API）", ["API"]),
        ("采用federated learning训练", ["federated learning"]),
        ("采用Federated Learning训练", ["Federated Learning"]),
        ("使用token计费的SaaS平台", ["token", "SaaS"]),
        ("ＡＰＩ接口", ["API"]),
        ("抵御DDoS攻击，存入NoSQL库", ["DDoS", "NoSQL"]),
        ("以AA模式部署", ["AA"]),
        ("OCR/NLP两类模型", ["OCR", "NLP"]),
        ("系统（通过API调用）", ["API"]),
        ("流程（采集、ETL处理）", ["ETL"]),
        ("系统（SOAR，用于自动处置）", ["SOAR"]),
        ("SOAR（全称 Orchestration）负责处置", ["SOAR", "Orchestration"]),
        ("（SOAR，全称 Orchestration，即见附件二）", ["SOAR"]),
        ("图像分割模块之外另有接口（SEG，见全称表）", ["SEG"]),
    ],
)
def test_a_word_without_its_chinese(text: str, words: list[str]) -> None:
    assert unglossed(text) == words


@pytest.mark.clause("4.3.5")
def test_a_glossary_row_makes_words_beside_each_other_a_gloss_and_nothing_else() -> None:
    assert unglossed("可信执行环境TEE", tee="可信执行环境") == []
    assert unglossed("在TEE中计算", tee="可信执行环境") == ["TEE"]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", Filled.EMPTY),
        ("——", Filled.EMPTY),
        ("……", Filled.EMPTY),
        ("/", Filled.EMPTY),
        ("【　】", Filled.EMPTY),
        ("持有人共[  ]户，由合规岗使用", Filled.PARTLY),
        ("不超过（　　）人，由合规岗使用", Filled.PARTLY),
        ("示例：面向公司内部岗位使用", Filled.PARTLY),
        ("已投入*万元，完成***。", Filled.PARTLY),
        ("显示为张**，尾号****8000", Filled.YES),
        ("调用check()后返回", Filled.YES),
        ("无", Filled.NOTHING),
        ("不适用。", Filled.NOTHING),
        ("待补充", Filled.PLACEHOLDER),
        ("TBD", Filled.PLACEHOLDER),
        ("XXX", Filled.PLACEHOLDER),
        ("同上", Filled.PLACEHOLDER),
        ("系统对材料中的“待补充”字样自动提示经办人。", Filled.YES),
        ("客户资料待补充的，由客户经理在三日内补齐。", Filled.YES),
        ("状态分为已完成、待补充、待确认三类。", Filled.YES),
        ("对待补充、待完善的条目进行提醒。", Filled.YES),
        ("清单中标记为待补充的事项由合规岗跟踪。", Filled.YES),
        ("显示为“XXX”的字段由系统脱敏。", Filled.YES),
        ("“待补充”", Filled.PLACEHOLDER),
        ("对系统性能的要求待补充。", Filled.PARTLY),
        ("数据来源待补充，算法待完善。", Filled.PLACEHOLDER),
        ("准备金规模待定，由财务部核定后报送。", Filled.PARTLY),
        ("请填写", Filled.PLACEHOLDER),
        ("（此处填写金额）", Filled.PLACEHOLDER),
        ("略", Filled.PLACEHOLDER),
        ("测试测试测试", Filled.PLACEHOLDER),
        ("【待业务部门提供】", Filled.PLACEHOLDER),
        ("待合规部确认", Filled.PLACEHOLDER),
        ("硬件约**万元，另需两名维护人员", Filled.PARTLY),
        ("计划于*月*日启动试运行", Filled.PARTLY),
        ("支持政策及金额待补充。希望协调公共信息更新。", Filled.PARTLY),
        ("由××公司承担系统建设和运行维护工作", Filled.PARTLY),
        ("资料待补充的申请退回申请人", Filled.YES),
        ("生成待核实清单，待定价产品单列，结果待确认的退回", Filled.YES),
        ("返回5xx错误码时重试", Filled.YES),
        ("按3×4矩阵排布", Filled.YES),
        ("手机号显示为138****1234", Filled.YES),
        ("单价×数量", Filled.YES),
        ("等待定时任务触发", Filled.YES),
        ("OCR", Filled.YES),
    ],
)
def test_how_much_a_text_says(text: str, state: Filled) -> None:
    assert filled(text) is state


def test_a_cell_that_only_sends_the_reader_elsewhere_says_nothing() -> None:
    assert refers_elsewhere("详见项目实施方案。")
    assert refers_elsewhere("具体内容请参见附件2。")
    assert not refers_elsewhere("采用双模型比对，结果不一致的转人工，细节详见实施方案。")
    assert not refers_elsewhere("见证业务由律师完成")


def test_names_that_nobody_bears_or_that_may_change() -> None:
    assert tentative_name("白慎之（暂定）") and tentative_name("张三") and tentative_name("待定")
    assert not tentative_name("王某") and not tentative_name("张三丰")


@pytest.mark.parametrize(
    "line",
    [
        "[注1] 电子仓单：以数据形式记载货物权利的凭证。",
        "① 误识率：把他人误认为本人的比例。",
        "注2：秘密分享，指把数据拆分给多方保存的方法。",
        "注：适当性指产品与承受能力相匹配的要求。",
        "（1）归因：把收益分解到各个来源的分析。",
    ],
)
def test_a_note_below_the_text_of_a_page(line: str) -> None:
    assert NOTE_LINE.match(line)


@pytest.mark.parametrize("line", ["1、项目概述", "2024年1月", "一、数据安全"])
def test_headings_and_days_are_no_notes(line: str) -> None:
    assert not NOTE_LINE.match(line)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("身份证11010519491231002X", ["identity"]),
        ("编号110105194912310021", []),
        ("身份证110105194912310021", ["identity"]),
        ("林某，身份证号码：440301 19900307 123X", ["identity"]),
        ("身份证号：110105194913310021", []),
        ("身份证号4403011990****123X", []),
        ("卡号6222 0212 3456 7890 128", ["bank_card"]),
        ("电话138-0013-8000", ["mobile"]),
        ("电话+8613800138000", ["mobile"]),
        ("电话１３８００１３８０００", ["mobile"]),
        ("电话138—0013—8000", ["mobile"]),
        ("电话13800138000 13900139000", ["mobile"]),
        ("身份证１１０１０５　１９４９１２３１　００２Ｘ", ["identity"]),
        ("三项各为1500 1320 130元，编号1234-5678-9012", []),
        ("热线400-800-1234、0755-88990011、12386", []),
        ("流水号990000123301、登记号2023SR0123456", []),
        ("统一社会信用代码91440300MA5HNBR25M", []),
    ],
)
def test_personal_numbers(text: str, kinds: list[str]) -> None:
    assert [number.kind for number in personal_numbers(text)] == kinds


@pytest.mark.parametrize(
    "text",
    ["13800138000", "+86 138-0013-8000", "0086 13800138000", "１３８００１３８０００", "(86)138 0013 8000"],
)
def test_a_telephone_is_the_same_however_it_is_written(text: str) -> None:
    assert telephone(text) == "13800138000"


def test_numbers_of_institutions_are_known() -> None:
    assert is_identity("11010519491231002X")
    assert personal_numbers("11010519491231002X", known=frozenset({"11010519491231002X"})) == []


@pytest.mark.parametrize(
    ("text", "name", "same"),
    [
        ("云杉证券股份有限公司", "云杉证券股份有限公司", True),
        ("云杉证券股份有限公司风险管理部", "云杉证券股份有限公司", True),
        ("云杉证券", "云杉证券股份有限公司", True),
        ("知本科技(深圳)有限公司", "知本科技（深圳）有限公司", True),
        ("云衫证券股份有限公司", "云杉证券股份有限公司", False),
        ("", "云杉证券股份有限公司", False),
    ],
)
def test_whether_a_text_names_a_unit(text: str, name: str, same: bool) -> None:
    assert names_unit(text, name) is same


@given(st.text(max_size=80), st.text(max_size=80))
def test_distance_and_overlap_are_symmetric(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert overlap(one, other) == overlap(other, one)
    assert distance(one, one) == 0


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    assert all(0 <= word.start < word.end for word in english_words(text))
    assert filled(text) in Filled
    assert all(number.kind for number in personal_numbers(text))


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "a." * 100_000, "a/" * 100_000, "（" * 50_000, "1 " * 100_000, "公" * 100_000]
)
def test_long_and_hostile_texts_are_read_in_no_time(text: str) -> None:
    started = process_time()
    english_words(text)
    filled(text)
    personal_numbers(text)
    assert process_time() - started < 5


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("APIs", "api"), ("API", "api"), ("gas", "gas"), ("apis", "api"), ("class", "class"),
        ("Federated-Learning", "federated learning"), (" “x” ", "“x”"), ("-token&", "token"),
        ("ＡＰＩ", "api"), ("O’s", "o's"),
    ],
)  # fmt: skip
def test_two_spellings_of_a_word_have_one_form(word: str, form: str) -> None:
    assert canonical(word) == form
