"""New rows into what is known: the region is decided as a whole list would be, all else stays."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lumbung.engine.cleaning import clean_records
from lumbung.engine.linking import Known, frozen, link, links_table, touched
from lumbung.engine.reading import read_list
from lumbung.engine.specimens import make_specimen, write_specimen
from lumbung.engine.tables import JUDGEMENTS, LINKS
from lumbung.engine.tests.test_linking_properties import lists, numbered
from lumbung.engine.tests.written import records_of

QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def messy(tmp_path_factory) -> pa.Table:
    """Records of a generated city: 600 rows of a register, about 500 of a census."""
    folder = tmp_path_factory.mktemp("lists")
    write_specimen(make_specimen(seed=11, noise="medium"), folder)
    lists = [("register", "ods.xlsx"), ("census", "field.csv")]
    return pa.concat_tables(clean_records(read_list(folder / file, source=source))[0] for source, file in lists)


def known_of(linkage, ids) -> Known:
    return Known(frozen(linkage.weights), links_table(linkage), frozenset(ids))


def links_of(linkage) -> set[tuple]:
    """The direct links as comparable rows."""
    columns = ("left_id", "right_id", "scope", "probability", "tier", "linked", "direct")
    return {tuple(row[c] for c in columns) for row in links_table(linkage).to_pylist() if row["direct"]}


def decisions(linkage, inside: set[str]) -> set[tuple]:
    """The links inside, without probabilities: a rival below the review line may move those by that much."""
    return {k[:3] + k[5:] for k in links_of(linkage) if k[0] in inside}


def whole(monkeypatch, records, linkage, judgements=None):
    """Everything decided with the weights of `linkage`."""
    monkeypatch.setattr(touched, "MOST", 2.0)
    everyone = frozenset(records.column("record_id").to_pylist())
    return link(records, judgements, known=Known(frozen(linkage.weights), LINKS.empty_table(), everyone))


def test_the_region_is_decided_as_the_whole_would_be_and_the_rest_stays(messy, monkeypatch):
    ids = messy.column("record_id").to_pylist()
    new = {i for i in ids if i.startswith("C")} & set(ids[::29])
    before = link(messy.filter(pc.invert(pc.is_in(messy.column("record_id"), pa.array(sorted(new))))))

    after = link(messy, known=known_of(before, new))

    assert after.part is not None
    assert 0 < after.part.mask.sum() < len(ids) / 4
    inside = {i for i, hit in zip(after.encoded.record_ids, after.part.mask, strict=True) if hit}
    assert new <= inside
    everything = links_of(whole(monkeypatch, messy, before))
    assert decisions(after, inside) == {k[:3] + k[5:] for k in everything if {k[0], k[1]} <= inside}
    assert {k for k in links_of(after) if k[0] not in inside} == {k for k in links_of(before) if k[0] not in inside}
    assert {i for k in links_of(after) if k[5] for i in k[:2]} & new  # some of the new rows found their cooperative


def test_a_verdict_touches_only_its_own_rows(messy):
    before = link(messy)
    told = next(k for k in sorted(links_of(before)) if k[2] == "register_census" and k[5])
    verdict = pa.Table.from_pylist(
        [{"left": told[0], "right": told[1], "verdict": "different", "reason": ""}], schema=JUDGEMENTS
    )

    after = link(messy, verdict, known=known_of(before, told[:2]))

    assert not {k for k in links_of(after) if k[:2] == told[:2]}
    outside = {i for i, hit in zip(after.encoded.record_ids, after.part.mask, strict=True) if not hit}
    assert len(outside) > len(messy) * 0.75
    assert {k for k in links_of(after) if k[0] in outside} == {k for k in links_of(before) if k[0] in outside}


def test_a_row_that_is_gone_frees_its_partner(messy):
    before = link(messy)
    gone, partner = next(k[:2] for k in sorted(links_of(before)) if k[2] == "register_census" and k[4] == "auto")
    rest = messy.filter(pc.not_equal(messy.column("record_id"), gone))

    after = link(rest, known=known_of(before, ()))

    at = after.encoded.record_ids.index(partner)
    assert after.part.mask[at]
    assert gone not in {i for k in links_of(after) for i in k[:2]}


@pytest.mark.slow
def test_too_much_at_once_is_decided_anew_with_weights_of_its_own(messy):
    before = link(messy)
    after = link(messy, known=known_of(before, messy.column("record_id").to_pylist()))

    assert after.part is None
    assert links_of(after) == links_of(before)


@QUICK
@given(lists, st.data())
def test_every_record_stands_once_and_pairs_stay_one_to_one(pair, data):
    records = records_of(numbered(*pair))
    ids = records.column("record_id").to_pylist()
    new = set(data.draw(st.lists(st.sampled_from(ids), unique=True)))
    old = records.filter(pc.invert(pc.is_in(records.column("record_id"), pa.array(sorted(new), pa.string()))))
    if not old.num_rows:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(touched, "MOST", 2.0)
        after = link(records, known=known_of(link(old), new))

    assert sorted(after.encoded.record_ids) == sorted(ids)
    for side in (after.pairs.left, after.pairs.right):
        groups = after.groups[side[after.pairs.linked]]
        assert len(set(groups.tolist())) == len(groups)
