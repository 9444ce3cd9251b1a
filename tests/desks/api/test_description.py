"""The interface under schemathesis: every operation, by everybody, answers as its OpenAPI description says.

Requests are drawn from the description, as it says and against it, and asked of the real application. Half of
the time the case and the numbers of an address are those of a project on trial, so that what lies behind
them answers, too.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, CheckFunction, Config, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from tests.desks.api.conftest import Programs
from tests.factories.exits import opened
from tests.factories.inspections import told
from tests.pilot.acts.staff import Office

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

pytestmark = pytest.mark.django_db
ENDURE = os.environ.get("HYPOTHESIS_PROFILE") == "endure"
EXAMPLES = 150 if ENDURE else 6  # for each operation, and each way of drawing
CHECKS: list[CheckFunction] = [
    not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_headers_conformance, checks.response_schema_conformance, checks.negative_data_rejection,
    checks.ignored_auth,
]  # fmt: skip
SCOPES = ("read", "values", "reports", "changes", "incidents", "findings", "complaints", "exit")
# who asks is said by the test, and nothing is kept between runs
OPTIONS = {"generation": {"with-security-parameters": False}, "cache": {"enabled": False}}
Headers = dict[str, str]
Operation = APIOperation[Any, Any, Any, Any]


@pytest.fixture
def askers(running: Office, programs: Programs) -> tuple[str, list[Headers]]:
    """A project with an open exit and a finding, and who asks: nobody, the project's token, people's."""
    told(running, 1)
    opened(running)
    company = running.company
    known = (
        programs(company.he, *SCOPES), programs(company.he, "read"), programs(company.he),
        programs(running.wen), programs(company.cast.chen), programs(company.cast.mo),
    )  # fmt: skip
    wrong = {"Authorization": "Bearer xp_none"}
    return str(company.filing.pk), [{}, wrong, *(program.header for program in known)]


def test_property_of_every_operation_that_it_answers_as_described(
    askers: tuple[str, list[Headers]],
) -> None:
    case, headers = askers
    found = openapi.from_wsgi("/api/v1/openapi.json", app=site(), config=Config.from_dict(OPTIONS))
    operations = [one.ok() for one in found.get_all_operations() if isinstance(one, Ok)]
    assert len(operations) == found.statistic.operations.total > 50
    reached, problems, contradicted = set[int](), list[Exception](), 0
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                reached |= asked(operation, mode, case, headers)
                contradicted += mode is GenerationMode.NEGATIVE
            except Unsatisfiable as problem:  # any text is a number of a complaint: nothing contradicts it
                if mode is GenerationMode.POSITIVE:
                    problems.append(problem)
            except Exception as problem:
                problem.add_note(operation.label)
                problems.append(problem)
    if problems:
        raise ExceptionGroup("answers that are not as described", problems)
    assert {200, 201, 401, 403, 404, 422} <= reached
    assert contradicted > 50


def site() -> WSGIApplication:
    """The application, asked by somebody at an address, as every server says it."""
    application = get_wsgi_application()

    def answer(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        with closing(application({**environ, "REMOTE_ADDR": "203.0.113.9"}, start)) as said:
            return [b"".join(said)]

    return answer


def asked(operation: Operation, mode: GenerationMode, project: str, headers: Sequence[Headers]) -> set[int]:
    """Ask one operation by drawn requests; the statuses of its answers."""
    told = set()

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=not ENDURE, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def ask(case: Case[Operation], data: st.DataObject) -> None:
        place(case, project, data)
        by = data.draw(st.sampled_from(headers))
        told.add(case.call_and_validate(headers=by, checks=CHECKS).status_code)

    ask()
    return told


def place(case: Case[Operation], project: str, data: st.DataObject) -> None:
    """Half of the time the project's own case and small numbers, unless the address is meant to be wrong."""
    drawn = case.meta.components.get(ParameterLocation.PATH) if case.meta else None
    if drawn is None or drawn.mode is GenerationMode.NEGATIVE or not data.draw(st.booleans()):
        return
    for name in case.path_parameters or {}:
        small = data.draw(st.integers(1, 2))
        case.path_parameters[name] = project if name == "case" else small
