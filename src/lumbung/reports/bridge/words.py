"""What a bridge says: its cells, causes and changes in words, and the two runs it lies between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lumbung.core.language import Language, gettext_noop, translator
from lumbung.core.sentences import Sentence, enter
from lumbung.engine.assessing import reason_sentence
from lumbung.engine.comparing import Bridge, Run
from lumbung.reports.labels import GROUPS, STREAM_ROWS, Words
from lumbung.reports.verdicts import TABLES

CAUSES: Mapping[str, str] = {
    "entered": gettext_noop("New: not in the earlier run"),
    "left": gettext_noop("Gone: not in the later run"),
    "merged": gettext_noop("Several entries became one"),
    "split": gettext_noop("One entry became several"),
    "regrouped": gettext_noop("Rows moved between cooperatives"),
    "undecided": gettext_noop("Perhaps the same cooperative: a person must say"),
    "rule": gettext_noop("The criterion changed, the facts did not"),
    "rule_or_evidence": gettext_noop("Criterion and facts changed together"),
    "ending": gettext_noop("Dissolved, merged or moved, or that was taken back"),
    "evidence": gettext_noop("The facts changed"),
    "kind": gettext_noop("Another kind"),
    "district": gettext_noop("Another district"),
    "level": gettext_noop("Another supervising level"),
    "listing": gettext_noop("Came into ODS, or left it"),
    "duplicates": gettext_noop("Second entries in ODS"),
    "reason": gettext_noop("Another reason for being known only from the field"),
    "reported": gettext_noop("Another reported figure"),
}
_FACTS = ("evidence", "rule", "rule_or_evidence")
VISITS: Mapping[str, str] = {  # the facts changed because somebody looked, or looked no more
    "visited": gettext_noop("Newly visited"),
    "not_visited": gettext_noop("No longer visited"),
}
OTHERS: Mapping[str, str] = {  # cooperatives that changed without changing the number
    "kind": gettext_noop("%(n)s changed kind"),
    "district": gettext_noop("%(n)s changed district"),
    "level": gettext_noop("%(n)s changed supervising level"),
    "listing": gettext_noop("%(n)s came into ODS or left it"),
    "reported": gettext_noop("%(n)s reported another figure"),
    "evidence": gettext_noop("%(n)s with other facts"),
    "rule_or_evidence": gettext_noop("%(n)s with other facts or under another criterion"),
    "rule": gettext_noop("%(n)s judged otherwise by the criterion"),
    "entered": gettext_noop("%(n)s new"),
    "left": gettext_noop("%(n)s gone"),
    "merged": gettext_noop("%(n)s became one with others"),
    "split": gettext_noop("%(n)s became several"),
    "regrouped": gettext_noop("%(n)s with rows moved among them"),
    "undecided": gettext_noop("%(n)s that a person must tell apart"),
    "ending": gettext_noop("%(n)s ended or moved away, or came back"),
    "duplicates": gettext_noop("%(n)s with other second entries in ODS"),
    "reason": gettext_noop("%(n)s known only from the field for another reason"),
}
_STAYS = gettext_noop("The number stays; %(others)s.")
_BESIDES = gettext_noop("Besides, without changing the number: %(others)s.")
_OTHER_RULES = gettext_noop("under other criteria: %(rules)s")
SHORT: Mapping[str, str] = {  # for cells of a table
    "entered": gettext_noop("new"),
    "left": gettext_noop("gone"),
    "merged": gettext_noop("merged"),
    "split": gettext_noop("split"),
    "regrouped": gettext_noop("regrouped"),
    "undecided": gettext_noop("undecided"),
    "rule": gettext_noop("criterion"),
    "rule_or_evidence": gettext_noop("criterion and facts"),
    "ending": gettext_noop("ended or moved"),
    "evidence": gettext_noop("facts"),
    "kind": gettext_noop("kind"),
    "district": gettext_noop("district"),
    "level": gettext_noop("level"),
    "listing": gettext_noop("in or out of ODS"),
    "duplicates": gettext_noop("second entries"),
    "reason": gettext_noop("reason"),
    "reported": gettext_noop("reported"),
}
CHANGES: Mapping[str, str] = {  # what the facts say now, by the reason after; "visited" first
    "visited": gettext_noop("visited now: %(after)s"),
    "not_visited": gettext_noop("no longer visited, before: %(before)s"),
    "other": gettext_noop("%(before)s → %(after)s"),
    "under": gettext_noop("by the later criterion: %(after)s"),
}
_AXES = {  # groups of labels for the rows and columns of each table
    "streams": ("position", "result"),
    "kind_by_district": ("district", "category"),
    "standing_by_district": ("district", "result"),
    "supervising_level": ("level", "position"),
    "field_only": ("field_only", "position"),
    "rules": ("rule", "result"),
    "recap": ("recap", "result"),
}
_SAME_RULE = gettext_noop("Both runs use the same criterion: %(rule)s.")
_OTHER_RULE = gettext_noop(
    "The runs use two criteria: %(old)s, then %(new)s. What the criterion alone changes is shown apart."
)
_UNKNOWN_RULE = gettext_noop(
    "The runs use two criteria, %(old)s and %(new)s, and neither run holds the other's result: "
    "what the criterion changed and what the facts changed cannot be told apart."
)

enter(
    {
        "compare.counted_otherwise": Sentence(
            gettext_noop("%(cell)s differs by %(difference)s, but its cooperatives explain %(explained)s."),
            gettext_noop("One of the runs was written by a version that counts otherwise; run both again."),
        ),
        "compare.only_numbers": Sentence(
            gettext_noop(
                "Figures alone (%(figures)s) are not bridged, and no number is made up. Three things are missing: the "
                "criterion by which they were counted, the base they were counted among, and the list of cooperatives "
                "behind them."
            ),
            gettext_noop("Compare two folders written by “lumbung reconcile” with --out."),
        ),
        "compare.no_lists": Sentence(
            gettext_noop(
                "“%(path)s” is no folder of a run. A published figure alone cannot be bridged: three things are missing: "
                "the criterion by which it was counted, the base it was counted among, and the list of cooperatives behind it."
            ),
            gettext_noop(
                "Compare two folders written by “lumbung reconcile”; to test a text or a table against one of them, "
                "use “lumbung check %(path)s --against FOLDER”."
            ),
        ),
    }
)


class BridgeWords:
    """Words of one bridge in one language."""

    def __init__(self, bridge: Bridge, language: Language) -> None:
        self.bridge, self.language = bridge, language
        self._ = translator(language)
        self.words = Words(language)

    def say(self, english: str, **params: object) -> str:
        """A catalogue sentence; whole numbers are written as the language does."""
        told = {k: self.words.number(v) if isinstance(v, int) else v for k, v in params.items()}
        return self._(english) % told

    def table(self, code: str) -> str:
        """The title of a table of cells."""
        return self._(TABLES[code]) if code in TABLES else code.replace("_", " ")

    def axis(self, table: str, which: int, code: str) -> str:
        """A row (`which` 0) or column (1) of a table in words."""
        group = _AXES.get(table, ("result", "result"))[which]
        if group == "district":
            return self.words.district(code)
        if group == "rule":
            rules = {**self.bridge.new.rules, **self.bridge.old.rules}
            return self._(rules[code].title) if code in rules else code
        if table == "streams" and which == 0 and code in STREAM_ROWS:
            return self._(STREAM_ROWS[code])
        return self.words.label(group if code in GROUPS.get(group, {}) else "position", code)

    def cell(self, table: str, row: str, column: str) -> str:
        """One cell in words: table, row and, where it is no total, column."""
        told = [self.axis(table, 0, row)] if row != "total" or column == "total" else []
        told += [self.axis(table, 1, column)] if column != "total" else []
        return f"{self.table(table)}: {', '.join(told)}"

    def cause(self, code: str, detail: str = "") -> str:
        """A cause in words; `detail` tells a first visit from another fact."""
        before, _, after = detail.partition(">")
        if code == "evidence" and before != after and "not_visited" in (before, after):
            return self._(VISITS["visited" if before == "not_visited" else "not_visited"])
        return self._(CAUSES[code])

    def others(self, counts: Mapping[str, int], *, stays: bool) -> str:
        """Who changed without changing a number: "The number stays; 3 changed kind, 3 changed district."."""
        if not counts:
            return ""
        told = [self.say(OTHERS[cause], n=n) for cause, n in counts.items()]
        return self.say(_STAYS if stays else _BESIDES, others=", ".join(told))

    def short(self, code: str) -> str:
        """A cause in one or two words."""
        return self._(SHORT[code])

    def change(self, cause: str, detail: str, rules: Iterable[str] = ()) -> str:
        """What changed, "before>after" in words; else the other criteria that judge otherwise now (codes `rules`)."""
        if not detail or ">" not in detail:
            named = [self.axis("rules", 0, code) for code in rules] if cause in _FACTS else []
            return self.say(_OTHER_RULES, rules="; ".join(named)) if named else ""
        before, _, after = detail.partition(">")
        told = {"before": self._value(cause, before), "after": self._value(cause, after)}
        if cause == "rule":
            return self._(CHANGES["under"]) % told
        if cause in ("evidence", "rule_or_evidence") and before == "not_visited":
            return self._(CHANGES["visited"]) % told
        if cause in ("evidence", "rule_or_evidence") and after == "not_visited":
            return self._(CHANGES["not_visited"]) % told
        return self._(CHANGES["other"]) % told

    def _value(self, cause: str, code: str) -> str:
        if cause in ("rule", "evidence", "rule_or_evidence"):
            return self.reason(code)
        if cause == "ending":
            return self.reason(code) if code else self._(gettext_noop("still here"))
        if cause == "listing":
            return self._(gettext_noop("in ODS")) if code == "true" else self._(gettext_noop("not in ODS"))
        if cause == "duplicates":
            return self.say(gettext_noop("%(n)s rows"), n=int(code or 0))
        if cause == "district":
            return self.words.district(code or "unknown")
        group = {"kind": "category", "level": "level", "reason": "field_only"}.get(cause, "result")
        return self.words.label(group, code or "unknown")

    def reason(self, code: str) -> str:
        """A reason of a rule in words."""

        return self._(reason_sentence(code)) if code else self.words.label("result", "unknown")

    def run(self, run: Run) -> str:
        """A run as headings name it: its day and its criterion."""
        day = self.say(gettext_noop("As of %(day)s"), day=self.words.day(run.as_of))
        return f"{day} · {self._(run.rule.title)} v{run.rule.version}"

    def rules(self) -> str:
        """One sentence on the two criteria."""
        old, new = (f"{self._(run.rule.title)} v{run.rule.version}" for run in (self.bridge.old, self.bridge.new))
        if self.bridge.rule == "same":
            return self.say(_SAME_RULE, rule=new)
        return self.say(_UNKNOWN_RULE if self.bridge.rule == "none" else _OTHER_RULE, old=old, new=new)
