"""Log in, log out, set up the second factor, set a password."""

from __future__ import annotations

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.contrib.auth import logout as end_session
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlsafe_base64_decode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_ratelimit.core import is_ratelimited

from xianxing.desks.accounts import limits
from xianxing.desks.accounts.drawing import provisioning_url, qr_svg
from xianxing.desks.accounts.forms import CodeForm, EmailForm, PasswordForm
from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.journal import address_of, write
from xianxing.desks.accounts.openid_pages import BY_PROVIDER
from xianxing.desks.accounts.tasks import ask_for_password_link
from xianxing.desks.audience import audience
from xianxing.i18n import gettext
from xianxing.pilot.parties.domain import second_factor as factor
from xianxing.pilot.parties.domain.access import key_of, locked
from xianxing.pilot.parties.domain.accounts import end_sessions
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User

login = audience("entering")(account_views.login)
authenticate = audience("entering")(factor_views.authenticate)
PENDING = "pending_secret"


@audience("entering")
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session; only by a button, so that no link or picture logs anybody out."""
    by_provider = request.session.get(BY_PROVIDER)
    end_session(request)
    return redirect("accounts:provider-left" if by_provider and settings.OIDC else "public:home")


@audience("entering")
@require_safe
def inactive(request: HttpRequest) -> HttpResponse:
    """The account is switched off."""
    context = {
        "code": "",
        "title": gettext("This account is switched off"),
        "advice": gettext("Ask the working group's system administrator or your account manager."),
    }
    return render(request, "look/error.html", context, status=403)


@audience("entering")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up the second factor, which everybody needs; shows the recovery codes once, when it is done."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    user = request.user
    onward = _safe(request, request.POST.get("next") or request.GET.get("next") or "")
    if factor.enrolled(user):
        if limits.has_second_factor(request):
            return HttpResponseRedirect(onward)
        end_session(request)
        return redirect("account_login")
    secret = _pending(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        problem = _set_up(request, user, secret, form.cleaned_data["code"])
        if isinstance(problem, list):
            return render(request, "accounts/recovery_codes.html", {"codes": problem, "onward": onward})
        form.add_error("code", problem)
    url = provisioning_url(user.email, secret)
    context = {
        "form": form,
        "qr": qr_svg(url, gettext("QR code for the authenticator app")),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "next": onward,
    }
    return render(request, "accounts/second_factor.html", context)


@audience("entering")
@require_http_methods(["GET", "HEAD", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """Have a link to set the password mailed.

    The answer and the work done for it are the same whether the address has an account or not: which it is
    only the worker looks up.
    """
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_ratelimited(request, group="password", key="ip", rate=settings.LETTER_RATE, increment=True):
            return too_often(request)
        email = form.cleaned_data["email"].lower()
        root = request.build_absolute_uri("/").rstrip("/")
        ask_for_password_link(email, root=root, language=get_language() or "", visitor=address_of(request))
        return render(request, "accounts/letter_sent.html", {"email": email})
    return render(request, "accounts/forgot.html", {"form": form})


@audience("entering")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Set the password with a link from a mail; the second factor stays and is asked for at log-in."""
    user = _owner(uid)
    if user is None or not user.is_active or not default_token_generator.check_token(user, token):
        return render(request, "accounts/link_dead.html", status=410)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["password"])
        user.save(update_fields=["password"])
        end_sessions(user)
        write(request, AccessKind.PASSWORD_SET, user)
        return redirect(f"{reverse('account_login')}?password=1")
    return render(request, "accounts/set_password.html", {"form": form, "email": user.email})


def too_often(request: HttpRequest) -> HttpResponse:
    """429: this address asked for too many letters."""
    context = {
        "code": 429,
        "title": gettext("Too many letters in a short time"),
        "advice": gettext("Wait an hour and try again."),
    }
    response = render(request, "look/error.html", context, status=429)
    response["Retry-After"] = "3600"
    return response


def _set_up(request: HttpRequest, user: User, secret: str, code: str) -> list[str] | str:
    key = key_of("act", user.pk)
    if locked(key):
        return gettext("Too many wrong codes. Wait fifteen minutes and try again.")
    counter = factor.matching(secret, code)
    if counter is None:
        write(request, AccessKind.STEP_UP_FAILED, user, detail="set-up", key=key)
        return gettext("The code is wrong. Check the app's clock and enter the code that it shows now.")
    codes = factor.enrol(user=acting(request), secret=secret, counter=counter)
    request.session.pop(PENDING, None)
    limits.mark_second_factor(request)
    end_sessions(user, but=request.session.session_key)
    write(request, AccessKind.SECOND_FACTOR_SET, user)
    return codes


def _pending(request: HttpRequest) -> str:
    kept = request.session.get(PENDING)
    if kept:
        return str(decrypt(kept))
    secret = factor.new_secret()
    request.session[PENDING] = encrypt(secret)
    return secret


def _safe(request: HttpRequest, url: str) -> str:
    if url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return url
    return reverse("accounts:me")


def _owner(uid: str) -> User | None:
    try:
        return User.objects.filter(pk=int(urlsafe_base64_decode(uid))).first()
    except (ValueError, OverflowError):
        return None
