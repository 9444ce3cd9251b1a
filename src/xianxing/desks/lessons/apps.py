"""The app of the pages of lessons, library and proposed rules."""

from __future__ import annotations

from django.apps import AppConfig


class LessonPagesConfig(AppConfig):
    """Pages below /cases/…/lessons/, /desk/lessons/, /library/ and /rules/."""

    name = "xianxing.desks.lessons"
    label = "lesson_pages"
