"""Where things stand in the drawing: three chapters, each with swim lanes; arrows in channels of their own.

A case's life is too long for one row, so it is drawn as chapters: filing and selection, evaluation to
start, trial and exit. In each, states stand in the column of their longest way forward and in the lane
of whoever must act. Boxes never overlap: a lane is as high as its fullest cell. Every arrow has its own
channel between columns and its own corridor above a lane, so that no two run on one line and none runs
through a box. Steps that many states share are not drawn as a bundle; they are listed beneath.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xianxing.procedure.meanings import Stage
from xianxing.procedure.model import Procedure, State, Step

BOX_WIDTH, BOX_HEIGHT, PORT = 140, 44, 15
LABEL_SPACE, CHANNEL, CORRIDOR = 96, 9, 8
LANE_LABEL, TOP, CHAPTER_GAP, ROW_GAP, PAD = 44, 74, 44, 22, 18
MANY_SOURCES, LETTER, LATIN = 4, 15, 9
CHAPTERS = (
    (Stage.DRAFTING, Stage.SELECTION),
    (Stage.EVALUATION, Stage.NOTICE, Stage.START),
    (Stage.RUNNING, Stage.EXIT),
)
Point = tuple[int, int]


@dataclass
class Box:
    """A state's place in a chapter; a ghost stands for a state of another chapter."""

    state: State
    chapter: int
    lane: str
    column: int
    ghost: bool
    x: int = 0
    y: int = 0
    height: int = BOX_HEIGHT
    incoming: int = 0
    outgoing: int = 0

    @property
    def right(self) -> int:
        """The right edge."""
        return self.x + BOX_WIDTH


@dataclass
class Arrow:
    """One line from box to box for all steps between them, with its ports, channels and corridor."""

    source: Box
    target: Box
    steps: tuple[Step, ...]
    leaving: int = 0
    arriving: int = 0
    first: int = 0
    second: int = 0
    corridor: int = 0

    @property
    def adjacent(self) -> bool:
        """Whether the target stands in the next column, so that one channel is enough."""
        return self.target.column == self.source.column + 1


@dataclass(frozen=True)
class Band:
    """A lane of a chapter: from `y`, so high."""

    lane: str
    y: int
    height: int


@dataclass
class Layout:
    """All boxes, lanes, arrows with their points, the whole size, and the steps to list instead."""

    boxes: list[Box] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    points: list[list[Point]] = field(default_factory=list)
    listed: list[Step] = field(default_factory=list)
    width: int = 0
    height: int = TOP


def lane_of(procedure: Procedure, state: State) -> str:
    """The lane of the state's owner; final states stand in the last lane."""
    if state.final or not state.owner:
        return tuple(procedure.lanes)[-1]
    return procedure.roles[state.owner].lane


def lay_out(procedure: Procedure, language: str = "zh-hans") -> Layout:
    """Places for everything in a procedure; deterministic. A lane is as high as its name in the language."""
    layout = Layout(listed=[step for step in procedure.steps.values() if not drawn(step)])
    for number in range(_chapters(procedure)):
        _Chapter(procedure, number, layout, language).place()
    return layout


def wide(text: str) -> int:
    """About how wide a text is in the drawing's larger type; a Chinese character takes more than a letter."""
    return sum(LETTER if ord(letter) > 0x2E7F else LATIN for letter in text)


def drawn(step: Step) -> bool:
    """Whether the step is an arrow of the drawing, rather than a line of the list."""
    return bool(step.target) and len(step.sources) < MANY_SOURCES


def chapter_of(state: State) -> int:
    """The chapter of a state by its stage; a stage of another procedure's own stands in the first."""
    return next((n for n, stages in enumerate(CHAPTERS) if state.stage in stages), 0)


def _chapters(procedure: Procedure) -> int:
    return max(chapter_of(state) for state in procedure.states.values()) + 1


class _Chapter:
    def __init__(self, procedure: Procedure, number: int, layout: Layout, language: str) -> None:
        self.p, self.number, self.layout, self.language = procedure, number, layout, language
        self.last = tuple(procedure.lanes)[-1]
        self.boxes: dict[str, Box] = {}
        self.arrows: list[Arrow] = []

    def place(self) -> None:
        links = self._links()
        columns = self._columns(links)
        for state in self.p.states.values():
            own = chapter_of(state) == self.number
            if own or any(state.id == target for _, target in links):
                lane = lane_of(self.p, state) if own else self.last
                self.boxes[state.id] = Box(state, self.number, lane, columns[state.id], ghost=not own)
        if not self.boxes:
            return
        self.arrows = [
            Arrow(self.boxes[source], self.boxes[target], steps) for (source, target), steps in links.items()
        ]
        self._ports()
        gutters, corridors = self._channels()
        self._geometry(gutters, corridors)
        self.layout.boxes += self.boxes.values()
        self.layout.arrows += self.arrows
        self.layout.points += [self._points(arrow) for arrow in self.arrows]

    def _links(self) -> dict[tuple[str, str], tuple[Step, ...]]:
        links: dict[tuple[str, str], tuple[Step, ...]] = {}
        for step in self.p.steps.values():
            for source in step.sources if drawn(step) else ():
                if chapter_of(self.p.states[source]) == self.number and source != step.target:
                    links[source, step.target] = (*links.get((source, step.target), ()), step)
        return links

    def _columns(self, links: Mapping[tuple[str, str], tuple[Step, ...]]) -> dict[str, int]:
        """The longest way forward in the order of the file; ends and ghosts one column behind their sources.

        What the guide names sets the columns; practice does so only where nothing else leads to a state.
        """
        order = {state: place for place, state in enumerate(self.p.states)}
        column: dict[str, int] = {}
        states = self.p.states
        later = {s for s in order if states[s].final or chapter_of(states[s]) != self.number}
        for state in sorted(order, key=lambda name: (name in later, order[name])):
            leading = {a: steps for (a, b), steps in links.items() if b == state and a in column}
            if state in later:
                before = sorted(column[source] for source in leading)
                column[state] = before[len(before) // 2] + 1 if before else 0
                continue
            forward = {a: steps for a, steps in leading.items() if order[a] < order[state]}
            named = [column[a] for a, steps in forward.items() if not all(step.practice for step in steps)]
            column[state] = max(named or [column[a] for a in forward], default=-1) + 1
        return column

    def _ports(self) -> None:
        for arrow in sorted(self.arrows, key=lambda a: (a.source.column, a.source.lane)):
            arrow.arriving, arrow.leaving = arrow.target.incoming, arrow.source.outgoing
            arrow.target.incoming += 1
            arrow.source.outgoing += 1
        for box in self.boxes.values():
            box.height = max(BOX_HEIGHT, PORT * max(box.incoming, box.outgoing) + 10)

    def _channels(self) -> tuple[dict[int, int], dict[str, int]]:
        """How many channels each gutter (to the right of a column) and corridors each lane needs."""
        gutters: dict[int, int] = {}
        corridors: dict[str, int] = {}
        for arrow in self.arrows:
            column = arrow.source.column
            arrow.first = gutters.get(column, 0)
            gutters[column] = arrow.first + 1
            if not arrow.adjacent:
                before = arrow.target.column - 1
                arrow.second = gutters.get(before, 0)
                gutters[before] = arrow.second + 1
                arrow.corridor = corridors.get(arrow.target.lane, 0)
                corridors[arrow.target.lane] = arrow.corridor + 1
        return gutters, corridors

    def _geometry(self, gutters: Mapping[int, int], corridors: Mapping[str, int]) -> None:
        layout, x, self.xs = self.layout, LANE_LABEL + 12, dict[int, int]()
        self.left = x
        x += gutters.get(-1, 0) * CHANNEL + (LABEL_SPACE if gutters.get(-1) else 0)
        for column in range(max(box.column for box in self.boxes.values()) + 1):
            self.xs[column] = x
            x += BOX_WIDTH + gutters.get(column, 0) * CHANNEL + LABEL_SPACE
        layout.width = max(layout.width, x - LABEL_SPACE + 24)
        y = layout.height + (CHAPTER_GAP if self.number else 0)
        self.tops: dict[str, int] = {}
        for lane in self.p.lanes:
            cells = self._cells(lane)
            if not cells:
                continue
            self.tops[lane] = y
            inner = y + PAD + corridors.get(lane, 0) * CORRIDOR
            fullest = inner
            for boxes in cells.values():
                below = inner
                for box in boxes:
                    box.x, box.y = self.xs[box.column], below
                    below += box.height + ROW_GAP
                fullest = max(fullest, below)
            height = max(fullest - ROW_GAP + PAD - y, wide(self.p.lanes[lane].name(self.language)) + PAD)
            layout.bands.append(Band(lane, y, height))
            y += height
        layout.height = y

    def _cells(self, lane: str) -> dict[int, list[Box]]:
        cells: dict[int, list[Box]] = {}
        for box in self.boxes.values():
            if box.lane == lane:
                cells.setdefault(box.column, []).append(box)
        return cells

    def _channel(self, column: int, place: int) -> int:
        start = self.xs[column] + BOX_WIDTH if column >= 0 else self.left
        return start + 8 + place * CHANNEL

    def _points(self, arrow: Arrow) -> list[Point]:
        a, b = arrow.source, arrow.target
        start = a.y + (arrow.leaving + 1) * a.height // (a.outgoing + 1)
        end = b.y + (arrow.arriving + 1) * b.height // (b.incoming + 1)
        first = self._channel(a.column, arrow.first)
        if arrow.adjacent:
            return [(a.right, start), (first, start), (first, end), (b.x, end)]
        over = self.tops[b.lane] + 8 + arrow.corridor * CORRIDOR
        second = self._channel(b.column - 1, arrow.second)
        return [(a.right, start), (first, start), (first, over), (second, over), (second, end), (b.x, end)]
