"""Rule files: what is shipped can be said in words, and what is wrong with one is told by key and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from lumbung.core.findings import BadInput
from lumbung.core.sentences import say
from lumbung.engine.assessing import RULES_FOLDER, ending_reasons, load_rules, reason_sentence, rule_named
from lumbung.engine.assessing.sentences import REASONS, TITLES

GOOD = (RULES_FOLDER / "has_valid_cert.toml").read_text("utf-8").replace("HAS_VALID_CERT", "OURS")
SHIPPED = {
    "FIELD_MET_OPERATING", "FIELD_CLEAR_ADDRESS_OFFICERS", "FIELD_FOUND_OPERATING", "RAT_1_IN_3", "RAT_BOOK_YEAR",
    "ODS_STATUS", "HAS_VALID_CERT", "GRADE_NOT_D", "NEVER_RAT",
}  # fmt: skip


def write(folder: Path, text: str, name: str = "ours.toml") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_every_shipped_rule_is_there_and_says_where_it_comes_from():
    rules = load_rules()

    assert {rule.code for rule in rules} == SHIPPED
    for rule in rules:
        assert rule.source.startswith("https://")
        assert rule.legal_basis
        assert rule.confidence in ("V", "S")


def test_every_title_and_reason_of_a_shipped_rule_stands_in_the_catalogue_word_for_word():
    for rule in load_rules():
        assert TITLES[rule.code] == rule.title
        assert {clause.reason for clause in rule.clauses} == set(rule.reasons)
        for reason, sentence in rule.reasons.items():
            assert REASONS[reason] == sentence == reason_sentence(reason)
    assert set(REASONS) == set(ending_reasons()) | {reason for rule in load_rules() for reason in rule.reasons}


def test_a_rule_is_found_by_its_name_in_any_case_or_by_its_file(tmp_path):
    assert rule_named("rat_1_in_3").code == "RAT_1_IN_3"
    assert rule_named(str(write(tmp_path, GOOD))).code == "OURS"


def test_a_rule_that_does_not_exist_is_refused_with_the_names_there_are():
    with pytest.raises(BadInput) as refused:
        rule_named("RAT_1_IN_4")

    (finding,) = refused.value.findings
    assert (finding.code, finding.value) == ("rule_unknown", "RAT_1_IN_4")
    assert "RAT_1_IN_3" in str(say(finding, "en"))


@pytest.mark.parametrize(
    ("text", "changed", "code", "column"),
    [
        ('code = "OURS"', "", "rule_key_missing", "code"),
        ("version = 1", "version = true", "rule_key_kind", "version"),
        ('confidence = "V"', 'confidence = "U"', "rule_confidence", "confidence"),
        ('"nik_grade"]', '"nik_grade", "mood"]', "rule_input_unknown", "inputs"),
        ('result = "active"', 'result = "alive"', "rule_result_unknown", "clause 3"),
        ("certificate_valid = ", "certificate_fine = ", "rule_reason_unknown", "clause 3"),
        ("when = { certificate_days_left = { most = -1 } }", 'when = { month = "6" }', "rule_input_not_listed", "clause 4"),
        ("{ most = -1 }", '{ most = "soon" }', "rule_test_unreadable", "clause 4"),
        ("{ most = -1 }", "{ about = 3 }", "rule_test_unreadable", "clause 4"),
        ('when = { certificate_status = "expired" }', "when = { certificate_status = 3 }", "rule_test_unreadable", "clause 5"),
        ('[[clause]]\nresult = "unknown"\nreason = "certificate_not_told"\n', "", "rule_open_end", "clause"),
        ("version = 1", "version = 1\nvalid_form = 2024-01-01", "rule_key_unknown", "valid_form"),
        ('when = { certificate_status = "expired" }', 'wen = { certificate_status = "expired" }', "rule_key_unknown", "clause 5"),
        ('when = { certificate_status = "expired" }\n', "", "rule_clause_unreached", "clause 6"),
        ("[reasons]", "[reasons", "rule_unreadable", None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rule_file_is_told_by_file_key_and_remedy(tmp_path, text, changed, code, column):
    assert text in GOOD
    with pytest.raises(BadInput) as refused:
        load_rules(write(tmp_path, GOOD.replace(text, changed)))

    finding = refused.value.findings[0]
    assert (finding.code, finding.source, finding.column) == (code, "ours.toml", column)
    for language in ("en", "id"):
        spoken = say(finding, language)
        assert spoken.what
        assert spoken.mend


def test_all_that_is_wrong_in_all_files_is_told_at_once(tmp_path):
    write(tmp_path, GOOD, "first.toml")
    write(tmp_path, GOOD, "second.toml")
    write(tmp_path, GOOD.replace('confidence = "V"', 'confidence = "U"').replace("version = 1\n", ""), "third.toml")
    with pytest.raises(BadInput) as refused:
        load_rules(tmp_path)

    assert [(f.source, f.code) for f in refused.value.findings] == [
        ("second.toml", "rule_twice"),
        ("third.toml", "rule_key_missing"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace('when = { certificate_status = "expired" }', 'when = "expired"'),
        GOOD.replace('inputs = ["certificate_status", "certificate_days_left", "nik_grade"]', "inputs = [1, [2]]"),
        GOOD.replace("{ most = -1 }", "{ most = [1] }"),
        "clause = [3]\n" + GOOD[: GOOD.index("[[clause]]")] + GOOD[GOOD.index("[reasons]") :],
        GOOD.replace('reason = "certificate_valid"', "reason = [1]"),
        GOOD.replace('result = "active"', "result = { a = 1 }"),
        GOOD[: GOOD.index("[reasons]")] + "[thresholds]\nx = 1\n[reasons]\n",
        "[thresholds]\n" + GOOD,
    ],
)
def test_a_malformed_rule_file_is_refused_never_a_traceback(tmp_path, text):
    with pytest.raises(BadInput):
        load_rules(write(tmp_path, text))
