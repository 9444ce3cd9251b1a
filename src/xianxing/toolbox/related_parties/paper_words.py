"""What papers and workbooks of the tool call regimes, limbs, windows, methods, levels and kinds."""

from __future__ import annotations

import tomllib
from pathlib import Path

REGIMES = {
    "exchange": "上市规则",
    "company_law": "公司法",
    "accounting": "企业会计准则第36号",
    "securities_firm": "证券公司股权管理规定",
}
LIMBS = {
    "legal-i": "直接或者间接控制公司的法人",
    "legal-ii": "控制公司的法人所控制的其他法人",
    "legal-iii": "关联自然人控制或者任董事、高级管理人员的法人",
    "legal-iv": "持股百分之五以上的法人及其一致行动人",
    "natural-i": "直接或者间接持股百分之五以上的自然人",
    "natural-ii": "公司董事、高级管理人员等",
    "natural-iii": "控制公司的法人的董事、监事、高级管理人员",
    "natural-iv": "关系密切的家庭成员",
    "cl-controller": "控股股东、实际控制人",
    "cl-officer": "董事、监事、高级管理人员",
    "cl-relative": "董事、监事、高级管理人员的近亲属",
    "cl-controlled": "上述人员控制的企业",
    "cl-other": "实际控制人的近亲属",
    "cas-parent": "母公司及上级控制方",
    "cas-subsidiary": "子公司",
    "cas-same-parent": "同受一方控制",
    "cas-joint": "共同控制",
    "cas-influence": "重大影响",
    "cas-key-person": "关键管理人员",
    "cas-family": "关系密切的家庭成员",
    "cas-of-person": "上述个人控制、共同控制的企业",
    "sf-shareholder": "股东",
    "sf-controller": "股东的控制人",
    "sf-controlled": "股东控制的主体",
    "sf-same-controller": "与股东同受一方控制的主体",
    "sf-concert": "股东的一致行动人",
    "sf-ultimate": "最终权益持有人",
}
WINDOWS = {"now": "基准日", "past": "此前十二个月内", "coming": "此后十二个月内"}
LEVELS = {
    "none": "未达标准",
    "board": "董事会审议并披露",
    "shareholders": "股东会审议",
    "not_related": "非关联方",
    "unknown": "缺少数据",
    "manual_review": "须人工核实",
}
METHODS = {
    "integrated": "穿透权益比例",
    "weakest_link": "最弱环节",
    "majority_closure": "过半数控制",
    "voting_power": "表决权力",
    "tax_step": "税务口径逐级比例",
    "beneficial_owner": "受益所有人",
}
DEFINITIONS = {
    "integrated": "以各层股权比例矩阵计入全部路径（含循环持股），N＝(I－A)的逆矩阵，"
    "取持有人对被持有主体的元素；强连通部分不超过50个主体的以分数精确计算",
    "weakest_link": "对每条简单路径取其上最小的表决权比例，各路径相加，最多为1",
    "majority_closure": "自持有人及其一致行动人起，凡其合计持有表决权超过二分之一的主体逐一并入；"
    "表内为其合计持有的表决权",
    "voting_power": "以直接表决权持有人为投票人（一致行动人合为一人），过半数通过，"
    "计算班扎夫指数和沙普利—舒比克指数",
    "tax_step": "凡对中间主体的比例达到25%的，其所持下一层股权按100%计入；配偶、直系血亲、兄弟姐妹合并计算"
    "（税务总局公告2016年第42号）",
    "beneficial_owner": "依次按穿透权益25%、表决权25%、过半数控制、高级管理人员四项标准认定"
    "（受益所有人信息管理办法）",
}
KINDS = {
    "asset": "资产", "service": "服务", "lease": "租赁", "bond": "债券", "repo": "回购",
    "product": "金融产品",
    "underwriting": "承销", "brokerage": "经纪", "deposit": "存款", "joint_investment": "共同投资",
    "mandate": "委托", "guarantee": "担保", "financial_assistance": "财务资助", "margin_business": "融资融券",
    "gift": "赠与", "other": "其他",
}  # fmt: skip
BOARDS: dict[str, str] = tomllib.loads(Path(__file__).with_name("boards.toml").read_text("utf-8"))
ENTITY_KINDS = {
    "person": "自然人", "company": "公司", "partnership": "合伙企业", "product": "产品",
    "state_body": "国资机构",
}  # fmt: skip
LIKENESS = {"name": "名称", "former_name": "曾用名", "address": "地址", "phone": "电话"}
DIRECTOR_GROUNDS = {
    1: "本人为交易对方",
    2: "控制交易对方",
    3: "在交易对方、其控制人或者其控制的主体任职",
    4: "交易对方或者其控制人的关系密切的家庭成员",
    5: "交易对方或者其控制人的董事、监事、高级管理人员的关系密切的家庭成员",
    6: "由交易对方或者其控制人提名（核查实践）",
}
SHAREHOLDER_GROUNDS = {
    1: "为交易对方",
    2: "控制交易对方",
    3: "被交易对方控制",
    4: "与交易对方同受一方控制",
    5: "在交易对方任职的自然人",
    6: "关系密切的家庭成员",
}
