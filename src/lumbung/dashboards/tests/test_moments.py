"""The past: what the register held to be true at a moment, on lists, records, figures and files."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from lumbung.access.queries import standpoints
from lumbung.access.roles import Role
from lumbung.access.tests.factories import AppointmentFactory, OfficeFactory, standpoint_of
from lumbung.dashboards import lists
from lumbung.dashboards.asking import Wanted
from lumbung.dashboards.figures import told_of
from lumbung.dashboards.figures_then import counted_then
from lumbung.dashboards.moment import MomentRefused, moment_of
from lumbung.linkage.tests.test_any_order import judge
from lumbung.registry.models import Cooperative, Membership, Version
from lumbung.registry.services import set_override
from lumbung.statistics.models import Cell, Picture
from lumbung.statistics.services import recompute

LIST = "/koperasi/"


def just_now():
    """A moment after all that was computed so far, as addresses carry it."""
    return timezone.localtime().replace(tzinfo=None).isoformat()


def day(days=0):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def counted(person, **asked):
    return lists.counts(lists.selection(person, Wanted(asked.pop("query", ""), asked.pop("figure", ""), **asked)))


def text_of(answer):
    return html.unescape(answer.content.decode())


def renamed(office, by):
    """One cooperative is corrected by hand; its number, and a moment before."""
    version = Version.objects.filter(office=office, current=True).order_by("pk").first()
    known = just_now()
    set_override(
        version.cooperative, "name", "Koperasi Nama Baru", reason="akta", seen=None, by=by.user, actor=by.actor
    )
    recompute(office, by=by.actor)
    return version, known


# Lists


def test_right_after_the_computation_every_figure_opens_the_list_it_opens_today(office, officer):
    known = just_now()
    openings = Picture.objects.get(office=office).openings
    told = {name for name, one in openings.items() if "field_only_reason" not in one["p"]}
    assert len(told) > 100
    for name in sorted(told):
        now, then = counted(officer, figure=name, filters=()), counted(officer, figure=name, filters=(), known=known)
        if openings[name]["u"] == "row":  # of rows, the past shows the cooperatives
            assert sum(then.values()) <= sum(now.values())
        else:
            assert then == now, name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("standing", "active"), ("position", "not_visited"), ("position", "active_field_only"), ("district", "unknown"),
        ("source", None), ("rule", "RAT_BOOK_YEAR:unknown"), ("rat", "2023:held"), ("rat", "2022:unknown"),
        ("expiring", "expired"), ("unvisited", "12"), ("ended", "no"), ("visited", "no"), ("merah_putih", "yes"),
    ],
)  # fmt: skip
def test_right_after_the_computation_every_filter_finds_what_it_finds_today(office, officer, name, value):
    filters = ((name, value or next(iter(lists.sources_of(office)))),)

    now = counted(officer, filters=filters)
    assert counted(officer, filters=filters, known=just_now()) == now
    assert now or name == "merah_putih"


def test_a_name_is_found_and_shown_as_it_was(office, officer, reader):
    version, known = renamed(office, officer)
    now, then = (
        lists.selection(officer, Wanted("", "", (), known=moment)).versions.values_list("name", flat=True)
        for moment in ("", known)
    )
    assert "Koperasi Nama Baru" in now
    assert "Koperasi Nama Baru" not in then

    page = text_of(
        reader().get(reverse("dashboards:cooperative", args=[version.cooperative.number]), {"tercatat": known})
    )
    assert f"<h1>{version.name}</h1>" in page
    assert "<h1>Koperasi Nama Baru</h1>" not in page
    assert "What the register holds to be true changed" not in page  # that was later


def test_pages_of_a_list_of_the_past_follow_each_other(office, officer):
    known = just_now()
    chosen = lists.selection(officer, Wanted("", "", (), known=known))
    first = lists.page(chosen)
    second = lists.page(chosen, after=first.after)
    assert [row["pk"] for row in lists.page(chosen, before=second.before).rows] == [row["pk"] for row in first.rows]

    lines = [row["number"] for row in lists.lines(chosen)]
    assert [row["number"] for row in (*first.rows, *second.rows)] == lines[: 2 * lists.PAGE]
    assert len(lines) == Version.objects.filter(current=True).count()


def test_the_bar_says_that_it_is_not_the_present_and_links_keep_the_moment(office, reader):
    known = just_now()
    page = text_of(reader().get(LIST, {"tercatat": known, "district": "647103"}))

    assert '<aside class="lb-past"' in page
    assert f"This is not the present ({timezone.localdate():%d/%m/%Y})" in page
    assert 'href="/koperasi/?district=647103">Back to the present</a>' in page
    assert "Keep this list" not in page
    inside = re.findall(r'href="(/koperasi/[^"#]*|\?[^"]*)"', page)
    others = [address for address in inside if "tercatat=" not in address]
    assert others == ["/koperasi/?district=647103"]


def test_what_has_no_past_is_left_out_and_said(office, reader):
    page = text_of(reader().get(LIST, {"tercatat": just_now(), "waiting": "1"}))

    assert "told of the present only; left out: wait for a person." in page


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("2024-02-31", "“2024-02-31” is no day."),
        ("kemarin", "“kemarin” is no day."),
        ("31/12/9999", "“31/12/9999” is no day."),
        ("9998-01-01", "01/01/9998 has not come yet. Choose today or an earlier day."),
        ("1999-01-01", "The register holds nothing that was recorded by 01/01/1999"),
    ],
)
def test_a_day_that_cannot_be_shown_is_said_plainly(reader, told, words):
    client = reader()
    for path in (LIST, "/", "/koperasi/unduh/"):
        answer = client.get(path, {"tercatat": told, "bentuk": "csv"})
        assert answer.status_code == 422
        assert words in text_of(answer)
    number = Cooperative.objects.first().number
    assert client.get(reverse("dashboards:cooperative", args=[number]), {"tercatat": told}).status_code == 422


def test_today_is_the_present_and_a_day_ends_at_midnight(office):
    assert moment_of(office, day()) is None
    assert moment_of(office, "") is None
    Version.objects.filter(office=office).update(known=("2024-07-31T23:59:59+08:00", None))
    told = moment_of(office, "31/07/2024")
    assert (told.text, timezone.localtime(told.at).isoformat()) == ("2024-07-31", "2024-07-31T23:59:59.999999+08:00")
    with pytest.raises(MomentRefused):
        moment_of(office, "2024-07-30")


def test_an_office_without_a_register_has_no_past(db):
    person = standpoint_of(Role.DATA_OFFICER, OfficeFactory(code="6409"))
    with pytest.raises(MomentRefused) as refused:
        moment_of(person.office, "2024-07-31")
    assert [finding.code for finding in refused.value.findings] == ["moment_nothing"]


def test_who_may_not_see_a_cooperative_today_does_not_see_its_past(office):
    known = just_now()
    moved = Version.objects.filter(current=True, district_code="647103").first()
    at = timezone.now()
    Version.objects.filter(pk=moved.pk).update(current=False, known=(moved.known.lower, at))
    Version.objects.create(**{
        field.attname: getattr(moved, field.attname) for field in Version._meta.fields if field.attname != "id"
    } | {"known": (at, None), "current": True, "district_code": "647104", "village_code": ""})  # fmt: skip
    person = AppointmentFactory(role=Role.DATA_OFFICER.value, office=office, region_code="647103")
    client = Client(HTTP_HOST="localhost")
    client.force_login(person.user)

    address = reverse("dashboards:cooperative", args=[moved.cooperative.number])
    assert client.get(address, {"tercatat": known}).status_code in (302, 404)
    mine = standpoints(person.user, timezone.localdate())[0]
    then = lists.selection(mine, Wanted("", "", (), known=known)).versions
    assert then.exists()
    assert not then.filter(cooperative=moved.cooperative).exists()


# The record


def joined(office, by):
    """Two cooperatives of the register become one; the number that leads on, where to, and a moment before."""
    ends = list(
        Membership.objects.filter(
            known__upper_inf=True, cooperative__versions__current=True, cooperative__versions__register_records=1
        )
        .filter(cooperative__versions__current=True, cooperative__versions__visited=False)
        .order_by("entry")
        .values_list("entry", flat=True)[:2]
    )
    numbers = dict(
        Membership.objects.filter(known__upper_inf=True, entry__in=ends).values_list("entry", "cooperative__number")
    )
    known = just_now()
    judge(ends, "same", by)
    recompute(office, by=by.actor)
    old = Cooperative.objects.get(number__in=numbers.values(), leads_to__isnull=False)
    return old.number, old.leads_to.number, known


def test_a_number_that_leads_elsewhere_today_stands_on_its_own_then(office, officer, reader):
    old, new, known = joined(office, officer)
    after, client = just_now(), reader()
    address = reverse("dashboards:cooperative", args=[old])

    then = client.get(address, {"tercatat": known})
    assert then.status_code == 200
    assert old in text_of(then)
    assert f"Number {old} leads here" not in text_of(then)
    later = client.get(address, {"tercatat": after})
    assert later.status_code == 302
    assert later["Location"].startswith(reverse("dashboards:cooperative", args=[new]) + "?tercatat=")
    counts = [sum(counted(officer, filters=(), known=moment).values()) for moment in (known, after)]
    assert counts[0] == counts[1] + 1


def test_the_page_of_the_past_has_nothing_to_change(office, officer, reader):
    number = Version.objects.filter(current=True, visited=True, listed=True).first().cooperative.number
    page = text_of(reader().get(reverse("dashboards:cooperative", args=[number]), {"tercatat": just_now()}))

    assert "This is not the present" in page
    assert "Pairs, rows of other lists and officers are shown on the page of today only." in page
    assert '<input type="hidden" name="tercatat"' in page  # the search box in the head of the page looks there too
    for words in ("Enter what was brought", "Show officers", "Write an entry", "Take back", "Examine the pair"):
        assert words not in page
    assert "source rows side by side" in page


def test_a_cooperative_that_was_not_there_yet_says_since_when_it_is(office, officer, reader):
    version = Version.objects.filter(current=True).order_by("-pk").first()
    known = just_now()
    Version.objects.filter(pk=version.pk).update(known=(timezone.now(), None))

    answer = reader().get(reverse("dashboards:cooperative", args=[version.cooperative.number]), {"tercatat": known})
    assert answer.status_code == 422
    assert f"{version.cooperative.number} was not in the register yet on {timezone.localdate():%d/%m/%Y}" in text_of(
        answer
    )
    assert not lists.selection(officer, Wanted("", "", (), known=known)).versions.filter(pk=version.pk).exists()


# Figures


def test_kind_by_district_right_after_the_computation_is_the_dashboards(office, reader):
    moment = moment_of(office, just_now())
    told = counted_then(office, told_of(office, ""), moment)
    for table, across, at in (("kind_by_district", 1, None), ("standing_by_district", 2, 3)):
        cells = Cell.objects.filter(office=office, table=table).exclude(row="total").exclude(column="total")
        for cell in cells:
            mine = sum(
                n for key, n in told.items()
                if key[0] == cell.row and key[across] == cell.column and (key[at] if at else key[2] == "active")
            )  # fmt: skip
            assert mine == cell.count, (table, cell.row, cell.column)

    page = text_of(reader().get("/", {"tercatat": moment.text}))
    assert "440 of 618 cooperatives were active" in page or re.search(r"440 of \d+ cooperatives were active", page)
    assert "/koperasi/?category=jasa&district=647101&standing=active&tercatat=" in page


def test_every_number_of_the_table_opens_a_list_of_its_length(office, officer, reader):
    known = just_now()
    client = reader()
    page = text_of(client.get("/", {"tercatat": known}))
    cells = re.findall(r'<a class="n[^"]*" href="/koperasi/(\?[^"]*)"[^>]*>([\d.,]+)</a>', page)
    assert len(cells) > 60
    for address, number in cells[::5]:
        titled = re.search(r"<h1>\s*([\d.,]+|No)", text_of(client.get(LIST + address)))
        assert titled[1].replace("No", "0") == number, address


# Files


def test_a_file_of_the_past_says_so_in_its_name_its_manifest_and_its_head(office, officer, reader):
    known = renamed(office, officer)[1]
    client = reader(language="id")
    answer = client.get("/koperasi/unduh/", {"tercatat": known, "bentuk": "csv"})
    assert re.search(r"koperasi-\d+-baris-tercatat-\d{4}-\d\d-\d\dT", answer["Content-Disposition"])
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert json.loads(archive.read("manifest.json"))["known_on"] == known
    assert "Nama Baru" not in archive.read("list.csv").decode()

    excel = b"".join(client.get("/koperasi/unduh/", {"tercatat": known, "bentuk": "excel"}).streaming_content)
    assert any(f"{timezone.localdate():%d/%m/%Y}" in line for line in excel.decode("utf-8-sig").splitlines()[:2])
    book = load_workbook(
        io.BytesIO(b"".join(client.get("/koperasi/unduh/", {"tercatat": known, "bentuk": "xlsx"}).streaming_content))
    )
    heads = [sheet.cell(row, 1).value for sheet in book for row in (1, 2)]
    assert sum(f"{timezone.localdate():%d/%m/%Y}" in str(head) for head in heads) == 2
