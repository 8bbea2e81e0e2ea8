"""The office served as `lumbung serve` does, and visited: page by page against the clock, then by twenty at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from lumbung.access.models import Office, User
from lumbung.bench.office import datasette, making
from lumbung.bench.office.clicking import Visitor, click
from lumbung.bench.office.found import OURS, THEIRS
from lumbung.bench.office.questions import Question, questions
from lumbung.bench.office.running import HOST, Cores, memory_of, on_core, pages
from lumbung.bench.office.weighing import weight
from lumbung.config import cluster
from lumbung.config.office import CLUSTER

PER_PERSON = 25  # pages each of the twenty asks for
_BETWEEN = 0.2  # seconds a person looks at a page


def addresses(office: Office) -> dict[str, str]:
    """Page -> one address of it, for pages that are looked at once."""
    told = questions(office, 1)
    wanted = ("dashboard", "list", "list_filtered", "search_typo", "record", "worklists")
    return {page: told[page][0].address for page in wanted if page in told}


def visited(
    made: making.Made, port: int, listed: Path | None, words: Sequence[str], clicks: int, kept_to: Cores | None
) -> dict[str, Any]:
    """Times of every page, ours and theirs in turn; weights of first visits; memory after twenty people clicked.

    Args:
        listed: The same rows for Datasette, which `words` start; None: without it.
        clicks: How often every page is asked for.
    """
    office_core = kept_to.office if kept_to else None
    asked = questions(made.office, clicks)
    with ExitStack() as stack:
        with on_core(office_core):
            pids = stack.enter_context(pages(port))
            theirs = stack.enter_context(datasette.serving(words, listed)) if listed else 0
        stack.enter_context(on_core(kept_to.visitors if kept_to else None))
        ours = Visitor(HOST, port, _session(made.standpoint.user))
        visitors, questions_ = {OURS: ours}, {OURS: asked}
        if listed:
            visitors[THEIRS] = Visitor(HOST, theirs)
            questions_[THEIRS] = datasette.same(asked, listed)
        clicked = click(visitors, questions_, clicks)
        weights = {page: weight(ours, address) for page, address in addresses(made.office).items()}
        _crowd(making.people(made.office), port, asked)
        memory = memory_of(pids | _database())
    return {"clicked": clicked, "weights": weights, "memory": memory}


def _session(person: User) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _database() -> dict[str, int]:
    """The server of the office's own cluster."""
    server = cluster.status(Path(settings.MEDIA_ROOT).parent / CLUSTER).server
    return {"database": server} if server else {}


def _crowd(people: Sequence[User], port: int, asked: Mapping[str, Sequence[Question]]) -> None:
    """Everybody at once, each with a session and a connection of their own, through all kinds of pages."""
    every = [question for row in zip(*asked.values(), strict=True) for question in row]

    def walk(person: User, first: int) -> None:
        visitor = Visitor(HOST, port, sessions[person.pk])
        for question in (every * 2)[first : first + PER_PERSON]:
            visitor.get(question.address)
            time.sleep(_BETWEEN)

    sessions = {person.pk: _session(person) for person in people}
    walks = [threading.Thread(target=walk, args=(p, n * 7 % len(every))) for n, p in enumerate(people)]
    for one in walks:
        one.start()
    for one in walks:
        one.join()
