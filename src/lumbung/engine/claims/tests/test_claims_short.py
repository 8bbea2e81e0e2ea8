"""Short texts, one a line (tests/specs/short): `wrong.txt` with one planted error each, `honest.txt` full of figures and none."""

from __future__ import annotations

from pathlib import Path

import pytest

from lumbung.engine.claims.prose import check_text

SHORT = Path(__file__).parents[5] / "tests" / "specs" / "short"


def lines(name: str) -> list[str]:
    return [line for line in (SHORT / name).read_text("utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("line", lines("wrong.txt"))
def test_the_planted_error_of_a_short_text_is_found(line: str) -> None:
    assert len(check_text(f"Kabar Koperasi\n\n{line}\n", "text").fails) == 1


@pytest.mark.parametrize("line", lines("honest.txt"))
def test_a_short_text_full_of_figures_that_claim_nothing_wrong_raises_no_alarm(line: str) -> None:
    assert [verdict.subject for verdict in check_text(f"Kabar Koperasi\n\n{line}\n", "text").fails] == []
