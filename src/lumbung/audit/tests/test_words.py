"""Every act that is recorded anywhere has its sentence, and no sentence is left over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import lumbung
from lumbung.audit.words import ACTIONS, FIELDS, ROOMS, SUBJECTS, action_word, changes_in_words

SOURCE = Path(lumbung.__file__).parent


def recorded() -> Iterator[tuple[str, ast.Call, ast.FunctionDef]]:
    """(module, call, function around it) of every call of `record` in the source code."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "tests" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and name_of(node.func) == "record" and node.args:
                    yield path.relative_to(SOURCE).as_posix(), node, function


def name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def texts(node: ast.AST) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def acts_of(call: ast.Call, function: ast.FunctionDef) -> set[str]:
    """The acts a call may record: written in it, or given a name in the function around it."""
    found = texts(call.args[0])
    if isinstance(call.args[0], ast.Name):
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and name_of(node.targets[0]) == call.args[0].id:
                found |= texts(node.value)
    return found


def test_every_recorded_act_has_a_sentence_and_every_sentence_an_act():
    acts: set[str] = set()
    unknown = []
    for module, call, function in recorded():
        told = acts_of(call, function)
        acts |= told
        if not told:
            unknown.append(f"{module}:{call.lineno}")

    assert unknown == []  # an act nobody can read from the code: write it out in the call
    assert {"no sentence": acts - set(ACTIONS), "no act": set(ACTIONS) - acts} == {
        "no sentence": set(),
        "no act": set(),
    }


def test_every_subject_has_its_word():
    kinds = set()
    for _module, call, _function in recorded():
        for keyword in call.keywords:
            if keyword.arg == "subject" and isinstance(keyword.value, ast.JoinedStr):
                first = keyword.value.values[0]
                assert isinstance(first, ast.Constant)
                kinds.add(first.value.partition(":")[0])

    assert kinds - set(SUBJECTS) == set()


def test_every_field_written_out_has_its_word():
    fields = set()
    for _module, call, _function in recorded():
        for keyword in call.keywords:
            if keyword.arg == "changes" and isinstance(keyword.value, ast.Dict):
                fields |= {key.value for key in keyword.value.keys if isinstance(key, ast.Constant)}

    assert fields - set(FIELDS) == set()


def test_every_act_belongs_to_a_room_with_a_word():
    assert {action.partition(".")[0] for action in ACTIONS} - set(ROOMS) == set()


def test_an_act_of_a_version_that_is_gone_keeps_its_name():
    assert action_word("access.telex.sent", "en") == "access.telex.sent"


def test_changes_are_told_before_and_after_and_empty_values_left_out():
    changes = {
        "name": [None, "Ratna"],
        "is_active": [True, False],
        "rows": 1250,
        "last_day": ["2024-07-15", None],
        "role": "head",
        "columns": {"Nama": [None, "name"]},
        "until": "2024-07-15T01:30:00+00:00",
        "fax": "",
        "what": "officers",
    }

    assert changes_in_words(changes, "en", {("role", "head"): "Head of agency"}) == [
        ("name", "–", "Ratna"),
        ("role", "Head of agency", None),
        ("last day", "15/07/2024", "–"),
        ("valid until", "15/07/2024 09.30", None),
        ("account open", "yes", "no"),
        ("columns", "Nama: – → Name", None),
        ("rows", "1,250", None),
        ("what", "officers", None),
    ]


def test_a_long_value_is_cut():
    ((_, told, _after),) = changes_in_words({"list": "x" * 500}, "en", {})

    assert (len(told), told[-1]) == (160, "…")


def test_no_code_of_the_counter_or_the_linkage_is_shown_to_people():
    # What whoever enters officers or a branch office leaves in the trail; all of it by hand, for the rooms lie above.
    told = {"fields": ["chair", "term_from", "internal_supervisor", "branch"], "what": "branch_open"}

    assert changes_in_words(told, "en", {}) == [
        ("what", "Branch office opened", None),
        ("fields", "Chair, Term of the board from, Supervisors (of the cooperative), Name of the branch office", None),
    ]
    assert changes_in_words({"cause": "linkage.run:12"}, "en", {}) == [("cause", "linkage, run 12", None)]
    assert changes_in_words({"cause": "imports.undo"}, "id", {})[0][1] != "imports.undo"
    assert changes_in_words({"cause": "telex:1"}, "en", {}) == [("cause", "telex:1", None)]
