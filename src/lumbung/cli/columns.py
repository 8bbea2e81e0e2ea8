"""How the lists were read: which heading became which field, and which headings nobody understood."""

from __future__ import annotations

from textwrap import wrap

from lumbung.core.language import Language, gettext_noop, translator
from lumbung.reports.picture import Picture

WIDTH = 80
READ_AS = gettext_noop("How %s was read, heading = field:")
STRANGE = gettext_noop("Headings not understood: %s")
MEND = gettext_noop("If one of them matters, say what it means in a file for --mapping.")


def columns_read(picture: Picture, language: Language) -> str:
    """One paragraph a list, with the fields as a mapping file names them, so that a wrong one is easily corrected."""
    _ = translator(language)
    paragraphs = []
    for one in picture.inputs:
        known = [f"{column.heading} = {column.field}" for column in one.columns if column.field]
        strange = [f"“{column.heading}”" for column in one.columns if not column.field and column.heading.strip()]
        lines = [_(READ_AS) % one.file, *_indented(", ".join(known))]
        if strange:
            lines += [*_indented(_(STRANGE) % ", ".join(strange)), *_indented(_(MEND))]
        paragraphs.append("\n".join(lines))
    return "\n".join(paragraphs)


def _indented(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
