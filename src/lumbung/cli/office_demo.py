"""The second half of `lumbung demo`: the example's office, loaded once, with a login a role."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from lumbung.cli.console import command_name, tell, write
from lumbung.cli.demo_words import DEMO_DATA
from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import Language, gettext_noop, translator
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "no_demo_office": Sentence(
            gettext_noop("There is no office of the example in %(path)s."),
            gettext_noop("“%(command)s demo” makes one."),
        ),
        "not_an_office": Sentence(
            gettext_noop("“%(path)s” holds something else than an office of Lumbung, so it is not thrown away."),
            gettext_noop("Name another folder with --data."),
        ),
    }
)
MARK = ".lumbung-demo"  # what --reset asks for before it throws a folder away
ABSENT = gettext_noop("The office needs more packages: pip install 'lumbung[office]'. The report above is whole.")
STARTING = gettext_noop("The example's office (database and documents in %s):")
LOADED = gettext_noop("The office is loaded: 440 active in two streams, every number opens its list.")
OPEN = gettext_noop("Lumbung is open at %(url)s (Ctrl-C ends it, all data is kept)")
AGAIN = gettext_noop("Codes change every half minute; “%s demo --logins” tells the current ones.")
CLOSED = gettext_noop("Lumbung is closed; “%s demo” opens it again with the same data, --reset begins anew.")
HEADINGS = (gettext_noop("role"), gettext_noop("user name"), gettext_noop("password"), gettext_noop("code"))


def hand_over(arguments: Namespace, language: Language) -> int:
    """Become the second half: the report's Django settings and the office's cannot live in one process."""
    if find_spec("procrastinate") is None or find_spec("psycopg") is None:
        tell(translator(language)(ABSENT))
        return 0
    words = ["demo", "--office-alone", "--lang", language, "--host", arguments.host, "--port", str(arguments.port)]
    words += [flag for flag in ("--no-serve", "--reset") if vars(arguments)[flag[2:].replace("-", "_")]]
    words += ["--data", str(arguments.data)] if arguments.data else []
    return _become([sys.executable, "-m", "lumbung.cli", *words])


def _become(command: list[str]) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)


def open_office(arguments: Namespace, language: Language, register: Path, census: Path) -> int:
    """Load the example's office and serve it."""
    _ = translator(language)
    from lumbung.config import environment, office, serving  # noqa: PLC0415 -- the command alone does without them

    door = serving.Door(arguments.host, arguments.port)
    if not arguments.no_serve:
        serving.check_free(door)
    data = folder(arguments)
    if arguments.reset:
        throw_away(data)
    environment.make_folder(data)
    (data / MARK).touch()
    tell("\n" + _(STARTING) % data)
    with office.opened(data):
        _load(register, census, language)
        if arguments.no_serve:
            tell(_(LOADED))
            return 0
        try:
            serving.serve(door, on_ready=lambda: _welcome(door.url, language))
        except KeyboardInterrupt:
            tell("\n" + _(CLOSED) % command_name())
    return 0


def tell_logins(arguments: Namespace, language: Language) -> int:
    """How each role logs in now."""
    from lumbung.config import office  # noqa: PLC0415 -- the command alone does without these packages

    data = folder(arguments)
    if not (data / MARK).exists():
        raise BadInput(Finding("no_demo_office", {"path": str(data), "command": command_name()}))
    with office.opened(data):
        write(_table(language))  # what was asked for, not how far the work is
    return 0


def folder(arguments: Namespace) -> Path:
    """Where the example's office lives: --data, else beside a real office's data folder."""
    from lumbung.config.environment import default_data  # noqa: PLC0415 -- as above

    told: Path | None = arguments.data
    return told.resolve() if told else default_data().with_name(DEMO_DATA)


def throw_away(data: Path) -> None:
    """Remove the example's office. Raises BadInput for a folder that does not carry its mark."""
    from lumbung.config import cluster, office  # noqa: PLC0415 -- as above

    if not data.exists() or not any(data.iterdir()):
        return
    if not (data / MARK).exists():
        raise BadInput(Finding("not_an_office", {"path": str(data)}))
    cluster.stop(data / office.CLUSTER)
    shutil.rmtree(data)


def _load(register: Path, census: Path, language: Language) -> None:
    from lumbung.config import demo, office  # noqa: PLC0415 -- models, after `opened`

    _ = translator(language)
    office.bring_up_to_date()
    demo.load(register, census, lambda stage: tell("  " + _(demo.STAGES[stage])))


def _welcome(url: str, language: Language) -> None:
    _ = translator(language)
    tell("\n" + _table(language) + "\n" + _(AGAIN) % command_name() + "\n\n" + _(OPEN) % {"url": url})
    sys.stderr.flush()


def _table(language: Language) -> str:
    from lumbung.access.roles import ROLE_LABELS  # noqa: PLC0415 -- models, after `opened`
    from lumbung.config import demo  # noqa: PLC0415

    _ = translator(language)
    rows = [tuple(_(h) for h in HEADINGS)]
    rows += [(_(ROLE_LABELS[login.role]), login.username, login.password, login.code) for login in demo.logins()]
    widths = [max(len(row[n]) for row in rows) for n in range(4)]
    return "\n".join("  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows)
