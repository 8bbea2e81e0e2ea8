"""Rows of records as the engine reads them, many in one sealed piece (models.KeptRows)."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import ipc

from lumbung.access.models import Office
from lumbung.engine.tables import RECORDS
from lumbung.registry.models import KeptRows
from lumbung.registry.sealing import seal_bytes, unseal_text

Ids = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_SHAPE = hashlib.sha256(f"{version('lumbung')} {RECORDS}".encode()).hexdigest()


def kept_parts(office: Office, wanted: Ids) -> tuple[list[pa.Table], Ids]:
    """tables.RECORDS of those of the `wanted` records that are kept, piece by piece, and the keys of the others.

    Args:
        wanted: Ascending.
    """
    parts, lacking = [], _all(wanted)
    pieces = KeptRows.objects.filter(office=office, shape=_SHAPE).order_by("pk")
    for records, sealed in pieces.values_list("records", "sealed").iterator(chunk_size=1):
        told = _taken(records, wanted, lacking)
        with ipc.open_stream(unseal_text(sealed)) as stream:
            rows = stream.read_all()
        parts.append(rows if told.all() else rows.filter(pa.array(told)))
    return parts, wanted[lacking[:-1]]


def worn_and_lacking(office: Office, wanted: Ids) -> tuple[list[int], Ids]:
    """Keys of the pieces that are of no use any more, and of the `wanted` records that no other piece holds.

    Of no use: of another shape, or with more than half of their rows no longer wanted.
    """
    worn, lacking = [], _all(wanted)
    for pk, shape, records in (
        KeptRows.objects.filter(office=office).order_by("pk").values_list("pk", "shape", "records")
    ):
        before = lacking.copy()
        told = _taken(records, wanted, lacking)
        if shape != _SHAPE or 2 * told.sum() < len(told):
            worn.append(pk)
            lacking = before
    return worn, wanted[lacking[:-1]]


def packed(office: Office, rows: pa.Table, records: Ids) -> KeptRows:
    """A piece, not yet saved, of `rows` (tables.RECORDS), which tell `records` in this order."""
    out = pa.BufferOutputStream()
    with ipc.new_stream(out, rows.schema, options=ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_table(rows)
    sealed = seal_bytes(out.getvalue().to_pybytes())
    return KeptRows(office=office, shape=_SHAPE, records=records.tobytes(), sealed=sealed)


def _all(wanted: Ids) -> Bools:
    return np.ones(len(wanted) + 1, dtype=np.bool_)  # the last one stands for every record that is not wanted


def _taken(records: bytes | memoryview, wanted: Ids, lacking: Bools) -> Bools:
    """Which of `records` are wanted and were lacking until now; they lack no more."""
    ids = np.frombuffer(records, np.int64)
    at = np.searchsorted(wanted, ids)
    told: Bools = (np.append(wanted, -1)[at] == ids) & lacking[at]
    lacking[at[told]] = False
    return told
