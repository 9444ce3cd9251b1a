"""What was published against the log: calls, extensions, retired guides, sign-offs, and their entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Min

from xianxing.pilot.calls.models import Call, Extension, PinnedGuide, ProcedureSignOff
from xianxing.pilot.calls.pinned import digest_of_files
from xianxing.pilot.cases.domain.publications import (
    PUBLISH,
    RETIRE,
    SIGN_OFF,
    about_call,
    about_extension,
    about_guide,
    about_sign_off,
    publication_kinds,
)
from xianxing.pilot.cases.models import Publication
from xianxing.procedure.reading import digest_of_rows
from xianxing.record.canonical import Plain, canonical, parse
from xianxing.record.events import read_event


def publication_faults() -> list[str]:
    """Every call, extension, retired guide, sign-off that the record contradicts or doesn't know."""
    found = []
    for row in Publication.objects.select_related("call", "extension__call", "guide", "sign_off").order_by(
        "place"
    ):
        found += [f"publication {row.sequence}: {fault}" for fault in _faults(row)]
    unsaid = {
        "call": Call.objects.exclude(publications__step=PUBLISH),
        "extension": Extension.objects.filter(publication__isnull=True),
        "guide": PinnedGuide.objects.exclude(publications__step=RETIRE).filter(retired_at__isnull=False),
    }
    for what, rows in unsaid.items():
        unknown = rows.values_list("pk", flat=True)
        found += [f"{what} {pk} was published in no entry of the log" for pk in unknown]
    found += [fault for kind in publication_kinds().values() for fault in kind.unsaid()]
    guides = PinnedGuide.objects.annotate(first=Min("calls__published_at")).order_by("pk")
    found += [fault for guide in guides.iterator() for fault in _other_pin(guide, guide.first)]
    for read in ProcedureSignOff.objects.order_by("pk").iterator():
        if digest_of_rows(read.text) != read.text_digest:
            found.append(f"calls_proceduresignoff {read.pk}, column text: not the text that was read")
    return found


def _other_pin(guide: PinnedGuide, first: datetime | None) -> Iterator[str]:
    """What of a guide isn't as it was pinned; `first` is when the first call under it was published."""
    place = f"calls_pinnedguide {guide.pk}, column"
    if digest_of_files(guide.files) != guide.pk:
        yield f"{place} files: not those that were pinned"
    if first is not None and guide.pinned_at != first:
        yield f"{place} pinned_at: not when the first call under it was published"


def _faults(row: Publication) -> list[str]:
    said = read_event(bytes(row.skeleton))
    differ = (row.step, row.role, row.at) != (said.step, said.role, said.time)
    try:
        spoken = [*_other_time(row), *_other_words(row)]
    except ObjectDoesNotExist:
        spoken = ["what it speaks of is gone"]
    return [*(["its row and its skeleton differ"] if differ else []), *spoken]


def _other_time(row: Publication) -> Iterator[str]:
    """What a row speaks of must have happened when the entry says."""
    if row.extension is not None and row.extension.announced_at != row.at:
        yield f"calls_extension {row.extension.pk}, column announced_at: not when it was announced"
    elif row.extension is None and row.call is not None and row.call.published_at != row.at:
        yield f"calls_call {row.call.pk}, column published_at: not when it was published"
    elif row.step == SIGN_OFF and row.sign_off.signed_at != row.at:
        yield f"calls_proceduresignoff {row.sign_off.pk}, column signed_at: not when it was signed off"
    elif row.guide is not None and row.guide.retired_at != row.at:
        yield f"calls_pinnedguide {row.guide.pk}, column retired_at: not when it was retired"


def _other_words(row: Publication) -> Iterator[str]:
    """What the entry says of its call, extension or guide, and the row says otherwise by now."""
    told = parse(bytes(row.body))
    said = told if isinstance(told, dict) else {}
    kind = publication_kinds().get(row.step)
    about = kind.about(said) if kind else _about(row)
    for name in sorted((said.keys() | about.keys()) - {"recorded_later"}):
        if name == "guide_name" and name not in said:
            continue  # entries of earlier days name the guide by its digest only
        if name not in said or name not in about or canonical(about[name]) != canonical(said[name]):
            yield f"{name} is no longer what was published"


def _about(row: Publication) -> Mapping[str, Plain]:
    if row.extension is not None:
        return about_extension(row.extension)
    if row.call is not None:
        return about_call(row.call)
    if row.step == SIGN_OFF:
        return about_sign_off(row.sign_off)
    return about_guide(row.guide) if row.guide is not None else {}
