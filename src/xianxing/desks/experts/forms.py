"""The forms of the pages about experts; what may be done is asked of the domain."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from xianxing.desks.accounts.forms import DayInput, HouseForm
from xianxing.pilot.experts.models import RelationKind, TieKind

CODE = _("Unified social credit code, if known")


class ProfileForm(HouseForm):
    """What an expert knows, and a telephone."""

    fields_known = forms.CharField(
        label=_("Fields"),
        required=False,
        help_text=_("In the words of the filing form, one a line: kinds of technology, directions."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Telephone and address lie sealed; only staff see them."),
    )


class PersonForm(HouseForm):
    """Somebody without an account, with how to reach the person."""

    name = forms.CharField(label=_("Name"), max_length=50)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Give at least one of the two. They lie sealed; only staff see them."),
    )


class EmploymentForm(HouseForm):
    """An employer, from when to when."""

    organisation = forms.CharField(label=_("Employer"), max_length=100)
    uscc = forms.CharField(label=CODE, required=False, max_length=18)
    since = forms.DateField(label=_("Since when"), widget=DayInput())
    until = forms.DateField(
        label=_("Left on"), required=False, widget=DayInput(), help_text=_("Empty while it lasts.")
    )


class TieForm(HouseForm):
    """A tie to an organisation."""

    kind = forms.ChoiceField(label=_("Kind of tie"), choices=TieKind.choices, widget=forms.RadioSelect())
    organisation = forms.CharField(label=_("Organisation"), max_length=100)
    uscc = forms.CharField(label=CODE, required=False, max_length=18)
    words = forms.CharField(label=_("In words"), required=False, max_length=300)


class RelationForm(HouseForm):
    """That one organisation is another's parent or custodian."""

    organisation = forms.CharField(label=_("Organisation"), max_length=100)
    uscc = forms.CharField(label=CODE, required=False, max_length=18)
    kind = forms.ChoiceField(label=_("is"), choices=RelationKind.choices, widget=forms.RadioSelect())
    other = forms.CharField(label=_("Other organisation"), max_length=100)
    other_uscc = forms.CharField(label=CODE, required=False, max_length=18)


class RecordedReasonForm(HouseForm):
    """A reason that stands in the record."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=4_000,
        help_text=_("It stands in the record as you write it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
