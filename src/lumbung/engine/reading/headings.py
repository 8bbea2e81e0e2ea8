"""The heading row under its title rows, and which column means which field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lumbung.core.findings import Finding, Param, Severity
from lumbung.engine.reading.synonyms import IGNORE, Meaning, Synonyms

HEAD_ROWS = 80  # how deep below the top of a sheet a heading row is looked for
_SHOWN = 12  # headings named in a refusal

Row = Sequence[str | None]


@dataclass(frozen=True)
class Column:
    """One column of a list: its heading as written, the spreadsheet's letter, our field or None."""

    heading: str
    letter: str
    field: str | None


@dataclass(frozen=True)
class Headings:
    """Where the headings stand among the first rows and what they mean.

    `at` is the index of the first heading row, `deep` how many rows it takes (2 for merged headings).
    `columns` are those of the sheet with a heading or a value, left to right; `meanings` run beside.
    """

    at: int
    deep: int
    columns: tuple[Column, ...]
    meanings: tuple[Meaning, ...]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(column.field for column in self.columns if column.field)


@dataclass
class Reader:
    """Understands headings: a person's mapping first, then the synonyms."""

    synonyms: Synonyms
    mapping: Mapping[str, str]

    def __post_init__(self) -> None:
        self._told = {_fold(heading): name for heading, name in self.mapping.items()}

    def meaning(self, heading: str) -> Meaning:
        told = self._told.get(_fold(heading))
        if told is not None:
            return Meaning(None, unused=True) if told == IGNORE else Meaning(told)
        return self.synonyms.meaning(heading)

    def told(self, heading: str) -> bool:
        """A person said what this heading means."""
        return _fold(heading) in self._told

    def find(self, head: Sequence[Row], letters: Sequence[str]) -> Headings | None:
        """The headings among the first rows of a sheet; None if no row has any known heading."""
        best: tuple[int, int, int] | None = None
        for at, row in enumerate(head):
            score = self._score(_texts(row))
            if score and (best is None or score > best[0]):
                best = (score, at, 1)
            if at + 1 < len(head) and (texts := self._two_rows(row, head[at + 1])):
                joined = self._score(texts)
                # A title above a heading row joins to nothing more than the heading row says alone.
                if joined > max(score, self._score(_texts(head[at + 1]))) and (best is None or joined > best[0]):
                    best = (joined, at, 2)
        if best is None:
            return None
        _, at, deep = best
        texts = self._two_rows(head[at], head[at + 1]) if deep == 2 else None
        row = texts or _texts(head[at])
        return self._understand(at, deep, row, letters)

    def score(self, rows: Iterable[Row]) -> int:
        """How many fields the best of `rows` names; what decides between separators."""
        return max((self._score(_texts(row)) for row in rows), default=0)

    def _score(self, texts: Sequence[str]) -> int:
        return len({m.field for text in texts if text and len(text) < 100 and (m := self.meaning(text)).field})

    def _two_rows(self, upper: Row, lower: Row) -> list[str] | None:
        """Headings of two rows as one: a merged "Anggota" reaches over the "L" and "P" below it."""
        tops, subs = _texts(upper), _texts(lower)
        names = [at for at, text in enumerate(tops) if text and self.meaning(text).field == "name"]
        if any(subs[at] and subs[at] != tops[at] for at in names if at < len(subs)):
            return None  # a record stands below the name's heading
        merged, parent = [], ""
        for top, sub in zip(tops, subs, strict=True):
            parent = top or (parent if sub else "")
            candidates = [
                " ".join(filter(None, [parent, sub] if parent != sub else [sub])) if sub else top,
                sub,
                top,
            ]
            known = [text for text in candidates if text and self.meaning(text).field]
            merged.append(known[0] if known else candidates[0])
        return merged

    def _understand(self, at: int, deep: int, row: Sequence[str], letters: Sequence[str]) -> Headings:
        meanings = [self.meaning(text) if text else Meaning(None) for text in row]
        firm = {m.field for m in meanings if not m.alone}
        meanings = [Meaning(None) if m.alone and m.field in firm else m for m in meanings]
        columns = tuple(
            Column(text or mark, mark, meaning.field)
            for text, mark, meaning in zip(row, letters, meanings, strict=True)
        )
        return Headings(at, deep, columns, tuple(meanings))


def column_findings(headings: Headings, reader: Reader, sheet: str | None) -> list[Finding]:
    """What is to be said about the columns of one sheet: twice the same, not understood, in millions."""
    findings: list[Finding] = []
    by_field: dict[str, list[Column]] = {}
    for column, meaning in zip(headings.columns, headings.meanings, strict=True):
        if column.field:
            by_field.setdefault(column.field, []).append(column)
        elif meaning.scaled:
            findings.append(_about("amounts_not_in_rupiah", column, sheet, severity="warning"))
        elif column.heading == column.letter:
            findings.append(_about("column_without_heading", column, sheet))
        elif not meaning.unused:
            nearest = reader.synonyms.nearest(column.heading)
            code = "column_not_understood_nearest" if nearest else "column_not_understood"
            findings.append(_about(code, column, sheet, {"nearest": nearest} if nearest else {}))
    for name, columns in by_field.items():
        if len(columns) > 1:
            code = "columns_joined" if name in reader.synonyms.joined else "field_twice"
            named = ", ".join(f"“{column.heading}” ({column.letter})" for column in columns)
            findings.append(Finding(code, {"field": name, "columns": named}, severity="warning", sheet=sheet))
    return findings


def _about(
    code: str,
    column: Column,
    sheet: str | None,
    params: Mapping[str, Param] | None = None,
    severity: Severity = "note",
) -> Finding:
    return Finding(code, params or {}, severity, sheet=sheet, column=column.heading)


def no_list_finding(head: Sequence[Row], headings: Headings | None, reader: Reader, sheet: str | None) -> Finding:
    """Why this sheet is no list: which headings were seen, and which known ones they resemble."""
    if headings is None:
        row = max(head, key=lambda cells: sum(1 for cell in cells if cell), default=[])
        seen = [text for text in _texts(row) if text]
    else:
        seen = [column.heading for column in headings.columns if column.heading != column.letter]
    seen = [text if len(text) <= 40 else f"{text[:39]}…" for text in seen]
    pairs = [(text, reader.synonyms.nearest(text)) for text in seen]
    nearest = [f"{text} → {known}" for text, known in pairs if known and reader.meaning(text).field is None]
    code = "no_heading_row" if headings is None else "no_name_column"
    params: dict[str, Param] = {
        "seen": "; ".join(seen[:_SHOWN]) or "-",
        "nearest": "; ".join(nearest[:_SHOWN]) or "-",
    }
    return Finding(code, params, sheet=sheet)


def _texts(row: Row) -> list[str]:
    return [" ".join(cell.split()) if cell else "" for cell in row]


def _fold(heading: str) -> str:
    return " ".join(heading.split()).casefold()
