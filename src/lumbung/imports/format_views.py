"""Pages of formats: the columns a list may have, and a template to fill in."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lumbung.access.rights import require
from lumbung.access.roles import Act
from lumbung.imports import telling
from lumbung.imports.formats import FILE_NAMES, KINDS, TEMPLATES, Format, format_of, words_of
from lumbung.imports.wording import field_word


@require(Act.IMPORT)
@require_safe
def form_of_list(request: HttpRequest, kind: str) -> HttpResponse:
    """One format: columns, aliases, what is required, an example row."""
    one, language = _format(kind), telling.reader()
    told = {
        "format": one,
        "title": telling.kind_word(kind),
        "parts": words_of(one, language),
        "others": [(word, heading) for name, heading in one.others if (word := field_word(name, language))],
        "formats": [(other, telling.kind_word(other), other == kind) for other in KINDS],
    }
    return render(request, "imports/format.html", told)


@require(Act.IMPORT)
@require_safe
def template(request: HttpRequest, kind: str, ending: str) -> FileResponse:
    """The empty list of a format, to be filled in."""
    one = _format(kind)
    if ending not in TEMPLATES:
        raise Http404
    media, write = TEMPLATES[ending]
    target = io.BytesIO()
    write(one, target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{FILE_NAMES[kind]}.{ending}", content_type=media)


def _format(kind: str) -> Format:
    if kind not in KINDS:
        raise Http404
    return format_of(kind)
