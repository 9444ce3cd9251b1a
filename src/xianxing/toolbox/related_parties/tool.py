"""The tool `related-parties`: its layout, packs, judgement and example."""

from __future__ import annotations

from collections.abc import Mapping

from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.outcome import Answer
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.integrated import Ownership
from xianxing.toolbox.related_parties.layout import LAYOUT
from xianxing.toolbox.related_parties.look_through import LookThrough
from xianxing.toolbox.related_parties.register import Register
from xianxing.toolbox.related_parties.rules import PACKS
from xianxing.toolbox.tool import Tool


def judge(inputs: Inputs) -> Answer:
    """Judge a folder that was read."""
    group = Register.read(inputs).on(inputs.as_of)
    methods = LookThrough(group, Control(group), Ownership(group), inputs.as_of)
    return Answer((), {"look_through": methods.answers(inputs.rows("look_through"))})


def files() -> Mapping[str, bytes]:
    """The shipped example."""
    return {}


TOOL = Tool(
    layout=LAYOUT,
    title="Related-party checks of securities firms",
    packs=PACKS,
    judge=judge,
    files=files,
)
