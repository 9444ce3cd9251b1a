"""What filings keep under the master keys: files, what was read in them, what Word forms would change."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count, QuerySet

from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.storage.keys import KeyFileError, MasterKeys
from xianxing.pilot.storage.sealed_values import SealedValues


class StoredFiles:
    """The data keys of the files that were not erased; see `Kept`. The files themselves stay as they are."""

    model = "filings.StoredFile"

    def under(self) -> dict[str, int]:
        """See `Kept.under`."""
        return dict(_present().values_list("key_id").annotate(count=Count("pk")).order_by("key_id"))

    @transaction.atomic
    def rewrap(self, keys: MasterKeys, *, most: int) -> int:
        """See `Kept.rewrap`."""
        old = list(_present().exclude(key_id=keys.active).select_for_update().order_by("pk")[:most])
        for stored in old:
            about = stored.name.encode()
            key = keys.unwrap(stored.key_id, bytes(stored.wrapped_key), about)
            stored.key_id, stored.wrapped_key = keys.wrap(key, about)
            stored.save(update_fields=["key_id", "wrapped_key"])
        return len(old)

    def unopened(self, keys: MasterKeys) -> Iterator[str]:
        """See `Kept.unopened`."""
        for stored in _present().iterator():
            try:
                keys.unwrap(stored.key_id, bytes(stored.wrapped_key), stored.name.encode())
            except KeyFileError:
                yield str(stored.pk)


def _present() -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(erased_at__isnull=True)


READINGS = SealedValues("filings.ReadDocument", "document", lambda row: str(row.sha256).encode())
PROPOSALS = SealedValues("filings.WordProposal", "sealed", lambda row: bytes(row.pk.bytes))
