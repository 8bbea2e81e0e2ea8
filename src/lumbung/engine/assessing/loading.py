"""Rule files -> rules. What is wrong with a file is told all at once, by file and key, before anything is judged."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.assessing.rules import INPUTS, NUMBER, RESULTS, Clause, Rule, Test

RULES_FOLDER = Path(str(resources.files("lumbung.engine").joinpath("law", "rules")))
_NEEDED = {
    "code": str,
    "version": int,
    "title": str,
    "legal_basis": str,
    "source": str,
    "confidence": str,
    "inputs": list,
    "clause": list,
    "reasons": dict,
}
_MAY = {"valid_from": date, "valid_to": date, "thresholds": dict}
_CONFIDENCE = ("V", "S")  # what is marked U never becomes a rule (handbook 0.1)
_BOUNDS = {"least", "most", "told"}


def load_rules(path: Path = RULES_FOLDER) -> list[Rule]:
    """The rules of one file, or of all `.toml` files of a folder, by code.

    Raises:
        BadInput: Every fault of every file: unreadable, a key missing or of the wrong kind, an unknown input, result
            or reason, a code that stands twice, no clause that catches the rest.
    """
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    rules: dict[str, Rule] = {}
    faults: list[Finding] = []
    for file in files:
        try:
            body = tomllib.loads(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            faults.append(Finding("rule_unreadable", {"why": str(error)}, source=file.name))
            continue
        found = list(_faults(body))
        if not found and body["code"] in rules:
            found = [Finding("rule_twice", {"code": body["code"]}, column="code")]
        faults += [fault.at(source=file.name) for fault in found]
        if not found:
            rules[body["code"]] = _rule(body)
    if faults:
        raise BadInput(faults)
    return [rules[code] for code in sorted(rules)]


def rule_named(name: str) -> Rule:
    """The shipped rule of that code, or the one rule of a file of that path.

    Raises:
        BadInput: If there is neither; the finding lists the codes there are.
    """
    shipped = {rule.code: rule for rule in load_rules()}
    if name.upper() in shipped:
        return shipped[name.upper()]
    file = Path(name)
    if not file.is_file():
        raise BadInput(Finding("rule_unknown", {"known": ", ".join(shipped)}, value=name))
    return load_rules(file)[0]


def _faults(body: Mapping[str, Any]) -> Iterator[Finding]:
    yield from _strangers(body, {*_NEEDED, *_MAY})
    for key, kind in _NEEDED.items():
        if key not in body:
            yield Finding("rule_key_missing", {"key": key}, column=key)
        elif not isinstance(body[key], kind) or (kind is int and isinstance(body[key], bool)):
            yield _of_kind(key, body[key], kind)
    optional = [(key, kind) for key, kind in _MAY.items() if key in body]
    for key, kind in optional:
        if not isinstance(body[key], kind):
            yield _of_kind(key, body[key], kind)
    if any(not isinstance(body.get(key), kind) for key, kind in (*_NEEDED.items(), *optional)):
        return
    if body["confidence"] not in _CONFIDENCE:
        yield Finding(
            "rule_confidence", {"known": ", ".join(_CONFIDENCE)}, column="confidence", value=body["confidence"]
        )
    for one in body["inputs"]:
        if not isinstance(one, str) or one not in INPUTS:
            yield Finding("rule_input_unknown", {"known": ", ".join(INPUTS)}, column="inputs", value=str(one))
    for code, sentence in body["reasons"].items():
        if not isinstance(sentence, str):
            yield _of_kind(code, sentence, str)
    for number, clause in enumerate(body["clause"], 1):
        place = f"clause {number}"
        if not isinstance(clause, dict):
            yield _of_kind(place, clause, dict)
        elif not isinstance(clause.get("when", {}), dict):
            yield _of_kind(f"{place}, when", clause["when"], dict)
        else:
            yield from _clause_faults(body, clause, place)
    for number, clause in enumerate(body["clause"][:-1], 1):
        if isinstance(clause, dict) and not clause.get("when"):
            yield Finding("rule_clause_unreached", {"clause": number}, column=f"clause {number + 1}")
    last = body["clause"][-1] if body["clause"] else None
    if not isinstance(last, dict) or last.get("when"):
        yield Finding("rule_open_end", column="clause")


def _strangers(told: Mapping[str, Any], known: set[str], place: str | None = None) -> Iterator[Finding]:
    """Keys nobody reads: a slip of the pen there would change the rule unseen."""
    for key in sorted(set(told) - known):
        yield Finding("rule_key_unknown", {"known": ", ".join(sorted(known))}, column=place or key, value=key)


def _of_kind(key: str, value: object, kind: type) -> Finding:
    return Finding("rule_key_kind", {"key": key, "kind": kind.__name__}, column=key, value=str(value))


def _clause_faults(body: Mapping[str, Any], clause: Mapping[str, Any], place: str) -> Iterator[Finding]:
    yield from _strangers(clause, {"when", "result", "reason"}, place)
    if clause.get("result") not in RESULTS:
        known = {"known": ", ".join(RESULTS)}
        yield Finding("rule_result_unknown", known, column=place, value=str(clause.get("result")))
    if not isinstance(clause.get("reason"), str) or clause["reason"] not in body["reasons"]:
        yield Finding("rule_reason_unknown", column=place, value=str(clause.get("reason")))
    for one, test in clause.get("when", {}).items():
        if one not in body["inputs"] or one not in INPUTS:
            yield Finding("rule_input_not_listed", column=place, value=one)
        elif not _is_test(one, test, body.get("thresholds", {})):
            yield Finding("rule_test_unreadable", {"input": one}, column=place, value=str(test))


def _is_test(one: str, test: object, thresholds: Mapping[str, Any]) -> bool:
    if isinstance(test, str):
        return INPUTS[one] != NUMBER
    if isinstance(test, list):
        return bool(test) and INPUTS[one] != NUMBER and all(isinstance(value, str) for value in test)
    if not isinstance(test, dict) or not test or set(test) - _BOUNDS:
        return False
    if "told" in test:
        return isinstance(test["told"], bool)
    return INPUTS[one] == NUMBER and all(isinstance(_bound(v, thresholds), int) for v in test.values())


def _bound(value: object, thresholds: Mapping[str, Any]) -> int | None:
    """A number, or the threshold of that name."""
    found = thresholds.get(value) if isinstance(value, str) else value
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _rule(body: Mapping[str, Any]) -> Rule:
    thresholds = body.get("thresholds", {})
    clauses = tuple(
        Clause(
            tuple(_test(one, test, thresholds) for one, test in clause.get("when", {}).items()),
            clause["result"],
            clause["reason"],
        )
        for clause in body["clause"]
    )
    plain = {key: body[key] for key in ("code", "version", "title", "legal_basis", "source", "confidence")}
    return Rule(
        **plain,
        valid_from=body.get("valid_from"),
        valid_to=body.get("valid_to"),
        inputs=tuple(body["inputs"]),
        clauses=clauses,
        reasons=dict(body["reasons"]),
    )


def _test(one: str, test: Any, thresholds: Mapping[str, Any]) -> Test:
    if isinstance(test, str):
        return Test(one, among=(test,))
    if isinstance(test, list):
        return Test(one, among=tuple(test))
    if "told" in test:
        return Test(one, told=test["told"])
    return Test(one, least=_bound(test.get("least"), thresholds), most=_bound(test.get("most"), thresholds))
