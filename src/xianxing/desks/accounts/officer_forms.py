"""The forms of secrecy, retention and witnesses: they name cases by number and never hold their contents."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from xianxing.desks.accounts.forms import HouseForm


class Lines(forms.Textarea):
    """A few lines."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 2})


WITHOUT = _("In words of your own, without repeating what was found.")


class StopForm(HouseForm):
    """Which case is stopped, and why."""

    case = forms.UUIDField(
        label=_("Number of the case"),
        help_text=_("It stands on the filing's page and on its receipt."),
        error_messages={"invalid": _("This is no number of a case.")},
    )
    ground = forms.CharField(
        label=_("Ground"), help_text=WITHOUT, max_length=500, required=False, widget=Lines()
    )


class ReportForm(HouseForm):
    """To whom the find was reported."""

    to = forms.CharField(label=_("Reported to"), max_length=200, required=False)
    reference = forms.CharField(label=_("Reference of the report"), max_length=200, required=False)


class WhyForm(HouseForm):
    """A reason."""

    reason = forms.CharField(
        label=_("Reason"), help_text=WITHOUT, max_length=500, required=False, widget=Lines()
    )


class RetainForm(HouseForm):
    """Why what is due is erased."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Such as the rule and the decision; without repeating what is erased."),
        max_length=500,
        required=False,
        widget=Lines(),
    )


class WitnessForm(HouseForm):
    """A witness's public key line."""

    line = forms.CharField(
        label=_("The witness's public key line"),
        help_text=_("One line, as the witness publishes it; compare it by another way before you trust it."),
        max_length=400,
    )


class RemoveForm(HouseForm):
    """Why a witness's word counts no more."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
