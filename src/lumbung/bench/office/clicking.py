"""One visitor who asks for pages, one after another over one connection, and looks at the clock."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, RemoteDisconnected
from statistics import median

from lumbung.bench.office.found import OURS, Clicked
from lumbung.bench.office.questions import Question
from lumbung.core.findings import Finding, MachineTrouble

WARM = 10  # of each page, not counted
SELDOM = 4  # others' pages are asked for in one of so many rounds: some of them take seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """`wire` are the bytes that travelled, `body` what they say."""

    status: int
    seconds: float
    wire: bytes
    body: bytes
    kind: str  # media type


@dataclass
class Visitor:
    """A browser's manners without a browser: one kept connection, cookies, compressed answers."""

    host: str
    port: int
    cookies: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = HTTPConnection(self.host, self.port, timeout=120)

    def get(self, address: str) -> Answer:
        """Ask, and wait for the last byte; once more where the server had closed the connection meanwhile, as some do.

        Raises:
            MachineTrouble: The answer is not 200.
        """
        try:
            return self._asked(address)
        except (RemoteDisconnected, ConnectionError):
            self._connection.close()
            return self._asked(address)

    def _asked(self, address: str) -> Answer:
        headers = {"Accept-Encoding": "gzip", "Accept": "text/html,*/*"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        self._connection.request("GET", address, headers=headers)
        answer = self._connection.getresponse()
        wire = answer.read()
        seconds = time.perf_counter() - began
        if answer.status != 200:
            raise MachineTrouble(Finding("bench_run_failed", {"name": address, "reason": f"HTTP {answer.status}"}))
        body = gzip.decompress(wire) if answer.headers.get("Content-Encoding") == "gzip" else wire
        return Answer(answer.status, seconds, wire, body, answer.headers.get_content_type())


def click(
    visitors: Mapping[str, Visitor],
    asked: Mapping[str, Mapping[str, Sequence[Question]]],
    n: int,
    *,
    done: Callable[[], None] = lambda: None,
) -> list[Clicked]:
    """Ask for every page of ours `n` times in turn, theirs in between, after some that are not counted.

    Args:
        visitors: Whose pages -> who asks for them.
        asked: Whose pages -> page -> its addresses.
        done: Called after every round.
    """
    order = [(page, by) for by, pages in asked.items() for page in pages]
    order.sort(key=lambda one: (one[0], one[1] != OURS))
    answers: dict[tuple[str, str], list[tuple[Question, Answer]]] = {one: [] for one in order}
    for turn in range(-WARM, n):
        shift = turn % len(order)
        for page, by in order[shift:] + order[:shift]:
            if by != OURS and turn % SELDOM:
                continue
            # The first ones warm up with the last addresses, so that no question was asked before it counts.
            question = asked[by][page][turn % n]
            answer = visitors[by].get(question.address)
            if turn >= 0:
                answers[page, by].append((question, answer))
        done()
    return [_clicked(page, by, told) for (page, by), told in answers.items()]


def _clicked(page: str, by: str, told: Sequence[tuple[Question, Answer]]) -> Clicked:
    sought = [question.meant.encode() in answer.body for question, answer in told if question.meant]
    return Clicked(
        page,
        by,
        [answer.seconds for _, answer in told],
        median(len(answer.wire) for _, answer in told) / 1000,
        sum(sought) / len(sought) if sought else None,
    )
