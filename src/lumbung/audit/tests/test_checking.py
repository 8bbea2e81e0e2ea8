"""`verify` names what was done behind the house's back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lumbung.audit.checking import verify
from lumbung.audit.models import Entry, Seal
from lumbung.audit.tests.factories import behind_the_back, sealed, written
from lumbung.core.language import LANGUAGES
from lumbung.core.sentences import say

pytestmark = pytest.mark.django_db


def faults() -> list[tuple[str, int | None]]:
    """(code, line or else seal) of everything that does not fit."""
    found = [finding for finding in verify().findings if finding.severity == "error"]
    return [(finding.code, finding.params.get("line", finding.params.get("seal"))) for finding in found]


def test_an_untouched_trail_fits_and_tells_its_head():
    sealed("batch:1", "batch:2")
    sealed("batch:3")
    written("batch:4")

    verdict = verify()

    assert (verdict.lines, verdict.seals, verdict.waiting, verdict.broken) == (3, 2, 1, 0)
    assert verdict.head == Seal.objects.latest("pk").root
    assert verdict.head in str(say(verdict.findings[-1], "en"))


def test_an_empty_trail_fits():
    verdict = verify()

    assert (verdict.lines, verdict.head, verdict.broken) == (0, "", 0)
    assert say(verdict.findings[0], "en").what == "No line of the audit trail is sealed yet, 0 wait for their seal."


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'Somebody else'",
        "reason = 'as if it had been so'",
        "changes = '{\"rows\": 1}'",
        "at = at - interval '1 day'",
        "office_id = NULL",
    ],
)
def test_a_changed_line_is_named(change):
    sealed("batch:1")
    (line,) = sealed("batch:2")
    behind_the_back("audit_entry", f"UPDATE audit_entry SET {change} WHERE id = %s", line)

    assert faults() == [("audit_line_changed", line)]


def test_a_deleted_line_is_named():
    _, second, _ = sealed("batch:1", "batch:2", "batch:3")
    behind_the_back("audit_entry", "DELETE FROM audit_entry WHERE id = %s", second)

    assert faults() == [("audit_line_missing", second)]


def test_all_faults_are_named_at_once():
    first, _, third = sealed("batch:1", "batch:2", "batch:3")
    behind_the_back("audit_entry", "DELETE FROM audit_entry WHERE id = %s", first)
    behind_the_back("audit_entry", "UPDATE audit_entry SET reason = 'x' WHERE id = %s", third)

    assert faults() == [("audit_line_missing", first), ("audit_line_changed", third)]


def test_a_line_put_in_later_is_named():
    sealed("batch:1")
    old = Entry.objects.get()
    forged = Entry.objects.create(**{**fields(old), "subject": "batch:9", "transaction": 0})

    assert faults() == [("audit_line_late", forged.pk)]
    assert verify().waiting == 0


def fields(entry: Entry) -> dict:
    return {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields if field.name != "id"}


def test_a_line_hidden_together_with_its_digest_breaks_its_seal():
    _, second = sealed("batch:1", "batch:2")
    behind_the_back("audit_entry", "DELETE FROM audit_entry WHERE id = %s", second)
    behind_the_back("audit_sealedline", "DELETE FROM audit_sealedline WHERE entry_id = %s", second)

    assert faults() == [("audit_seal_broken", Seal.objects.get().pk)]


def test_a_changed_line_with_its_digest_mended_breaks_its_seal():
    from lumbung.audit.sealing import digest_of  # noqa: PLC0415 -- the forger's tool

    (line,) = sealed("batch:1")
    behind_the_back("audit_entry", "UPDATE audit_entry SET reason = 'x' WHERE id = %s", line)
    digest = digest_of(Entry.objects.get())
    behind_the_back("audit_sealedline", "UPDATE audit_sealedline SET digest = %s", digest)

    assert faults() == [("audit_seal_broken", Seal.objects.get().pk)]


@pytest.mark.parametrize(
    "change", ["root = repeat('a', 64)", "lines = 7", "horizon = horizon + 5", "sealed_at = now()"]
)
def test_a_changed_seal_is_named(change):
    sealed("batch:1")
    broken = Seal.objects.get().pk
    behind_the_back("audit_seal", f"UPDATE audit_seal SET {change} WHERE id = %s", broken)

    assert faults() == [("audit_seal_broken", broken)]


def test_a_seal_made_anew_no_longer_carries_the_next_one():
    sealed("batch:1")
    one = Seal.objects.get()
    sealed("batch:2")
    two = Seal.objects.latest("pk")
    behind_the_back("audit_seal", "UPDATE audit_seal SET root = repeat('b', 64) WHERE id = %s", one.pk)

    assert faults() == [("audit_seal_broken", one.pk), ("audit_seal_unlinked", two.pk)]


def test_a_seal_taken_out_with_all_its_lines_is_named_by_the_next_one():
    for n in range(3):
        sealed(f"batch:{n}")
    _one, two, three = Seal.objects.order_by("pk")
    line = two.sealed.get().entry_id
    behind_the_back("audit_sealedline", "DELETE FROM audit_sealedline WHERE seal_id = %s", two.pk)
    behind_the_back("audit_seal", "DELETE FROM audit_seal WHERE id = %s", two.pk)

    assert faults() == [("audit_seal_unlinked", three.pk), ("audit_line_late", line)]


def test_an_end_cut_off_is_seen_with_a_head_that_was_written_down():
    sealed("batch:1")
    sealed("batch:2")
    noted = verify().head
    last = Seal.objects.latest("pk")
    line = last.sealed.get().entry_id
    behind_the_back("audit_entry", "DELETE FROM audit_entry WHERE id = %s", line)
    behind_the_back("audit_sealedline", "DELETE FROM audit_sealedline WHERE seal_id = %s", last.pk)
    behind_the_back("audit_seal", "DELETE FROM audit_seal WHERE id = %s", last.pk)

    assert verify().broken == 0  # from inside nothing is to be seen
    assert [finding.code for finding in verify(noted).findings] == ["audit_root_unknown", "audit_verified"]


def test_a_head_written_down_long_ago_is_still_in_the_chain():
    sealed("batch:1")
    noted = verify().head
    sealed("batch:2")

    assert verify(noted).broken == 0


def test_the_check_costs_as_many_queries_for_twenty_lines_as_for_one():
    sealed("batch:0")
    with CaptureQueriesContext(connection) as for_one:
        verify()
    sealed(*[f"batch:{n}" for n in range(20)])

    with CaptureQueriesContext(connection) as for_more:
        verify()
    assert len(for_more) == len(for_one) + 1  # a second seal


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_are_told_in_words(language):
    (line,) = sealed("batch:1")
    behind_the_back("audit_entry", "DELETE FROM audit_entry WHERE id = %s", line)

    told = str(say(verify().findings[0], language))

    assert str(line) in told
