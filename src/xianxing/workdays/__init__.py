"""Working days of China with 调休, trading days, limits and clocks. Pure Python: no Django, no database.

    calendar = Calendar.load()
    calendar.is_workday(date(2026, 2, 14))     # True: a make-up Saturday
    calendar.add(date(2026, 9, 29), 5).date    # the fifth working day after

See `docs/workdays.md`.
"""

from xianxing.workdays.amendments import Amendment, Limit, LimitOutcome, Move, amend
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import (
    CHINA_TIME,
    Clock,
    Deadline,
    FixedClock,
    OffsetClock,
    SystemClock,
    Window,
    day_of,
    deadline,
    end_of,
    notice_window,
    today,
)
from xianxing.workdays.comparison import DayChange, changes
from xianxing.workdays.days import Answer, CalendarError, Day, DayKind, Span, UnknownYearError
from xianxing.workdays.files import read_table
from xianxing.workdays.imports import YearImport, import_table
from xianxing.workdays.tables import YearTable

__all__ = [
    "CHINA_TIME",
    "Amendment",
    "Answer",
    "Calendar",
    "CalendarError",
    "Clock",
    "Day",
    "DayChange",
    "DayKind",
    "Deadline",
    "FixedClock",
    "Limit",
    "LimitOutcome",
    "Move",
    "OffsetClock",
    "Span",
    "SystemClock",
    "UnknownYearError",
    "Window",
    "YearImport",
    "YearTable",
    "amend",
    "changes",
    "day_of",
    "deadline",
    "end_of",
    "import_table",
    "notice_window",
    "read_table",
    "today",
]
