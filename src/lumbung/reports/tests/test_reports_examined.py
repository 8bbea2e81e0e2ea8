"""What became of published figures, as a person and as a program reads it."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from lxml import html

from lumbung.core.findings import Finding
from lumbung.engine.claims import check_file
from lumbung.engine.claims.judging import judge_bound, judge_order, judge_sum
from lumbung.engine.claims.model import Examined, Figure, Place
from lumbung.engine.claims.sentences import CODES, NUMBERS
from lumbung.reports.examined import as_json, as_text, page_html
from lumbung.reports.examined.marking import pieces_of
from lumbung.reports.examined.wording import Wording

TABLE = "Kecamatan;Aktif;Tidak aktif;Jumlah\nBarat;36;10;46\nTengah;1.062;21;1.074\nJumlah;1.098;22;1.120\n"
TEXT = "Ada 12 koperasi: 7 aktif & 4 <tidak>."


@pytest.fixture
def table(tmp_path):
    """A table with one cell whose digits are swapped."""
    path = tmp_path / "rekap.csv"
    path.write_text(TABLE, "utf-8")
    return check_file(path)


@pytest.fixture
def text():
    """A text with one sum that fails and one bound that holds."""

    def figure(number, label):
        start = TEXT.index(number)
        return Figure(label, Decimal(number), number, Place(start=start, end=start + len(number)))

    whole, active, other = figure("12", "koperasi"), figure("7", "aktif"), figure("4", "tidak aktif")
    verdicts = (
        judge_sum((active, other), whole, "12 koperasi"),
        judge_bound((active,), Figure("", Decimal(5)), "aktif", "> 5"),
    )
    return Examined("siaran.txt", "text", verdicts, text=TEXT)


def test_a_failing_sum_is_told_with_place_amount_and_likely_cause(table):
    lines = as_text(table, "en").split("\n")

    assert lines[0] == "rekap.csv: 2 of 6 claims that could be judged do not add up."
    assert "✗ row 3, column “Jumlah”: “Tengah”: the parts make 1,083, published is 1,074; difference 9." in lines
    assert any("“Tengah, Tidak aktif”: 12 instead of 21" in line for line in lines)


def test_numbers_follow_the_language(table):
    assert "1.083" in as_text(table, "id")
    assert "1,083" not in as_text(table, "id")


def test_a_text_keeps_its_words_and_gets_a_sign_behind_each_figure(text):
    assert as_text(text, "en").split("\n")[0] == "Ada 12✗ koperasi: 7✗ aktif & 4✗ <tidak>."


def test_colour_changes_no_letter(text):
    coloured = as_text(text, "en", colour=True)

    assert "\x1b[" in coloured
    assert [line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", coloured).split("\n")] == as_text(text, "en").split(
        "\n"
    )


def test_the_pieces_of_a_text_make_the_text(text):
    assert "".join(piece.text for piece in pieces_of(text)) == TEXT


def test_json_holds_figures_as_numbers_and_sentences_in_the_language(table):
    told = json.loads(as_json(table, "en"))

    failing = next(claim for claim in told["claims"] if claim["result"] == "fails")
    assert (told["format"], told["kind"], told["adds_up"], told["counts"]["fails"]) == (1, "table", False, 2)
    assert (failing["computed"], failing["difference"], failing["published"]["value"]) == (1083, 9, 1074)
    assert failing["published"]["place"] == {"row": 3, "column": 4}
    assert [(one["code"], one["better"]) for one in failing["culprits"]] == [("swapped_digits", 12)]
    assert json.loads(as_json(table, "id"))["claims"][0]["computed"] == told["claims"][0]["computed"]


def test_json_counts_the_parts_of_very_long_sums():
    parts = [Figure(f"desa {at}", Decimal(1), "1") for at in range(1_001)]
    examined = Examined("panjang.csv", "table", (judge_sum(parts, Figure("Jumlah", Decimal(1_001)), "Jumlah"),))

    claim = json.loads(as_json(examined, "en"))["claims"][0]

    assert (claim["parts"], claim["parts_count"]) == (None, 1_001)


def test_the_page_shows_the_table_with_failing_cells_linked_to_their_sentences(table):
    page = html.fromstring(page_html(table, "en"))

    marked = page.xpath("//td[contains(@class, 'is-inactive')]//a")
    assert [one.text for one in marked] == ["1.074", "22"]
    assert all(page.xpath(f"//li[@id='{one.get('href')[1:]}']") for one in marked)
    assert page.xpath("//td[contains(@class, 'is-waiting')]//a/text()") == ["21"]


def test_the_page_marks_a_text_and_escapes_it(text):
    content = page_html(text, "en")
    page = html.fromstring(content)

    assert "&amp; <mark" in content
    assert "&lt;tidak&gt;" in content
    assert [one.text_content() for one in page.xpath("//mark/a")] == ["12", "7", "4"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_loads_nothing_and_runs_nothing(table, language):
    page = html.fromstring(page_html(table, language))

    assert page.get("lang") == language
    assert page.xpath("//script | //link | //img | //iframe | //*[@style] | //@onclick") == []
    assert all(href.startswith("#") for href in page.xpath("//@href | //@src"))
    assert "script-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]


def test_a_long_table_shows_its_start_and_what_does_not_add_up(tmp_path):
    path = tmp_path / "panjang.csv"
    rows = "".join(f"Desa {at};{at};1;{at + 1 + (at == 900)}\n" for at in range(1_000))
    path.write_text(f"Desa;A;B;Jumlah\n{rows}", "utf-8")

    page = html.fromstring(page_html(check_file(path), "en"))

    shown = [int(number) for number in page.xpath("//tbody/tr/th/text()")]
    assert {1, 2, 900, 901, 902, 903, 904} <= set(shown)
    assert len(shown) < 100
    assert len(page.xpath("//tr[@class='left-out']")) == 2


def test_nothing_checked_is_said_so():
    examined = Examined(
        "kosong.csv", "table", (), (Finding("check.nothing_to_check", {"file": "kosong.csv"}, "question"),)
    )

    assert as_text(examined, "en").startswith("kosong.csv: nothing could be checked.")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_sentence_can_be_said_with_the_parameters_it_names(language):
    words = Wording(language)

    for code, sentence in CODES.items():
        names = set(re.findall(r"%\((\w+)\)", sentence.what + sentence.mend))
        params = {name: "1234.5" if name in NUMBERS else "kata" for name in names}
        said = str(words.say(Finding(code, params)))
        assert "1234.5" not in said
        assert "%(" not in said


def test_an_order_is_said_with_the_two_that_stand_wrong():
    verdict = judge_order(
        [Figure("Kota", Decimal(143)), Figure("Tengah", Decimal(62)), Figure("Selatan", Decimal(82))], "terbanyak"
    )

    assert Wording("en").claim(verdict).what == (
        "“terbanyak”: “Tengah” (62) is named before “Selatan” (82), against the order that is claimed."
    )
