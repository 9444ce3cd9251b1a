"""The procedure as an SVG drawing: swim lanes, the current state lit, arrows that link to their clauses.

Only presentation attributes: no style attribute, no script, nothing from elsewhere, so that it may stand
inline in a page under a strict content security policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from xianxing.procedure.layout import BOX_WIDTH, Arrow, Box, Layout, Point, lay_out
from xianxing.procedure.model import Procedure, Step

FONT = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
INK, SOFT, LINE, GUIDE, PRACTICE = "#1a2233", "#5b6577", "#c9d1dc", "#1d4f91", "#8a5a00"
LIT, PAPER, BAND, END = "#ffd54a", "#ffffff", "#f5f7fa", "#e7ecf2"
LIST_COLUMN, LIST_LINE = 430, 24


def draw(procedure: Procedure, *, state: str = "", clause_url: str = "", language: str = "zh-hans") -> str:
    """The drawing as one SVG element; `state` is lit, clauses link to `{clause_url}#clause-<id>`.

    Raises KeyError for a state that the procedure doesn't have.
    """
    if state:
        procedure.states[state]
    return "\n".join(_Drawing(procedure, state, clause_url, language).lines())


class _Drawing:
    def __init__(self, procedure: Procedure, state: str, clause_url: str, language: str) -> None:
        self.p, self.state, self.url, self.language = procedure, state, clause_url, language
        self.english = language == "en"
        self.layout: Layout = lay_out(procedure, language)
        self.columns = max(1, self.layout.width // LIST_COLUMN)
        self.rows = -(-len(self.layout.listed) // self.columns)
        self.height = self.layout.height + 70 + self.rows * LIST_LINE + 20

    def lines(self) -> Iterator[str]:
        width = self.layout.width
        title = self.p.en if self.english else self.p.zh
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {self.height}" width="{width}" '
            f'height="{self.height}" role="img" aria-labelledby="procedure-title procedure-desc" '
            f'font-family={quoteattr(FONT)} font-size="13" fill="{INK}" class="procedure-drawing">'
        )
        yield f'<title id="procedure-title">{escape(title)}</title>'
        yield f'<desc id="procedure-desc">{escape(self._description())}</desc>'
        yield self._markers()
        yield f'<rect width="{width}" height="{self.height}" fill="{PAPER}"/>'
        yield from self._legend()
        yield from self._lanes()
        drawn = list(zip(self.layout.arrows, self.layout.points, strict=True))
        yield from (self._arrow(arrow, points) for arrow, points in drawn)
        yield from (self._box(box) for box in self.layout.boxes)
        yield from (self._label(arrow, points) for arrow, points in drawn)
        yield from self._list()
        yield "</svg>"

    def _description(self) -> str:
        if self.english:
            lit = f" The case is now in: {self.p.states[self.state].en}." if self.state else ""
            return (
                f"{len(self.p.states)} states and {len(self.p.steps)} steps in swim lanes by who must act, "
                f"from filing on the left to exit on the right.{lit}"
            )
        lit = f"案件目前处于“{self.p.states[self.state].zh}”。" if self.state else ""
        counts = f"共{len(self.p.states)}个状态、{len(self.p.steps)}个步骤"
        return f"按处理者分泳道，自左向右由申报到退出，{counts}。{lit}"

    def _markers(self) -> str:
        heads = "".join(
            f'<marker id="arrow-{name}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" '
            f'markerHeight="8" '
            f'orient="auto"><path d="M0 0L8 4L0 8z" fill="{colour}"/></marker>'
            for name, colour in (("guide", GUIDE), ("practice", PRACTICE))
        )
        return f"<defs>{heads}</defs>"

    def _legend(self) -> Iterator[str]:
        words = (
            ("Named by the guide", "Working group practice", "Final state", "Current state")
            if self.english
            else ("指南写明", "工作组做法", "终局", "当前状态")
        )
        title = self.p.en if self.english else self.p.zh
        yield f'<text x="16" y="26" font-size="18" font-weight="bold">{escape(title)}</text>'
        x = 16
        for word, colour, dash in ((words[0], GUIDE, ""), (words[1], PRACTICE, ' stroke-dasharray="6 4"')):
            yield f'<path d="M{x} 46h36" stroke="{colour}" stroke-width="2"{dash}/>'
            yield f'<text x="{x + 44}" y="50">{escape(word)}</text>'
            x += 80 + _wide(word)
        for word, colour in ((words[2], END), (words[3], LIT)):
            yield f'<rect x="{x}" y="38" width="28" height="16" rx="3" fill="{colour}" stroke="{SOFT}"/>'
            yield f'<text x="{x + 36}" y="50">{escape(word)}</text>'
            x += 66 + _wide(word)

    def _lanes(self) -> Iterator[str]:
        for number, band in enumerate(self.layout.bands):
            lane = self.p.lanes[band.lane]
            fill = BAND if number % 2 == 0 else PAPER
            yield (
                f'<rect x="0" y="{band.y}" width="{self.layout.width}" height="{band.height}" fill="{fill}" '
                f'stroke="{LINE}"/>'
            )
            middle = band.y + band.height // 2
            name = lane.en if self.english else lane.zh
            yield (
                f'<text transform="translate(24 {middle}) rotate(-90)" text-anchor="middle" font-size="14" '
                f'font-weight="bold" fill="{SOFT}">{escape(name)}</text>'
            )

    def _box(self, box: Box) -> str:
        state = box.state
        fill = LIT if state.id == self.state else END if state.final else PAPER
        width = 3 if state.id == self.state else 2 if state.final else 1.25
        name = ("→ " if box.ghost else "") + (state.en if self.english else state.zh)
        current = ' aria-current="step"' if state.id == self.state else ""
        words = _wrapped(name, 17 if self.english else 10)
        first = box.y + box.height // 2 + 5 - 8 * (len(words) - 1)
        texts = "".join(
            f'<text x="{box.x + BOX_WIDTH // 2}" y="{first + 16 * n}" text-anchor="middle" '
            f'font-weight="{"bold" if state.id == self.state else "normal"}">{escape(word)}</text>'
            for n, word in enumerate(words)
        )
        owner, dash = self._owner(box), ' stroke-dasharray="3 3"' if box.ghost else ""
        return (
            f'<g class="state" data-state="{state.id}"{current}><title>{escape(owner)}</title>'
            f'<rect x="{box.x}" y="{box.y}" width="{BOX_WIDTH}" height="{box.height}" '
            f'rx="{22 if state.final else 4}"{dash} '
            f'fill="{fill}" stroke="{INK}" stroke-width="{width}"/>{texts}</g>'
        )

    def _owner(self, box: Box) -> str:
        state = box.state
        name = state.en if self.english else state.zh
        if not state.owner:
            return name
        role = self.p.roles[state.owner]
        return f"{name}: {role.en}" if self.english else f"{name}:由{role.zh}处理"

    def _arrow(self, arrow: Arrow, points: list[Point]) -> str:
        practice = all(step.practice for step in arrow.steps)
        colour, head = (PRACTICE, "practice") if practice else (GUIDE, "guide")
        path = "M" + "L".join(f"{x} {y}" for x, y in points)
        dash = ' stroke-dasharray="6 4"' if practice else ""
        title = "；".join(self._sentence(step) for step in arrow.steps)
        return (
            f'<path class="arrow" d="{path}" fill="none" stroke="{colour}" stroke-width="1.5"{dash} '
            f'marker-end="url(#arrow-{head})"><title>{escape(title)}</title></path>'
        )

    def _sentence(self, step: Step) -> str:
        who = ", ".join(self.p.roles[a].en if self.english else self.p.roles[a].zh for a in step.actors)
        clauses = "、".join(self.p.clauses.get(c, c) for c in step.basis or step.serves)
        name = step.en if self.english else step.zh
        return f"{who}: {name} ({clauses})" if self.english else f"{who}:{name}({clauses})"

    def _label(self, arrow: Arrow, points: list[Point]) -> str:
        x, y = points[-1][0] - 8, points[-1][1] - 3
        clause = next((c for step in arrow.steps for c in step.basis or step.serves), "")
        if not clause:
            return ""
        text = self.p.clauses.get(clause, clause)
        halo = f'stroke="{PAPER}" stroke-width="3" paint-order="stroke"'
        place = f'x="{x}" y="{y}" text-anchor="end" font-size="10"'
        words = f'<text {place} {halo} fill="{GUIDE}">{escape(text)}</text>'
        return self._link(clause, words)

    def _link(self, clause: str, inner: str) -> str:
        return f"<a href={quoteattr(f'{self.url}#clause-{clause}')}>{inner}</a>"

    def _list(self) -> Iterator[str]:
        y = self.layout.height + 34
        words = (
            "Steps open in many states, and steps that change no state"
            if self.english
            else "多个状态都可作出、或不改变状态的步骤"
        )
        yield f'<text x="16" y="{y}" font-size="15" font-weight="bold">{escape(words)}</text>'
        for number, step in enumerate(self.layout.listed):
            x = 16 + (number // self.rows) * LIST_COLUMN
            line = y + 30 + (number % self.rows) * LIST_LINE
            goal = ""
            if step.target:
                target = self.p.states[step.target]
                goal = f" → {target.en if self.english else target.zh}"
            name = (step.en if self.english else step.zh) + goal
            lit = ' font-weight="bold"' if self.state in step.sources else ""
            colour = PRACTICE if step.practice else GUIDE
            title = f"<title>{escape(self._sentence(step))}</title>"
            yield f'<text x="{x}" y="{line}"{lit}>{title}{escape(name)}</text>'
            at = x + LIST_COLUMN - 24
            for clause in (step.basis or step.serves)[:1]:
                text = self.p.clauses.get(clause, clause)
                yield self._link(
                    clause,
                    f'<text x="{at}" y="{line}" text-anchor="end" font-size="11" '
                    f'fill="{colour}">{escape(text)}</text>',
                )


def _wide(text: str) -> int:
    return sum(13 if ord(letter) > 0x2E7F else 7 for letter in text)


def _wrapped(text: str, width: int) -> list[str]:
    if len(text) <= width:
        return [text]
    cut = text.rfind(" ", 0, width + 1)
    cut = cut if cut > 0 else -(-len(text) // 2)
    return [text[:cut].strip(), text[cut:].strip()]
