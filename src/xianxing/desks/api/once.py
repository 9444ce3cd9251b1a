"""A request under an idempotency key is carried out once; the same again gets the same answer.

A key belongs to the person, and with a token for one project to the person there: others may use the same.
Who may no longer read the case gets no answer of earlier days either.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema, Status

from xianxing.desks.api.bearer import person
from xianxing.i18n import gettext
from xianxing.pilot.acts.models import AnsweredRequest
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

Answer = tuple[int, dict[str, Any]]
LONGEST_KEY = 100
KEY = "Idempotency-Key"


def done_once(request: HttpRequest, key: str, payload: Schema, act: Callable[[], Answer]) -> Status[Any]:
    """The answer to a request that needs no second factor; `act` is carried out once a key."""
    return prepared_once(request, key, payload, lambda: act)


def prepared_once(
    request: HttpRequest, key: str, payload: Schema, prepare: Callable[[], Callable[[], Answer]]
) -> Status[Any]:
    """As `answered_once`, of what was sent to this address, the code of the second factor apart."""
    said = f"{request.path} {payload.model_dump_json(exclude={'otp'})}"
    return Status(*answered_once(person(request), key, said, prepare, lambda: read_again(request)))


def read_again(request: HttpRequest) -> None:
    """Ask anew whether the person may read the case of the address; raises as reading it does."""
    found = request.resolver_match
    if found is not None and "case" in found.kwargs:
        case_to_read(UUID(str(found.kwargs["case"])), person(request), at=now())


def answered_once(
    user: User,
    key: str,
    said: str,
    prepare: Callable[[], Callable[[], Answer]],
    permitted: Callable[[], None] = lambda: None,
) -> Answer:
    """The answer to a request: kept with what it did, in one transaction, where it came with a key.

    `prepare` does what a refusal doesn't take back, such as spending a code, and gives what is to be done;
    `permitted` is asked before an answer that was kept is given, and refuses by raising. A caller that has
    asked before needs none. Refused for a key that was used for another request; nothing is kept of a request
    that was refused.
    """
    if not key:
        return prepare()()
    if len(key) > LONGEST_KEY:
        message = gettext("An idempotency key takes at most {limit} characters.").format(limit=LONGEST_KEY)
        raise Refused("idempotency-key", message)
    digest = hashlib.sha256(said.encode()).hexdigest()
    kept = _kept(user, key, digest)
    if kept is not None:
        permitted()
        return kept
    act = prepare()
    try:
        with transaction.atomic():
            status, body = act()
            AnsweredRequest.objects.create(
                user=user,
                project=_project(user),
                key=key,
                digest=digest,
                status=status,
                body=_plain(body),
                answered_at=timezone.now(),
            )
    except IntegrityError:
        kept = _kept(user, key, digest)
        if kept is None:
            raise
        return kept
    return status, body


def _kept(user: User, key: str, digest: str) -> Answer | None:
    """The answer to this very request, by whichever token of the person it was made.

    Refused where the key stands for another request, of a person's own token or of the same project's.
    """
    rows = list(AnsweredRequest.objects.filter(user=user, key=key))
    same = next((row for row in rows if row.digest == digest), None)
    if same is not None:
        return same.status, same.body
    if any(row.project == _project(user) for row in rows):
        raise Refused(
            "idempotency-key", gettext("This idempotency key was used for another request; make a new one.")
        )
    return None


def _project(user: User) -> str:
    """The project that the token of the request is for; "" for a person's own."""
    return str(user.only_unit[0]) if user.only_unit else ""


def _plain(body: dict[str, Any]) -> Any:
    return json.loads(json.dumps(body, cls=DjangoJSONEncoder))
