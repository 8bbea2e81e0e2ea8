"""`lumbung rebuild`."""

from __future__ import annotations

import time
from argparse import Namespace

from lumbung.cli.console import tell
from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import Language, gettext_noop, translator
from lumbung.core.sentences import Sentence, enter
from lumbung.reports.labels import Words

enter(
    {
        "office_unknown": Sentence(
            gettext_noop("There is no office of code %(code)s here."),
            gettext_noop("Offices that are here: %(there)s."),
        ),
    }
)

DONE = gettext_noop("%(office)s: %(records)s records linked, assessed and counted again in %(seconds)s s.")
EMPTY = gettext_noop("%(office)s has no records yet.")
NOBODY = gettext_noop("There is no office here yet: lumbung createadmin makes one.")


def run(arguments: Namespace, language: Language) -> int:
    """Make everything anew that is derived from the records: links, versions, standings, figures."""
    from lumbung.config import office  # noqa: PLC0415 -- the command alone does without the office's packages

    _, number = translator(language), Words(language).number
    with office.opened(arguments.data, existing=True):
        office.bring_up_to_date()
        from lumbung.access.models import Office  # noqa: PLC0415 -- models, after `opened`
        from lumbung.statistics.services import recompute  # noqa: PLC0415

        offices = Office.objects.order_by("code")
        wanted = list(offices.filter(code=arguments.office) if arguments.office else offices)
        if not wanted and arguments.office:
            there = ", ".join(offices.values_list("code", flat=True)) or "–"
            raise BadInput([Finding("office_unknown", {"code": arguments.office, "there": there})])
        for one in wanted:
            began = time.monotonic()
            picture = recompute(one, anew=arguments.anew)
            told = {"office": one.name, "seconds": number(round(time.monotonic() - began))}
            tell(_(DONE) % {**told, "records": number(picture.records)} if picture else _(EMPTY) % told)
        if not wanted:
            tell(_(NOBODY))
    return 0
