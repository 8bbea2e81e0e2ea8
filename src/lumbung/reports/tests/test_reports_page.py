"""report.html: safe with any text, silent about persons, complete without a network, in the words of the house."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from dataclasses import replace

import pyarrow as pa
import pytest

from lumbung.engine import tables
from lumbung.reports import write_outputs
from lumbung.reports.embed import LIMIT, script_json
from lumbung.reports.labels import Words
from lumbung.reports.privacy import HIDDEN, scrub, shown
from lumbung.reports.tests.factories import make_picture
from lumbung.reports.tests.invented import PEOPLE, PHONE

HOSTILE = '<img src=x onerror="alert(1)"> </script><script>alert(2)</script> {{ x }} %(n)s \u202e=1+1 \u2028 & "\''
# Never on an Indonesian page (domain/labels.md); file names and what one types stand in <code>.
FORBIDDEN = (
    r"kampanye", r"standing", r"linkage", r"review", r"non[ -]?aktif", r"gabungkan", r"margin galat",
    r"tanda tangan elektronik", r"\bbenar\b", r"\bNIK\b(?! Koperasi)(?<!Sertifikat NIK)",
)  # fmt: skip


def page_of(picture, folder, language="en"):
    write_outputs(picture, folder / language, language=language, timings={})
    return (folder / language / "report.html").read_text("utf-8")


def text_of(page):
    """The words a reader sees, without code, scripts and styles."""
    bare = re.sub(r"<(style|script|code)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def embedded(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


@pytest.fixture(scope="module")
def whole():
    return make_picture()


@pytest.fixture(scope="module")
def pages(whole, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    return {language: page_of(whole, folder, language) for language in ("id", "en")}


def with_text(picture, text):
    """The picture with `text` wherever a file or a person could have brought text in."""
    told = dict(picture.tables)
    for name, columns in {
        "records": ("name", "address", "village", "district", "legal_number", "key", "sheet"),
        "cooperatives": ("name", "address", "legal_number", "coop_nik"),
        "problems": ("value", "column", "sheet", "code"),
        "sources": ("file",),
    }.items():
        for column in columns:
            at = told[name].column_names.index(column)
            told[name] = told[name].set_column(
                at, tables.ALL[name].field(column), pa.array([text] * told[name].num_rows)
            )
    raw = json.dumps({column.heading: text for one in picture.inputs for column in one.columns})
    at = told["records"].column_names.index("raw")
    told["records"] = told["records"].set_column(at, "raw", pa.array([raw] * told["records"].num_rows))
    inputs = tuple(replace(one, file=text) for one in picture.inputs)
    rule = replace(picture.rule, legal_basis=text, source=text)
    return replace(picture, tables=told, place=text, inputs=inputs, rule=rule, rules=(rule, *picture.rules[1:]))


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_text_from_the_data_becomes_markup(tmp_path, language):
    page = page_of(with_text(make_picture(scale=0.1), HOSTILE), tmp_path, language)

    assert "<img" not in page
    assert page.count("<script") == page.count("</script>") == 2
    assert html.unescape(text_of(page)).count(HOSTILE.split()[0]) > 3  # it is shown, as text
    assert HOSTILE in embedded(page)["coops"]["name"][0] or HOSTILE in embedded(page)["coops"]["name"]["d"]


def test_json_inside_a_script_cannot_end_it():
    written = script_json({"a": "</script><!-- \u2028\u2029 &"})

    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == {"a": "</script><!-- \u2028\u2029 &"}


@pytest.mark.parametrize("language", ["id", "en"])
def test_officers_and_phones_are_nowhere_in_what_is_handed_on(whole, tmp_path, language):
    write_outputs(whole, tmp_path / "out", language=language, timings={})

    for name in ("report.html", "links.csv", "duplicates.csv", "review.csv"):
        told = (tmp_path / "out" / name).read_text("utf-8").casefold()
        digits = re.sub(r"[^\d\n,;\"<>|]", "", told)
        assert [person for person in PEOPLE if person.casefold() in told] == [], name
        assert [part for person in PEOPLE for part in person.casefold().split() if part in told] == [], name
        assert PHONE not in digits, name


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("hubungi 0812-9988-7766", f"hubungi {HIDDEN}"),
        ("HP (0542) 876 5432 1", f"HP {HIDDEN}"),
        ("+62 812 9988 7766", HIDDEN),
        ("RAT tahun buku 2023, 45 anggota", "RAT tahun buku 2023, 45 anggota"),
        ("RT 12 No 164, 30/06/2024", "RT 12 No 164, 30/06/2024"),
        ("ketua Bahtiar Rekaan pindah", f"ketua {HIDDEN} pindah"),
        ("bertemu Bpk. Budi", f"bertemu Bpk. {HIDDEN}"),
        ("pindah ke Jl. Melati", "pindah ke Jl. Melati"),
    ],
)
def test_free_text_loses_phones_and_people_and_keeps_the_rest(told, left):
    assert scrub(told) == left


def test_only_columns_about_the_cooperative_are_shown():
    assert shown("chair", "Somebody") == shown(None, "Somebody") == shown("visitor", "Somebody") == ""
    assert shown("coop_nik", "6471010080013") == "6471010080013"
    assert shown("address", "Jl. H. Agus Salim 3, 081299887766") == f"Jl. H. Agus Salim 3, {HIDDEN}"


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_runs_its_own_script_and_style_and_loads_nothing(pages, language):
    page = pages[language]
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1])
    style, script = (
        re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1],
        re.findall(r"<script>(.*?)</script>", page, re.DOTALL),
    )
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script[0], style)]

    assert len(script) == 1
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"\s(?:style|on\w+)=", re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)) == []
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"|url\((?!#|data:)[^)]*\)|@import", page) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_finding_is_the_title_and_the_unknown_is_said(pages, language):
    words = text_of(pages[language])

    assert re.search(r"440 \S+ 594", words)
    assert "587 − 440 = 147" in words
    assert "587 − 440 = 147 = (92 + 13 + 49) + 9 − 16" in words
    assert '<details class="lb-rest" id="gap">' in pages[language]
    assert "587 − 9 − 92 − 13 − 49 = 424" in words
    assert "424 + 16 = 440" in words
    assert "36 + 143 + 82 + 62 + 40 + 76 + 1 = 440" in words or "439 + 1" in words


def test_sample_data_is_marked_and_other_data_is_not(pages, tmp_path):
    assert text_of(pages["en"]).count("SAMPLE DATA – NOT OFFICIAL DATA") >= 2
    assert "SAMPLE DATA" not in text_of(page_of(make_picture(scale=0.1, example=False), tmp_path))


def test_date_rule_and_base_stand_over_every_table_of_cooperatives(pages):
    captions = [html.unescape(one) for one in re.findall(r"<caption[^>]*>(.*?)</caption>", pages["en"])]
    told = [one for one in captions if "As of 30 June 2024 · Found and operating v1 · " in one]

    assert len(told) >= 7


def test_an_indonesian_page_keeps_to_the_labels(pages):
    words = text_of(pages["id"])

    assert [word for word in FORBIDDEN if re.search(word, words, re.IGNORECASE)] == []


def test_six_hundred_cooperatives_stay_a_small_file(pages):
    assert max(len(page.encode()) for page in pages.values()) < 700_000


def test_every_link_to_a_list_has_its_list_and_every_number_tells_the_truth(pages, whole):
    page = pages["en"]
    cells = embedded(page)["cells"]
    told = dict(re.findall(r'<a class="n[^"]*" href="#sel=([^"]+)"[^>]*>([^<]+)</a>', page))
    counts = {f"{one['table']}/{one['row']}/{one['column']}": one["count"] for one in whole.tables["cells"].to_pylist()}

    assert len(told) > 100
    assert set(map(html.unescape, told)) <= cells.keys()
    assert {key: cells[key]["n"] for key in counts if key in cells} == {
        key: counts[key] for key in counts if key in cells
    }
    assert all(cells[html.unescape(key)]["n"] == int(re.sub(r"\D", "", text)) for key, text in told.items())


def test_above_the_limit_the_lists_stay_out_and_the_page_says_where_they_are(tmp_path):
    picture = make_picture(scale=0.1)
    some = picture.tables["cooperatives"]
    at = some.column_names.index("cooperative_id")
    copies = [
        some.set_column(
            at, "cooperative_id", pa.array([f"{copy}-{one}" for one in some.column("cooperative_id").to_pylist()])
        )
        for copy in range(LIMIT // some.num_rows + 1)
    ]
    told = picture.tables | {"cooperatives": pa.concat_tables(copies)}
    page = page_of(replace(picture, tables=told), tmp_path)

    assert embedded(page) == {}
    assert 'href="#sel=' not in page
    assert 'href="#rec=' not in page
    assert "tables/cooperatives.parquet" in page
    assert len(page.encode()) < 400_000


def test_one_list_alone_is_reported_without_a_census(tmp_path):
    picture = make_picture(scale=0.1)
    records = picture.tables["records"]
    coops = [
        row | {"visited": False, "visit_outcome": None, "standing": "unknown", "position": "undecided"}
        for row in picture.tables["cooperatives"].to_pylist()
        if row["listed"]
    ]
    told = picture.tables | {
        "records": records.filter(pa.compute.equal(records.column("source"), "register")),
        "cooperatives": pa.Table.from_pylist(coops, schema=tables.COOPERATIVES),
        "cells": tables.CELLS.empty_table(),
    }
    page = page_of(replace(picture, tables=told, inputs=picture.inputs[:1]), tmp_path)

    assert "No field census was given" in text_of(page)


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [("id", 1234567, "1.234.567"), ("en", 1234567, "1,234,567"), ("id", -5, "−5"), ("id", 0, "0")],
)
def test_numbers_are_written_as_the_language_writes_them(language, number, text):
    assert Words(language).number(number) == text


def test_a_share_is_rounded_half_up_and_written_as_the_language_writes_it():
    assert Words("id").percent(424, 578) == "73,4%"
    assert Words("en").percent(1, 8) == "12.5%"
    assert Words("en").percent(1, 2000) == "0.1%"
    assert Words("en").percent(1, 0) == ""
