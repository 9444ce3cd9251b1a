"""Everything that is wrong with a guide package, as one list that every command about guides reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.law import Guide, GuideError, UnknownGuideError, readable_guides
from xianxing.law.coverage import screen_clauses, screen_files
from xianxing.law.leftovers import numbers_left, texts_left
from xianxing.law.lines import located
from xianxing.law.loader import build_guide
from xianxing.law.package import BUILT_IN, GuidePackage, default_roots, find_package
from xianxing.law.reading import offered
from xianxing.procedure.checker import idle_meanings
from xianxing.procedure.loader import FILE, build_procedure


def guide_errors(guide: str | Path) -> tuple[GuideError, ...]:
    """What is wrong with a guide: its files, its procedure, clauses that rules and pages miss, leftovers.

    Each is told once, with file, line, key and remedy, in the order of files and lines. Of one file only the
    first thing that can't be read is known. Raises UnknownGuideError for a name without a folder.
    """
    try:
        package = find_package(guide, default_roots())
    except UnknownGuideError:
        raise
    except GuideError as error:
        return (error,)
    found = {str(error): error for error in _errors(package)}
    return tuple(sorted(found.values(), key=lambda error: (error.file, error.line or 0, error.key)))


def print_errors(errors: tuple[GuideError, ...]) -> None:
    """The list on the standard error output, one a line."""
    for error in errors:
        print(error, file=sys.stderr)


def _errors(package: GuidePackage) -> Iterator[GuideError]:
    try:
        guide = build_guide(package)
    except GuideError as error:
        yield error
    else:
        yield from _unanswered(guide)
        yield from _unheard(guide)
    if package.procedure:
        yield from _of_procedure(package)
    yield from texts_left(package)
    yield from numbers_left(package)


def _of_procedure(package: GuidePackage) -> Iterator[GuideError]:
    try:
        procedure = build_procedure(package)
    except GuideError as error:
        yield error
        return
    file = f"{package.folders[0].name}/{FILE}"
    for key, problem, remedy in idle_meanings(procedure):
        yield _located(package.folders, GuideError(file, key, problem, remedy))


def _unanswered(guide: Guide) -> Iterator[GuideError]:
    """Clauses of the reference guide that a rule or page rests on and that this guide says nothing about."""
    from xianxing.checker.rulebook import registry

    users: dict[str, list[str]] = {}
    for rule in registry:
        setting = guide.rule_setting(rule.id)
        if setting.enabled and setting.clause is None and guide.cite(rule.clause) is None:
            users.setdefault(rule.clause, []).append(gettext("rule {rule}").format(rule=rule.id))
    for path in screen_files():
        for screen, clause in screen_clauses(path):
            if guide.cite(clause) is None:
                users.setdefault(clause, []).append(gettext("page {page}").format(page=screen))
    for clause, names in users.items():
        problem = gettext("this guide has no clause {clause!r}, and these rest on it: {names}").format(
            clause=clause, names=", ".join(names)
        )
        remedy = gettext('write "{clause}" = "…" with the clause that answers to it, or "" for none').format(
            clause=clause
        )
        file = f"{guide.folders[0].name}/rules.toml"
        error = GuideError(file, f'clause."{clause}"', problem, remedy, missing=clause)
        yield _located(guide.folders, error)


def _unheard(guide: Guide) -> Iterator[GuideError]:
    """Entries of `rules.toml` about a rule, a family of rules or a clause that nobody knows."""
    from xianxing.checker.rulebook import registry

    shipped = readable_guides([BUILT_IN]).values()
    clauses = {clause for one in (guide, *shipped) for clause in one.clauses}
    for section, said, known in (
        ("rule", guide.rule_settings, [rule.id for rule in registry]),
        ("family", guide.rule_families, sorted({rule.family for rule in registry})),
        ("clause", guide.clause_answers, sorted(clauses)),
    ):
        for name in said:
            if name not in known:
                problem = gettext("{value!r} is not known").format(value=name)
                file = f"{guide.folders[0].name}/rules.toml"
                error = GuideError(file, f'{section}."{name}"', problem, offered(name, known))
                yield _located(guide.folders, error)


def _located(folders: tuple[Path, ...], error: GuideError) -> GuideError:
    try:
        with located(folders):
            raise error
    except GuideError as told:
        return told
