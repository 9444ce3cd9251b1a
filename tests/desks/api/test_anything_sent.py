"""Whatever is sent to any route, it answers as its description says: never broken, never undescribed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desks.api.conftest import Programs
from tests.desks.api.program import Program
from tests.factories.exits import opened
from tests.factories.inspections import told
from tests.pilot.acts.staff import Office

pytestmark = pytest.mark.django_db
Schema = Mapping[str, Any]
ROOT = "/api/v1"
WORDS = st.text(max_size=40) | st.sampled_from(
    [
        "lead",
        "regular",
        "scope",
        "first",
        "group",
        "answer",
        "complaint",
        "visit",
        "customers",
        "\0",
        "x" * 5_001,
    ]
)
DAYS = st.dates().map(str) | st.sampled_from(["2024-02-30", "0001-01-01", "9999-12-31", ""])
INSTANTS = st.datetimes().map(lambda one: one.isoformat()) | st.just("2024-03-01T09:30:00+08:00")


def values(schema: Schema, known: Mapping[str, Schema]) -> st.SearchStrategy[Any]:
    """What a schema describes."""
    if "$ref" in schema:
        return values(known[schema["$ref"].rpartition("/")[2]], known)
    if "anyOf" in schema:
        return st.one_of(*(values(one, known) for one in schema["anyOf"]))
    kind = schema.get("type")
    if kind == "object":
        return _objects(schema, known)
    if kind == "array":
        return st.lists(values(schema.get("items", {}), known), max_size=3)
    if kind == "string":
        formats = {"date": DAYS, "date-time": INSTANTS, "uuid": st.uuids().map(str)}
        return formats.get(schema.get("format", ""), WORDS)
    simple: dict[str, st.SearchStrategy[Any]] = {
        "integer": st.integers(-5, 5) | st.integers(),
        "number": st.floats(allow_nan=False, allow_infinity=False),
        "boolean": st.booleans(),
        "null": st.none(),
    }
    return simple.get(str(kind), WORDS)


def _objects(schema: Schema, known: Mapping[str, Schema]) -> st.SearchStrategy[Any]:
    fields, needed = schema.get("properties", {}), set(schema.get("required", ()))
    if not fields:
        more = schema.get("additionalProperties")
        return st.dictionaries(WORDS, values(more if isinstance(more, dict) else {}, known), max_size=3)
    return st.fixed_dictionaries(
        {name: values(one, known) for name, one in fields.items() if name in needed},
        optional={name: values(one, known) for name, one in fields.items() if name not in needed},
    )


@cache
def description() -> Schema:
    """The interface as it describes itself."""
    found: Schema = json.loads(Client().get(f"{ROOT}/openapi.json").content)
    return found


def operations(described: Schema) -> list[tuple[str, str, Schema]]:
    """Every way and address of the description, but those that take files."""
    found = [
        (way, path, one) for path, ways in described["paths"].items() for way, one in sorted(ways.items())
    ]
    return [
        (way, path, one)
        for way, path, one in found
        if "multipart/form-data" not in one.get("requestBody", {}).get("content", {})
    ]


@pytest.fixture
def asked(running: Office, programs: Programs) -> tuple[str, list[Program]]:
    """A project with an open exit and a finding, and those who ask: who signs, staff, a stranger."""
    told(running, 1)
    opened(running)
    company = running.company
    people = (
        programs(company.he, "read", "values", "reports", "changes", "incidents", "findings", "exit"),
        programs(running.wen), programs(company.cast.chen), programs(company.cast.mo),
    )  # fmt: skip
    return str(company.filing.pk), list(people)


@settings(
    max_examples=100, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_every_answer_is_one_that_is_described(asked: tuple[str, list[Program]], data: st.DataObject) -> None:
    case, people = asked
    described = description()
    known = described["components"]["schemas"]
    way, path, operation = data.draw(st.sampled_from(operations(described)))
    query = {}
    for one in operation.get("parameters", ()):
        if one["in"] == "path":
            place = data.draw(st.sampled_from([case, "1", "2"]) | st.integers(0).map(str))
            own = case if one["name"] == "case" else place
            path = path.replace("{" + one["name"] + "}", own)
        elif one["in"] == "query":
            query[one["name"]] = str(data.draw(values(one["schema"], known))).replace("\0", "")
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    sent = data.draw(values(body, known)) if body else {}
    who = data.draw(st.sampled_from(people))
    answer = who.client.generic(
        way.upper(), path, json.dumps(sent), content_type="application/json", headers=who.header,
        query_params=query,
    )  # fmt: skip
    assert str(answer.status_code) in operation["responses"] or answer.status_code == 404, (
        way, path, sent, answer.status_code,
    )  # fmt: skip
    answer.close()
