"""What a stop for secrecy does to notices: none of it is shown, and erasing takes sheets and sealed words."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.notices.models import (
    CommentFile,
    Erratum,
    Notice,
    NoticeExtension,
    PublicComment,
    RegisterEntry,
    TakeDown,
)


def _count(case: Case, at: datetime) -> int:
    del at
    return Notice.objects.filter(case=case).count()


def _erase(case: Case, at: datetime) -> int:
    del at
    PublicComment.objects.filter(case=case).update(sealed=b"")
    CommentFile.objects.filter(comment__case=case).update(sealed=b"")
    Erratum.objects.filter(case=case).update(words="", reason="")
    RegisterEntry.objects.filter(case=case).delete()
    NoticeExtension.objects.filter(case=case).delete()
    TakeDown.objects.filter(case=case).delete()
    gone, _each = Notice.objects.filter(case=case).delete()
    return gone


HOLDER = Holder("notices", quarantine=_count, release=_count, erase=_erase)
