"""Texts travel compressed, downloads as they are, and a file that did not change is not sent again."""

from __future__ import annotations

import gzip
import io
import zipfile

from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory

from lumbung.ui.middleware import CompressingMiddleware

PAGE = "Koperasi Karyawan " * 100
ASKED = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})


def answered(response):
    return CompressingMiddleware(lambda request: response)(ASKED)


def test_a_page_is_compressed_for_who_takes_it():
    answer = answered(HttpResponse(PAGE))

    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == PAGE
    assert len(answer.content) < len(PAGE) / 4


def test_who_does_not_take_it_gets_it_plain():
    answer = CompressingMiddleware(lambda request: HttpResponse(PAGE))(RequestFactory().get("/"))

    assert "Content-Encoding" not in answer
    assert answer.content.decode() == PAGE


def test_a_download_keeps_its_length():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("koperasi.csv", PAGE)
    packed.seek(0)

    answer = answered(FileResponse(packed, as_attachment=True, filename="koperasi.zip"))

    assert "Content-Encoding" not in answer
    assert int(answer["Content-Length"]) == len(packed.getvalue())


def test_a_table_to_save_is_not_compressed_either():
    answer = answered(
        HttpResponse(PAGE, content_type="text/csv", headers={"Content-Disposition": "attachment; filename=a.csv"})
    )

    assert "Content-Encoding" not in answer


def test_a_style_sheet_that_did_not_change_is_not_sent_again():
    browser = Client(headers={"Accept-Encoding": "gzip"})
    first = browser.get("/static/ui/office.css")

    again = browser.get("/static/ui/office.css", headers={"If-Modified-Since": first["Last-Modified"]})

    assert (first.status_code, first["Content-Encoding"], "ETag" in first) == (200, "gzip", False)
    assert again.status_code == 304
