"""Keeping the rows of long lists as the engine reads them."""

from __future__ import annotations

import numpy as np
from django.db import transaction

from lumbung.access.models import Office
from lumbung.core.locking import wait_for
from lumbung.registry.kept_rows import packed, worn_and_lacking
from lumbung.registry.models import KeptRows
from lumbung.registry.queries import records_that_count, stored_rows
from lumbung.registry.rows import CHUNK, part

LEAST = 5_000  # rows from which keeping pays; fewer are read from their records every time


@transaction.atomic
def keep_rows(office: Office) -> int:
    """Keep the rows of current records that are not kept yet, if they are many, for `queries.records_of`.

    Returns:
        How many were added.
    """
    wait_for("registry.kept_rows", office.pk)
    worn, lacking = worn_and_lacking(office, records_that_count(office))
    KeptRows.objects.filter(pk__in=worn).delete()
    if len(lacking) < LEAST:
        return 0
    for at in range(0, len(lacking), CHUNK):
        rows = list(stored_rows(lacking[at : at + CHUNK]))
        packed(office, part(rows), np.array([row.record for row in rows], dtype=np.int64)).save()
    return len(lacking)
