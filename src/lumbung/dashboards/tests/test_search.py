"""The one box: what people type, and what they mean by it."""

from __future__ import annotations

import pytest

from lumbung.dashboards import lists
from lumbung.dashboards.asking import Wanted
from lumbung.registry.models import Cooperative
from lumbung.statistics.models import Place

# typed | the first name found
EXAMPLES = """
kopwan sejahtra                  | KOPERASI KONSUMEN WANITA SEJAHTERA (KOSE)
kose wanita sejahtera            | KOPERASI KONSUMEN WANITA SEJAHTERA (KOSE)
6471-000001-3                    | KOPERASI KONSUMEN WANITA SEJAHTERA (KOSE)
6471 000001 3                    | KOPERASI KONSUMEN WANITA SEJAHTERA (KOSE)
64710000013                      | KOPERASI KONSUMEN WANITA SEJAHTERA (KOSE)
6471010020004                    | KOPERASI KONSUMEN WANITA SEJAHTERA (KOSE)
64.7101.0020004                  | KOPERASI KONSUMEN WANITA SEJAHTERA (KOSE)
132/BH/KDK.17.1/X/1999           | KOPERASI KONSUMEN WANITA SEJAHTERA (KOSE)
132 bh kdk 17 1 x 1999           | KOPERASI KONSUMEN WANITA SEJAHTERA (KOSE)
no. 132/bh/kdk.17.1              | KOPERASI KONSUMEN WANITA SEJAHTERA (KOSE)
132BHKDK171X1999                 | KOPERASI KONSUMEN WANITA SEJAHTERA (KOSE)
AHU-0028585                      | Koperasi Konsumen Wanita Luhur Saiyo
saiyo luhur                      | Koperasi Konsumen Wanita Luhur Saiyo
luhr sayio                       | Koperasi Konsumen Wanita Luhur Saiyo
kpri smkn 72                     | KOPERASI PEGAWAI REPUBLIK INDONESIA SMK NEGERI 72 KESATRIA SEROJA
72 SMK, KPRI                     | KOPERASI PEGAWAI REPUBLIK INDONESIA SMK NEGERI 72 KESATRIA SEROJA
puskesams karng rejo             | K.P.R.I. Puskesmas Karang Rejo Maju
kopkar dalungtama                | KOPERASI KONSUMEN KARYAWAN PT.DALUNGTAMA TAMBANG
pt dalungtama                    | KOPERASI KONSUMEN KARYAWAN PT.DALUNGTAMA TAMBANG
kopontren baitul hikam bahagia   | KOPERASI PONDOK PESANTREN BAITUL HIKAM BAHAGIA MANDIRI
pesantren baitulhikam            | KOPERASI PONDOK PESANTREN BAITUL HIKAM PALAWIJA KOPBH
BMT amanah                       | KSPPS BMT Amanah (KOA)
KUD kenanga                      | KUD Kenanga Swadaya
koperasi unit desa kenanga       | KUD Kenanga Swadaya
KSU artha                        | KOPERASI SERBA USAHA ARTHA
mulya sejahtera                  | KOPERASI JASA MULIA SEJAHTERA
"""


def asked(person, text, *filters):
    return lists.selection(person, Wanted(text, "", filters))


def table():
    return [tuple(map(str.strip, line.split("|"))) for line in EXAMPLES.strip().splitlines()]


@pytest.mark.parametrize(("typed", "name"), table())
def test_what_is_typed_finds_what_is_meant(officer, typed, name):
    rows = lists.page(asked(officer, typed)).rows

    assert [row["name"] for row in rows[:1]] == [name]


@pytest.mark.parametrize(("group", "word"), [("kpri", "KPRI"), ("ksu", "koperasi serba usaha"), ("kopkar", "Kopkar")])
def test_a_group_alone_finds_all_of_the_group(officer, group, word):
    everybody = lists.selection(officer, Wanted("", "", (("group", group),))).versions

    assert set(asked(officer, word).versions.filter(group=group)) == set(everybody)


def test_a_misspelt_word_is_mended_and_the_page_says_so(reader):
    page = reader().get("/koperasi/?q=puskesams karng").content.decode()

    assert "looked for instead: “puskesmas karang”" in page


def test_words_nobody_carries_find_nothing(reader):
    page = reader().get("/koperasi/?q=zzzzqqqq").content.decode()

    assert "No cooperative carries these words" in page


def test_a_number_that_leads_on_finds_where_it_leads(office, officer):
    old, new = Cooperative.objects.filter(office=office).order_by("pk")[:2]
    Cooperative.objects.filter(pk=old.pk).update(leads_to=new)

    assert [row["number"] for row in lists.page(asked(officer, old.number)).rows] == [new.number]


def test_a_search_keeps_the_filters(officer):
    both = asked(officer, "sejahtera", ("district", "647101"))

    assert {row["district_code"] for row in lists.page(both).rows} == {"647101"}


WAYS = ["sejahtera", "koperasi konsumen", "konsumen karyawan", "wanita", "KOPERASI PEGAWAI"]


@pytest.mark.parametrize("typed", WAYS)
def test_a_common_word_shows_the_same_rows_in_the_same_order(officer, monkeypatch, typed):
    monkeypatch.setattr(lists, "PAGE", 4)
    monkeypatch.setattr(lists, "MANY", 8)
    monkeypatch.setattr(lists, "_FAR", 200)
    chosen = asked(officer, typed)
    everybody = list(chosen.hits.order_by(*chosen.order).values_list("pk", flat=True))
    n = sum(lists.counts(chosen).values())
    assert n == len(everybody) >= lists.MANY

    shown, after = [], None
    while True:
        page = lists.page(chosen, after=after, n=n)
        shown += [row["pk"] for row in page.rows]
        if page.after is None:
            break
        after = page.after

    assert shown == everybody


def test_the_first_page_of_a_common_word_is_read_without_ranking_all_that_carry_it(officer, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 4)
    chosen = asked(officer, "karyawan")

    rows = lists._foremost(chosen, None)

    best = chosen.hits.order_by(*chosen.order).values_list("pk", flat=True)[:5]
    assert [row["pk"] for row in rows] == list(best)


def test_words_are_counted_by_status_with_who_was_never_judged(office, officer):
    chosen = asked(officer, "konsumen")
    before = lists.counts(chosen)
    place = Place.objects.filter(office=office, standing="active", cooperative__in=chosen.hits.values("cooperative"))
    one = place.first()

    Place.objects.filter(pk=one.pk).delete()

    after = lists.counts(chosen)
    assert after["active"] == before["active"] - 1
    assert after["unknown"] == before.get("unknown", 0) + 1
    assert sum(after.values()) == sum(before.values())
