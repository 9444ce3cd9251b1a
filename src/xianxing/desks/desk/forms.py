"""The forms of the desk; what may be done is asked of the domain."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from xianxing.desks.accounts.forms import DayInput, HouseForm
from xianxing.pilot.filings.draft.questions import LONGEST


class ExtendForm(HouseForm):
    """A later last day with the reason that is published."""

    closes_on = forms.DateField(
        label=_("New last day"),
        help_text=_("The window ends on this day at 24:00, China time."),
        widget=DayInput(),
    )
    reason = forms.CharField(
        label=_("Reason, as published"),
        max_length=1_000,
        help_text=_("Everybody reads it. After an outage say from when to when filing was impossible."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SignOffForm(HouseForm):
    """The statement of the legal reviewer, and the first characters of the version that was read."""

    statement = forms.CharField(
        label=_("Statement, as published"),
        max_length=1_000,
        help_text=_("What was compared with what, and the result. Everybody reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    typed = forms.CharField(
        label=_("First eight characters of the version"),
        max_length=20,
        help_text=_("Those after “sha256:” above, so that what is signed off is what you read."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class AnswerForm(HouseForm):
    """The written answer."""

    text = forms.CharField(
        label=_("Written answer"),
        max_length=LONGEST,
        help_text=_("It goes to the units of this filing, and can't be changed afterwards."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class PublishForm(HouseForm):
    """Question and answer as everybody may read them."""

    general_question = forms.CharField(
        label=_("Question for everybody"),
        max_length=LONGEST,
        help_text=_("Put it in general words: no project, no unit, nothing by which somebody is recognised."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    general_answer = forms.CharField(
        label=_("Answer for everybody"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )
