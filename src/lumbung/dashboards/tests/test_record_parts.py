"""Parts of the record page: kinds beside each other, sectors, what no source tells, figures over time, founding."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest
from django.utils import timezone

from lumbung.access.roles import Role
from lumbung.access.tests.factories import OfficeFactory, standpoint_of
from lumbung.audit.words import GUIDANCE
from lumbung.counter.tests.desk import Desk
from lumbung.dashboards.founding import STEP_WORDS
from lumbung.dashboards.profile import BASES
from lumbung.dashboards.records import Reader, found
from lumbung.dashboards.tests.test_record_page import FIRST, address, page_of, text_of
from lumbung.engine.cleaning.law import law
from lumbung.engine.cleaning.names import clean_name
from lumbung.engine.cleaning.vocabularies import vocabulary
from lumbung.registry.models import Cooperative, Guidance, Record, Version
from lumbung.registry.queries import records_behind
from lumbung.registry.services import founding_steps
from lumbung.registry.services.projecting import merah_putih_rows
from lumbung.statistics.models import Place
from lumbung.statistics.services import recompute


def register_row(number=FIRST):
    return records_behind(Cooperative.objects.get(number=number)).filter(entry__source__kind="register").first()


def change(record, **clean):
    Record.objects.filter(pk=record.pk).update(clean={**record.clean, **clean})


def say_aside(record, **cells):
    Record.objects.filter(pk=record.pk).update(raw={**record.raw, **{k.replace("_", " "): v for k, v in cells.items()}})


def told_earlier(record, on, **clean):
    """The same entry, as an earlier extract told it."""
    return Record.objects.create(
        **{f.attname: getattr(record, f.attname) for f in Record._meta.fields if f.name not in ("id", "batch_id")}
        | {
            "observed_on": on,
            "recorded_at": record.recorded_at - timedelta(days=90),
            "clean": {**record.clean, **clean},
        }
    )


# Kinds and facts


def test_what_the_articles_say_and_what_it_runs_stand_side_by_side(officer):
    kinds = {word: value for word, value, _note in page_of(officer, FIRST).profile.kinds}

    assert kinds == {
        "Kind according to the articles (ODS)": "Consumer",
        "Business it runs (field)": "Consumer",
        "Kind of cooperative": "Consumer",
    }


def test_two_kinds_that_differ_are_marked(officer):
    differing = Version.objects.filter(current=True, visited=True, listed=True).exclude(fields__kind_register=None)
    number = next(v.cooperative.number for v in differing if v.kind and v.fields["kind_register"] != v.kind)

    assert page_of(officer, number).profile.kinds_differ
    assert not page_of(officer, FIRST).profile.kinds_differ


def test_a_sector_names_its_section_of_kbli_with_the_edition(officer):
    told = {word: (value, note) for word, value, note in page_of(officer, FIRST).profile.facts}

    assert told["Business sector"][1] == "KBLI 2020, section G (Peraturan BPS 2/2020)"


def test_every_sector_of_ods_has_a_section_of_kbli():
    assert set(law("kbli")["sections"]) == set(vocabulary("sector").labels)


def test_columns_that_nothing_else_reads_are_told_by_the_page(officer):
    say_aside(register_row(), KBLI="47192", Kantor_Cabang="Kariangau", Instansi_Induk="PT Contoh Sejahtera")

    profile = page_of(officer, FIRST).profile
    told = {word: (value, note) for word, value, note in profile.facts}
    assert told["KBLI as a list tells it"] == ("47192", "ODS 30/06/2024")
    assert told["Host institution"] == ("PT Contoh Sejahtera", "ODS 30/06/2024")
    assert profile.branches == [("Kariangau", "ODS 30/06/2024")]


def test_an_aside_loses_phones_and_names_after_a_role(officer):
    say_aside(register_row(), Kantor_Cabang="Kariangau, hubungi Bapak Anton Wijaya 0812-3456-7890")

    ((text, _by),) = page_of(officer, FIRST).profile.branches
    assert "Anton" not in text and "7890" not in text  # noqa: PT018 -- one thing: nobody is named


def test_the_membership_base_follows_from_the_group_where_no_list_says_it(officer):
    told = {word: (value, note) for word, value, note in page_of(officer, FIRST).profile.facts}

    assert told["Membership base"] == ("Women", "from its group; no list says it")
    assert set(law("asides")["bases"].values()) <= set(BASES)


def test_what_no_source_tells_is_said_in_one_line(officer, reader):
    assert "KBLI as a list tells it" in page_of(officer, FIRST).profile.silent
    assert "No source tells: branch offices." in text_of(reader().get(address(FIRST)))


def test_a_branch_of_a_cooperative_elsewhere_says_so(officer):
    place = Place.objects.filter(field_only_reason="branch").first()

    assert "head office lies elsewhere" in page_of(officer, place.cooperative.number).profile.branch_of
    assert page_of(officer, FIRST).profile.branch_of == ""


# Figures and names over time


def test_figures_of_every_extract_stand_under_each_other(officer):
    record = register_row()
    told_earlier(record, date(2023, 12, 31), members=28, net_surplus=None)

    figures = page_of(officer, FIRST).figures
    members = figures.words.index("Members")
    assert [(by, values[members]) for by, values in figures.lines] == [
        ("Sensus 04/05/2024", "32"),
        ("ODS 30/06/2024", "32"),
        ("ODS 31/12/2023", "28"),
    ]


def test_a_name_says_from_when_until_when_it_was_told(officer):
    record = register_row()
    told_earlier(record, date(2023, 12, 31))
    told_earlier(record, date(2022, 12, 31), name="Koperasi Wanita Lama")

    names = dict(page_of(officer, FIRST).names)
    assert names[record.clean["name"]] == "ODS 31/12/2023–30/06/2024"
    assert names["Koperasi Wanita Lama"] == "ODS 31/12/2022"


def test_without_figures_the_section_is_one_line(officer, reader):
    version = next(
        v
        for v in Version.objects.filter(current=True, listed=False)
        if page_of(officer, v.cooperative.number).figures is None
    )

    assert "No source tells members, capital or results." in text_of(reader().get(address(version.cooperative.number)))


# Merah Putih


@pytest.mark.parametrize(
    ("name", "flagged"),
    [
        ("KOPERASI KELURAHAN MERAH PUTIH LAMARU", True),
        ("KKMP Lamaru", True),
        ("Koperasi Multi Pihak (KMP) Lamaru", False),
        ("KMP Lamaru Jaya", False),
        ("Koperasi Konsumen Merah Delima", False),
    ],
)
def test_a_name_says_whether_it_is_a_merah_putih_cooperative(name, flagged):
    row = {"record_id": "R000000001", "name": name, "name_group": clean_name(name).group, "group": "lainnya"}

    assert (row["record_id"] in merah_putih_rows(pa.Table.from_pylist([row]))) == flagged


def test_the_flag_follows_the_rows_behind_a_cooperative(office):
    change(register_row(), name="KKMP Lamaru", name_group="merah_putih")

    recompute(office)

    assert Version.objects.get(current=True, merah_putih=True).cooperative.number == FIRST


def merah_putih(number=FIRST):
    Version.objects.filter(cooperative__number=number, current=True).update(merah_putih=True)


def test_founding_steps_are_told_by_what_is_known(officer, reader):
    record = register_row()
    change(record, legal_era="ahu", legal_on="2025-07-07", last_rat_on=None)
    say_aside(record, NPWP="12.345.678.9-721.000")
    merah_putih()

    founding = page_of(officer, FIRST).founding
    assert {step.code: (step.on, step.by) for step in founding.steps if step.done} == {
        "decree": ("07/07/2025", "ODS 30/06/2024"),
        "npwp": ("", "ODS 30/06/2024"),
        "operating": ("04/05/2024", "Sensus 04/05/2024"),
    }
    assert (founding.known, len(founding.steps)) == (3, 13)
    assert "3 of 13 founding steps are known" in text_of(reader().get(address(FIRST)))


def test_an_approval_of_another_era_is_no_founding_step(officer):
    change(register_row(), legal_era="kanwil", legal_on="1999-10-29")
    merah_putih()

    assert "decree" not in {step.code for step in page_of(officer, FIRST).founding.steps if step.done}


def test_a_step_written_by_hand_is_known(officer):
    merah_putih()
    Guidance.objects.create(
        office=officer.office,
        token="6f0b0e8e-0000-4000-8000-000000000001",
        cooperative=Cooperative.objects.get(number=FIRST),
        kind="founding",
        step="bank",
        on=date(2025, 8, 4),
        text="Rekening dibuka",
        made_by=officer.user,
    )

    bank = next(step for step in page_of(officer, FIRST).founding.steps if step.code == "bank")
    assert (bank.done, bank.on, bank.by) == (True, "04/08/2025", str(officer.user))


def test_two_merah_putih_cooperatives_in_one_kelurahan_are_pointed_out(officer):
    version = Version.objects.get(cooperative__number=FIRST, current=True)
    other = Version.objects.filter(current=True, village_code=version.village_code).exclude(pk=version.pk).first()
    merah_putih()
    assert page_of(officer, FIRST).founding.trouble == ""

    merah_putih(other.cooperative.number)

    assert other.cooperative.number in page_of(officer, FIRST).founding.trouble


def test_a_cooperative_that_is_none_has_no_founding_steps(officer):
    assert page_of(officer, FIRST).founding is None


def test_steps_and_kinds_of_guidance_have_words():
    assert set(founding_steps()) == set(STEP_WORDS)
    assert set(Guidance.Kind.values) == set(GUIDANCE)


def test_the_page_asks_the_database_no_more_for_many_rows_than_for_one(officer, django_assert_max_num_queries):
    record = register_row()
    for years in range(1, 9):
        told_earlier(record, timezone.localdate() - timedelta(days=365 * years), members=years)

    with django_assert_max_num_queries(30):
        page_of(officer, FIRST)


# What was told at the counter


@pytest.fixture
def desk(db):
    desk = Desk(standpoint_of(Role.DATA_OFFICER, OfficeFactory(code="64719", region_code="6471")))
    desk.moved = desk.move(desk.cooperative())
    desk.tell(
        desk.cooperative(), "officers", chair="Ani Contoh", term_from="01/03/2024", internal_supervisor="Budi Contoh"
    )
    desk.count()
    return desk


def test_a_row_of_the_counter_is_followed_and_leads_to_its_act(desk):
    page = page_of(desk.officer, desk.cooperative().number)

    address_line = next(line for line in page.sides.lines if line.field == "address")
    counter = next(n for n, side in enumerate(page.sides.heads) if side.record.entry.source.kind == "counter")
    assert (address_line.cells[counter].used, address_line.why) == (True, "told at the counter with a paper")
    assert page.sides.heads[counter].href.startswith("/loket/")


def said(told):
    """(role, as written) of a row's lines."""
    return [(line.role, line.text) for line in told.lines]


def test_officers_told_at_the_counter_stand_with_their_term_and_supervisors_apart(desk):
    number = desk.cooperative().number
    board = Reader(desk.officer, found(desk.officer, number), "en").officers()

    mine = [said(one) for one in board.board if one.by == "Loket"]
    assert mine == [[("Chair", "Ani Contoh"), ("Term", "01/03/2024 – …")]]
    assert [said(one) for one in board.supervisors if one.by == "Loket"] == [
        [("Supervisor (of the cooperative)", "Budi Contoh")]
    ]


def test_what_was_done_at_the_counter_stands_in_the_history_without_names(desk):
    page = page_of(desk.officer, desk.cooperative().number)

    told = [event.what for event in page.events if event.what.startswith("At the counter")]
    assert sorted(told) == ["At the counter: Changed address", "At the counter: Changed officers"]
    assert "Ani" not in str(page.events) + str(page.sides)
