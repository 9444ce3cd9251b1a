"""The forms of this room: fields in the look of the house, rules left to the domain."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from xianxing.desks.accounts.journal import write
from xianxing.desks.accounts.kinds import kind_choices
from xianxing.desks.accounts.limits import mark_second_factor
from xianxing.documents.sniff import claimed_kind, real_kind
from xianxing.pilot.parties.domain.access import key_of, locked
from xianxing.pilot.parties.domain.second_factor import spend_code, spend_recovery_code
from xianxing.pilot.parties.enums import AccessKind, MemberRole, StaffRole
from xianxing.pilot.parties.models import User

LETTER_TYPES = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


class DayInput(forms.DateInput):
    """A day as browsers exchange it, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


LONG = 300  # characters from which a field takes the whole width


class HouseForm(forms.Form):
    """Fields as the design system draws them; no colon after a label, no browser's own validation bubbles."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        dress(self)


def dress(form: forms.Form) -> None:
    """Give each field of a form the class of the design system."""
    for field in form.fields.values():
        if not isinstance(field.widget, forms.CheckboxInput | forms.FileInput | forms.RadioSelect):
            long = (getattr(field, "max_length", None) or 0) > LONG
            field.widget.attrs["class"] = "input input--wide" if long else "input"
        field.widget.attrs.pop("placeholder", None)


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth has no types
    """Address and password, without "remember me"."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        dress(self)


class AuthenticateForm(AllauthAuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step of a log-in: the app's code, or a recovery code; each works once."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _("Six digits from your authenticator app, or one recovery code.")
        self.fields["code"].widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")
        dress(self)

    def clean_code(self) -> str:
        """Spend the code; failures are counted together with those of acts."""
        from allauth.core import context
        from allauth.mfa.adapter import get_adapter as factor_adapter

        request, code = context.request, str(self.cleaned_data["code"])
        key = key_of("act", self.user.pk)
        if locked(key):
            raise forms.ValidationError(_("Too many wrong codes. Wait fifteen minutes and try again."))
        kind = Authenticator.Type.TOTP
        if not spend_code(user=self.user, code=code):
            kind = Authenticator.Type.RECOVERY_CODES
            if not spend_recovery_code(user=self.user, code=code):
                write(request, AccessKind.STEP_UP_FAILED, self.user, detail="login", key=key)
                raise factor_adapter().validation_error("incorrect_code")
        passed = AccessKind.STEPPED_UP if kind == Authenticator.Type.TOTP else AccessKind.RECOVERY_USED
        write(request, passed, self.user, detail="login", key=key)
        self.authenticator = Authenticator.objects.get(user=self.user, type=kind)
        return code

    def save(self) -> None:
        """Note in the session that the factor was shown."""
        from allauth.core import context

        post_authentication(context.request, self.authenticator)
        mark_second_factor(context.request)


class CodeForm(HouseForm):
    """The code that proves that the authenticator app has been set up."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        help_text=_("The six digits that the app shows now."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class EmailForm(HouseForm):
    """An address to which a link is sent."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class PasswordForm(HouseForm):
    """A new password, twice."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters; no common password, nothing like your name or address."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same once more"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Both the same, and strong enough for this person."""
        data = super().clean() or {}
        password, again = data.get("password", ""), data.get("again", "")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ."))
        elif password:
            try:
                validate_password(password, self.user or self._unsaved(data))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data

    def _unsaved(self, data: dict[str, Any]) -> User:
        return User(email=data.get("email", ""), name=data.get("name", ""))


class NewAccountForm(PasswordForm):
    """Who takes up an invitation or claim, with a password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=50,
        help_text=_("As in your identity document; it stands under what you sign."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order: Any = ("name", "password", "again")


class ClaimForm(HouseForm):
    """An institution to act for, with the letter that authorises the person."""

    institution = forms.CharField(
        label=_("Full name of the institution"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    uscc = forms.CharField(
        label=_("Unified social credit code"), max_length=30, help_text=_("18 characters.")
    )
    kind = forms.ChoiceField(label=_("Kind of institution"), choices=kind_choices)
    letter = forms.FileField(
        label=_("Authorisation letter"),
        help_text=_("Signed and sealed, as PDF or picture (PNG, JPEG), at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def clean_letter(self) -> UploadedFile[Any]:
        """Refuse what is too large, not a PDF or picture, or something else than its name says."""
        letter: UploadedFile[Any] = self.cleaned_data["letter"]
        if (letter.size or 0) > settings.MOST_LETTER_BYTES:
            raise forms.ValidationError(
                _("The letter is larger than 10 MB; scan it with a lower resolution.")
            )
        name = letter.name or ""
        head = letter.read(64 * 1024)
        letter.seek(0)
        suffix = name[name.rfind(".") :].lower()
        if suffix not in LETTER_TYPES or real_kind(head, name) is not claimed_kind(name):
            raise forms.ValidationError(_("The letter must be a PDF or a picture (PNG, JPEG)."))
        return letter

    def media_type(self) -> str:
        """The type under which the letter is stored and shown."""
        name = self.cleaned_data["letter"].name
        return LETTER_TYPES[name[name.rfind(".") :].lower()]


class ClaimAsNewForm(ClaimForm, NewAccountForm):
    """A claim by somebody without account."""

    field_order = ("name", "password", "again", "institution", "uscc", "kind", "letter")


class InviteForm(HouseForm):
    """Whom an account manager invites, and to what."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)
    department = forms.CharField(label=_("Department"), max_length=50, required=False)
    title = forms.CharField(label=_("Position"), max_length=50, required=False)
    department_head = forms.BooleanField(label=_("Head of department or above"), required=False)
    power_of_attorney = forms.CharField(
        label=_("Power of attorney"), max_length=200, help_text=_("Title, number and date of the document.")
    )


class TerritoryForm(HouseForm):
    """Where an institution is registered and supervised, with the evidence."""

    registered_in = forms.CharField(label=_("Registered in"), max_length=100)
    jurisdiction = forms.CharField(label=_("Under the jurisdiction of"), max_length=100)
    evidence = forms.CharField(label=_("Evidence"), max_length=200)
    as_of = forms.DateField(label=_("As of"), widget=DayInput())


class LicenceForm(HouseForm):
    """A licence with its validity."""

    name = forms.CharField(label=_("Name of the licence"), max_length=100)
    number = forms.CharField(label=_("Number"), max_length=100)
    authority = forms.CharField(label=_("Issued by"), max_length=100)
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=DayInput())
    valid_to = forms.DateField(
        label=_("Valid to"),
        required=False,
        help_text=_("Leave empty for a licence without end."),
        widget=DayInput(),
    )


class EvidenceForm(HouseForm):
    """On what a confirmation rests, or why a claim is refused."""

    evidence = forms.CharField(
        label=_("Evidence or reason"),
        required=False,
        help_text=_("To confirm: what was looked at. To refuse: the reason that the claimant can read."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    free = forms.BooleanField(
        label=_("With a refusal: end all roles and free the code"),
        required=False,
        help_text=_(
            "For a letter that isn't the institution's: the right people can then claim it. Otherwise the "
            "claimant can hand in another letter."
        ),
    )


class RenameForm(HouseForm):
    """An institution's new name, and the document that shows it."""

    name = forms.CharField(label=_("New name"), max_length=100)
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=200,
        help_text=_("Which document was looked at, such as the new business licence and its date."),
    )


class ReasonForm(HouseForm):
    """Why an officer changes an account."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class AppointForm(HouseForm):
    """Whom the security administrator appoints to the working group."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(
        label=_("Name"),
        max_length=50,
        required=False,
        help_text=_("For a person without account; a link to set the password is mailed."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=StaffRole.choices)
