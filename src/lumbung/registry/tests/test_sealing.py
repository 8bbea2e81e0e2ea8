"""Personal data in rows: sealed, opened by every key of the ring, and only by the right one."""

from __future__ import annotations

import base64

import pytest

from lumbung.core.findings import MachineTrouble
from lumbung.registry.rows import kept
from lumbung.registry.sealing import seal, unseal

KEYS = [f"k{n}:{base64.b64encode(bytes([n]) * 32).decode()}" for n in (2, 1)]


def test_what_was_sealed_opens_again_and_is_never_the_same_twice(settings):
    settings.FIELD_KEYS = KEYS
    value = {"clean": {"chair": "Siti Aminah"}, "raw": {"Nama Ketua": "Hj. Siti Aminah"}}

    assert unseal(seal(value)) == value
    assert seal(value) != seal(value)
    assert b"Siti" not in seal(value)


def test_an_older_key_still_opens(settings):
    settings.FIELD_KEYS = KEYS[1:]
    old = seal("rahasia")
    settings.FIELD_KEYS = KEYS

    assert unseal(old) == "rahasia"


@pytest.mark.parametrize(
    ("ring", "code"),
    [(KEYS[1:], "field_key_missing"), ([KEYS[0].split(":")[0] + ":" + KEYS[1].split(":")[1]], "field_key_wrong")],
)
def test_without_its_key_it_stays_shut_and_the_finding_names_the_key(settings, ring, code):
    settings.FIELD_KEYS = KEYS
    sealed = seal("rahasia")
    settings.FIELD_KEYS = ring

    with pytest.raises(MachineTrouble) as refused:
        unseal(sealed)
    (finding,) = refused.value.findings
    assert (finding.code, finding.params["key"]) == (code, "k2")


def test_a_stored_row_holds_no_person_outside_its_seal(settings):
    settings.FIELD_KEYS = KEYS
    row = {
        "record_id": "R000001", "name": "KSP MAJU", "chair": "Siti Aminah", "officers": ["siti aminah"],
        "phones": ["081200000000"], "raw": '{"Nama Koperasi": "KSP MAJU", "Ketua": "Siti Aminah"}',
    }  # fmt: skip
    stored = kept(row, frozenset({"Ketua"}))

    assert "siti" not in f"{stored.raw}{stored.clean}".casefold()
    assert "0812" not in f"{stored.raw}{stored.clean}"
    assert unseal(stored.personal_sealed)["clean"]["chair"] == "Siti Aminah"
