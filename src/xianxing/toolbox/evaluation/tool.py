"""The tool `evaluation`: firms under dated schemes, their size, and the chain between them."""

from __future__ import annotations

from xianxing.toolbox.evaluation.charts import charts_of
from xianxing.toolbox.evaluation.example import example_files
from xianxing.toolbox.evaluation.judging import judge_folder
from xianxing.toolbox.evaluation.layout import LAYOUT
from xianxing.toolbox.evaluation.versions import PACKS
from xianxing.toolbox.tool import Tool

TOOL = Tool(
    layout=LAYOUT,
    packs=PACKS,
    judge=judge_folder,
    files=example_files,
    charts=charts_of,
)
