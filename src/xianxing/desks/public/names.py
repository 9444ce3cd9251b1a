"""What implements a clause, in words and with a link where a reader can see it."""

from __future__ import annotations

from functools import cached_property

from django.urls import reverse

from xianxing.desks.public.clauses import Name
from xianxing.desks.public.steps import loaded
from xianxing.i18n import current_language, gettext
from xianxing.law import Guide
from xianxing.procedure.model import Procedure
from xianxing.toolbox.registry import TOOLS


class Names:
    """Shows bare names of rules, steps, documents, screens, tools and tests for one guide."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def __call__(self, kind: str, name: str) -> Name:
        """The name to show; a name that nothing is known of stays as it is, as code."""
        if kind == "steps" and name in self._procedure.steps:
            step = self._procedure.steps[name]
            return Name(step.name(current_language()), f"{self._procedure_url}#step-{name}")
        if kind == "documents":
            return self._document(name)
        if kind == "screens":
            return screen(name, self._guide)
        if kind == "tools" and name in TOOLS:
            return Name(gettext(TOOLS[name].title))
        return Name(name, code=True)

    def _document(self, name: str) -> Name:
        if name in self._guide.materials:
            return Name(str(self._guide.material(name).label))
        if name in self._procedure.documents:
            return Name(self._procedure.documents[name].name(current_language()))
        return Name(name, code=True)

    @cached_property
    def _procedure(self) -> Procedure:
        return loaded(self._guide.name)

    @property
    def _procedure_url(self) -> str:
        return reverse("public:procedure-of", args=[self._guide.name])


def screen(name: str, guide: Guide) -> Name:
    """A page of the site by the name of its route."""
    titles = {
        "public:workdays": (gettext("Working days"), []),
        "public:check": (gettext("Check a filing"), []),
        "public:check-result": (gettext("Findings"), None),
        "public:procedure-of": (gettext("Procedure"), [guide.name]),
        "public:procedure-text": (gettext("The procedure as a text"), [guide.name]),
        "public:guide": (gettext("Guide"), [guide.name]),
    }
    if name not in titles:
        return Name(name, code=True)
    title, arguments = titles[name]
    return Name(title, reverse(name, args=arguments) if arguments is not None else "")
