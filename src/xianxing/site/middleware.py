"""What happens to every request before a page sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from xianxing.i18n import DEFAULT_LANGUAGE, LANGUAGES, language
from xianxing.pilot.refusal import Stranger
from xianxing.pilot.words import MOST_DIGITS
from xianxing.site.errors import not_found, too_large

Handler = Callable[[HttpRequest], HttpResponseBase]
LARGEST = int("9" * MOST_DIGITS)


class RefuseLargeBodies:
    """Answers 413 from the declared length alone, before anything reads the body.

    A body without a declared length is read as empty by Django's WSGI layer, so nothing escapes this test.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if not declared.isdecimal() or int(declared) > settings.MAX_BODY_BYTES:
            return too_large(request)
        return self.get_response(request)


class LeaveNoUpload:
    """Closes what was uploaded with a request, and so removes its file, also where it arrived in part only.

    Django closes whole uploads when it has answered, and leaves a file that broke off to whenever memory is
    tidied: until then a part of somebody's document would lie in plain in the folder for scratch.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            for handler in getattr(request, "_upload_handlers", ()):
                upload = getattr(handler, "file", None)
                if upload is not None:
                    upload.close()


class AnswerStrangers:
    """Answers `Stranger` as if nothing were there: by the same 404, whatever page was asked for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """404 for a stranger; None for anything else, which goes its way."""
        return not_found(request) if isinstance(exception, Stranger) else None


class RefuseNullCharacters:
    """Answers 400 to a form or address with a NUL in it: PostgreSQL holds none, and nobody types one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, kwargs: dict[str, object]
    ) -> None:
        """None to go on, or BadRequest; of a view without form token the body isn't looked at."""
        sent = [request.GET] if getattr(view, "csrf_exempt", False) else [request.GET, request.POST]
        typed = (value for data in sent for _name, values in data.lists() for value in values)
        if any("\0" in text for text in (*typed, *kwargs.values()) if isinstance(text, str)):
            raise BadRequest("a NUL character")


class RefuseLargeNumbers:
    """Answers 404 to an address with a number that no column holds: to SQLite it is an error, and no row."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, _request: HttpRequest, _view: Callable[..., Any], _args: object, kwargs: dict[str, object]
    ) -> None:
        """None to go on, or Http404."""
        if any(isinstance(number, int) and number > LARGEST for number in kwargs.values()):
            raise Http404


class SpeakOneLanguage:
    """Makes the pure packages answer in the language of the page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = get_language() or DEFAULT_LANGUAGE
        with language(chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE):
            return self.get_response(request)
