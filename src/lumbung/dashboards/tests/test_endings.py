"""What ended or moved away, on the pages: the record's status line, the lists, and what contradicts."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lumbung.counter.models import CounterAct
from lumbung.counter.tests.desk import PAPER, Desk
from lumbung.dashboards.asking import asked_by
from lumbung.dashboards.lists import counts, register_rows, selection
from lumbung.dashboards.worklists import worklists
from lumbung.imports.tests.lists import Room, row
from lumbung.registry.models import Source
from lumbung.statistics.models import Cell

pytestmark = pytest.mark.django_db
HEADINGS = ("Nama Koperasi", "NIK Koperasi", "Kelurahan", "Tanggal Kunjungan", "Hasil Kunjungan")


@pytest.fixture
def desk(db):
    """Three cooperatives in ODS, all found operating in May."""
    desk = Desk()
    census = Room(desk.officer, kind=Source.Kind.CENSUS, name="Sensus")
    seen = [[name, nik, village, "02/05/2024", "aktif"] for name, nik, _, _, village, *_ in (row(n) for n in (1, 2, 3))]
    census.bring(seen, headings=HEADINGS, title="HASIL SENSUS KOPERASI 30 JUNI 2024")
    return desk


@pytest.fixture
def page(desk):
    client = Client()
    client.force_login(desk.officer.user)
    client.cookies["lumbung_language"] = "en"
    return client


def text(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def record(page, cooperative):
    return page.get(reverse("dashboards:cooperative", args=[cooperative.number]))


def test_the_status_line_says_dissolved_since_when_and_by_which_paper(desk, page):
    done = desk.tell(desk.cooperative(1), "dissolved")
    desk.count()

    answer = record(page, desk.cooperative(1))

    assert "Has been dissolved Dissolved as of 10/07/2024, according to 12/KOP/2024" in text(answer)
    assert reverse("counter:done", args=[done.pk]) in answer.content.decode()
    assert "found operating" not in text(answer)


def test_one_that_went_into_another_names_it_and_leads_there(desk, page):
    stays, gone = desk.cooperative(1), desk.cooperative(2)
    desk.tell(stays, "merger", others=[gone])
    desk.count()

    answer = record(page, gone)

    assert f"Went into Koperasi Karyawan Contoh Bwati ({stays.number}) as of 10/07/2024" in text(answer)
    assert f'href="{reverse("dashboards:cooperative", args=[stays.number])}"' in answer.content.decode()
    assert "Went into" not in text(record(page, stays))


def test_one_that_moved_out_names_the_place_and_is_not_called_unjudged(desk, page):
    place = {"regency": "Kota Samarinda", "district": "Samarinda Kota", "village": "", "address": "Jl. Baru 1"}
    desk.tell(desk.cooperative(1), "moved_out", **place)
    desk.count()

    told = text(record(page, desk.cooperative(1)))
    assert "Moved away Moved to Kota Samarinda as of 10/07/2024" in told
    listed = text(page.get("/koperasi/?ended=yes"))
    assert "Moved away" in listed
    assert "Contoh Cwati" not in listed


def test_what_takes_effect_later_is_announced_and_changes_nothing(desk, page):
    later = timezone.localdate() + timedelta(days=30)
    desk.tell(desk.cooperative(1), "dissolved", effective_on=later)
    desk.count()

    told = text(record(page, desk.cooperative(1)))

    assert f"Dissolved: takes effect on {later:%d/%m/%Y}, according to 12/KOP/2024" in told
    assert "Active" in told


def test_a_dissolved_one_that_was_found_operating_later_is_a_finding_and_a_work_list(desk, page):
    desk.tell(desk.cooperative(1), "dissolved", on=date(2024, 4, 1))
    desk.tell(desk.cooperative(2), "dissolved", on=date(2024, 6, 1))
    desk.count()

    assert "Dissolved, but found operating at a later visit" in text(record(page, desk.cooperative(1)))
    assert "but found operating" not in text(record(page, desk.cooperative(2)))
    lines = [line for group in worklists(desk.officer, "en") for line in group.lines]
    (line,) = [line for line in lines if line.href == "?ended=seen"]
    assert (line.n, line.word) == (1, "Dissolved, merged or moved out, but found operating")
    assert "Contoh Bwati" in text(page.get("/koperasi/?ended=seen"))


def test_nobody_is_asked_to_visit_or_to_meet_after_it_ended_and_every_count_is_its_list(desk):
    desk.tell(desk.cooperative(1), "dissolved")
    desk.count()

    lines = [line for group in worklists(desk.officer, "en") for line in group.lines if line.n is not None]

    for line in lines:
        assert line.n == sum(counts(selection(desk.officer, asked_by(line.href))).values()), line.word
    assert sum(line.n for line in lines if "rat=" in line.href) == 2 * len({h[:10] for h in _years(lines)})


def _to_work_on(desk):
    """Name of the list -> (what the page counts, how many the list has, the addresses' chips)."""
    lines = [line for group in worklists(desk.officer, "en") for line in group.lines if line.n is not None]
    asked = {line.href: asked_by(line.href) for line in lines}
    out = {}
    for line in lines:
        for name in ("merah_putih", "supervising_level"):
            if told := asked[line.href].of(name):
                long = sum(counts(selection(desk.officer, asked[line.href])).values())
                out[told[0]] = (line.n, long, asked[line.href].of("ended"))
    return out


@pytest.mark.parametrize("how", ["dissolved", "moved_out", "merged"])
def test_who_ended_or_left_is_in_no_list_of_merah_putih_or_of_other_levels_and_comes_back(desk, how):
    goes, stays = desk.cooperative(1), desk.cooperative(2)
    for one in (goes, stays):
        desk.tell(one, "name", name=f"Koperasi Kelurahan Merah Putih {'Sepinggan' if one == goes else 'Manggar'}")
        desk.tell(one, "articles", amendment_number="9/2024", amendment_on="01/06/2024", form="Primer Provinsi")
    desk.count()
    both = {"yes": (2, 2, ("no",)), "province": (2, 2, ("no",)), "national": (0, 0, ("no",))}
    assert _to_work_on(desk) == both

    place = {"regency": "Kota Samarinda", "district": "Samarinda Kota", "village": "", "address": "Jl. Baru 1"}
    if how == "merged":
        done = desk.tell(stays, "merger", others=[goes])
    else:
        done = desk.tell(goes, how, **(place if how == "moved_out" else {}))
    desk.count()

    assert _to_work_on(desk) == {**both, "yes": (1, 1, ("no",)), "province": (1, 1, ("no",))}
    whole = selection(desk.officer, asked_by("?merah_putih=yes"))
    assert sum(counts(whole).values()) == 2  # who takes the filter off sees both

    desk.undo(done)
    desk.count()
    assert _to_work_on(desk) == both


def _years(lines):
    return {re.search(r"rat=(\d{4})", line.href).group(1) for line in lines if "rat=" in line.href}


def test_every_number_opens_its_list_where_some_are_gone(desk):
    desk.tell(desk.cooperative(1), "dissolved")
    desk.move(desk.cooperative(2))
    desk.count()

    cells = [cell for cell in Cell.objects.filter(office=desk.office) if cell.unit in ("cooperative", "row")]
    assert [cell for cell in cells if "ending" in cell.predicate]
    for cell in cells:
        name = f"{cell.table}/{cell.row}/{cell.column}"
        chosen = selection(desk.officer, asked_by(f"?angka={name}"))
        n = register_rows(chosen).count() if cell.unit == "row" else chosen.versions.count()
        assert n == cell.count, name


def test_the_form_of_a_division_asks_whether_the_divided_one_ends(desk, page):
    address = reverse("counter:act", args=[desk.cooperative(1).number, "pembagian"])

    asked = text(page.get(address))
    assert "The cooperative that was divided" in asked
    assert "Takes effect on" in asked
    answer = page.post(address, {"others": desk.cooperative(2).number, "reason": "akta", "on": "10/07/2024"})
    assert answer.status_code == 422
    assert "Say what the deed says" in text(answer)
    assert not CounterAct.objects.exists()


def test_a_branch_stands_on_the_page_of_its_cooperative_with_the_row_that_lists_have_of_it(desk, page):
    parent, branch = desk.cooperative(1), desk.cooperative(2)
    address = reverse("counter:act", args=[parent.number, "buka-cabang"])
    paper = SimpleUploadedFile("surat.pdf", PAPER)
    told = {"branch": "Cabang Manggar", "address": "Jl. Cabang 1", "others": branch.number, "reason": "surat ketua"}

    assert page.post(address, {**told, "paper": paper, "on": "10/07/2024"}).status_code == 302
    desk.count()

    on_parent, on_branch = text(record(page, parent)), text(record(page, branch))
    assert f"Cabang Manggar, Jl. Cabang 1 opened 10/07/2024, according to a paper of 10/07/2024. In the lists: {branch.number}" in on_parent  # fmt: skip
    assert f"A branch office of Koperasi Karyawan Contoh Bwati ({parent.number})" in on_branch
    assert "Branch office A branch office of" in on_branch

    closing = reverse("counter:act", args=[parent.number, "tutup-cabang"])
    assert "Cabang Manggar" in text(page.get(closing))
    opened = CounterAct.objects.get()
    sent = {
        "branch_act": opened.pk,
        "reason": "ditutup",
        "on": "20/07/2024",
        "paper": SimpleUploadedFile("s.pdf", PAPER),
    }
    assert page.post(closing, sent).status_code == 302
    assert "closed 20/07/2024" in text(record(page, parent))
    counter = text(page.get(reverse("counter:cooperative", args=[parent.number])))
    assert ("Branch office opened" in counter, "It stays on the page of this cooperative as closed" in counter) == (True, False)  # fmt: skip
