"""What acts at the counter leave in the audit trail is told there in words."""

from __future__ import annotations

from lumbung.audit.words import VALUES
from lumbung.counter.kinds import KINDS, field_word


def test_every_kind_of_act_and_every_field_of_its_form_has_its_word_in_the_trail():
    fields = {field for kind in KINDS.values() for field in kind.fields}

    assert {kind for kind in KINDS if ("what", kind) not in VALUES} == set()
    assert {field for field in fields if ("fields", field) not in VALUES} == set()
    assert {field: VALUES["fields", field] for field in fields} == {field: field_word(field) for field in fields}
