"""The weights an office links by, and what was learned since, as the quality page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from lumbung.access.models import Office
from lumbung.core.jobs.models import JobProgress
from lumbung.core.jobs.queries import open_job_about
from lumbung.linkage.models import Learned
from lumbung.linkage.queries import model_in_use

SHOWN = 10
_TIERS = ("auto", "review", "none")


@dataclass(frozen=True, slots=True)
class Weighed:
    """How one version and the one in use then judge the pairs that people judged: a line a verdict and a tier."""

    learned: Learned
    lines: list[tuple[str, str, int, int]]  # verdict, what the machine made of it, in use, this one
    moved: int

    @property
    def judged(self) -> bool:
        """Whether people had judged any pair to compare on."""
        return any(used or fresh for _verdict, _tier, used, fresh in self.lines)


@dataclass(frozen=True, slots=True)
class Weights:
    """What is in use, what waits for a decision, and what came before."""

    in_use: Learned | None
    proposals: list[Weighed]
    earlier: list[Learned]
    learning: JobProgress | None


def weights_of(office: Office) -> Weights:
    """All that the page tells of an office's weights."""
    model = model_in_use(office)
    every = Learned.objects.filter(office=office).select_related("decided_by").order_by("-number")
    proposals = every.filter(state=Learned.State.PROPOSED)
    return Weights(
        model.learned if model else None,
        [_weighed(one) for one in proposals[:SHOWN]],
        list(every.exclude(state=Learned.State.PROPOSED).exclude(pk=model.learned_id if model else 0)[:SHOWN]),
        open_job_about(f"weights:{office.pk}"),
    )


def _weighed(learned: Learned) -> Weighed:
    verdicts = {"same": gettext("Judged the same"), "different": gettext("Judged different")}
    tiers = {"auto": gettext("joined by itself"), "review": gettext("asked about"), "none": gettext("not brought up")}
    judged = learned.comparison.get("judged", {})

    def count(verdict: str, side: str, tier: str) -> int:
        return int(judged.get(verdict, {}).get(side, {}).get(tier, 0))

    lines = [
        (verdicts[verdict], tiers[tier], count(verdict, "used", tier), count(verdict, "fresh", tier))
        for verdict in verdicts
        for tier in _TIERS
    ]
    return Weighed(learned, lines, int(learned.comparison.get("moved", 0)))
