"""What the example's data officer did at the counter: a few acts that move no figure, so that every list has something.

All of it is invented, and comes in by the services a user would use, each act with a paper that says it is a sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from lumbung.access.models import Office, User
from lumbung.audit.services import Actor
from lumbung.counter.models import CounterAct
from lumbung.counter.services import Told, act
from lumbung.documents.models import File
from lumbung.documents.services import keep
from lumbung.linkage.queries import waiting_pairs
from lumbung.places.queries import name_of
from lumbung.registry.models import Cooperative, Membership, Version
from lumbung.registry.services import Note, note_guidance
from lumbung.statistics.models import Place

# Officers' terms: one that ended, one that runs for long.
_ENDED = {"chair": "Rahmat Contoh", "secretary": "Nurul Contoh", "term_from": "01/06/2018", "term_until": "01/06/2023"}
_RUNNING = {"chair": "Lestari Contoh", "internal_supervisor": "Andi Contoh", "term_from": "10/03/2023",
            "term_until": "10/03/2033"}  # fmt: skip
_BRANCH = {
    "branch": "Kantor Cabang Penajam",
    "regency": "Kabupaten Penajam Paser Utara",
    "address": "Jl. Propinsi Km. 9",
}
_FOUNDING = (
    ("outreach", date(2025, 5, 6), "Sosialisasi di kelurahan, 64 warga hadir"),
    ("before_meeting", date(2025, 5, 14), "Pra-musyawarah: nama, calon pengurus, dan simpanan dibahas"),
    ("meeting", date(2025, 5, 21), "Musyawarah kelurahan menyetujui pengembangan koperasi yang sudah ada"),
    ("deed", date(2025, 6, 12), "Akta perubahan ditandatangani di hadapan notaris"),
)


def counter_work(office: Office, *, by: User, actor: Actor) -> None:
    """Do the acts once; a start that was killed goes on with what is missing. The caller computes the figures anew."""
    branch, ended, running, programme = _chosen(office, 4)
    paper = keep(office, "contoh-surat.pdf", [_pdf()], retention=File.Retention.PROOF, by=by, actor=actor)

    def tell(cooperative: Cooperative, kind: str, day: date, texts: Mapping[str, str], reason: str) -> None:
        told = Told(kind, texts, day, paper, "contoh-surat.pdf", reason, "CONTOH/01")
        act(office, cooperative, told, token=_token(office, f"{kind}:{reason}"), by=by, actor=actor)

    kinds = CounterAct.Kind
    tell(branch, kinds.BRANCH_OPENED, date(2024, 5, 14), _BRANCH, "surat pengurus tentang pembukaan cabang")
    tell(ended, kinds.OFFICERS, date(2018, 6, 1), _ENDED, "berita acara RAT 2018")
    tell(running, kinds.OFFICERS, date(2023, 3, 10), _RUNNING, "berita acara RAT 2023")
    name = f"Koperasi Kelurahan Merah Putih {_village(programme)}"
    tell(programme, kinds.NAME, date(2025, 6, 12), {"name": name}, "akta perubahan anggaran dasar")
    for step, day, text in _FOUNDING:
        note = Note("founding", day, text, step)
        note_guidance(programme, note, token=_token(office, f"step:{step}"), by=by, actor=actor)


def done(office: Office) -> bool:
    """Whether the last of it was done."""
    last = _token(office, f"step:{_FOUNDING[-1][0]}")
    return office.guidance.filter(token=last).exists()


def _token(office: Office, what: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"lumbung:demo:{office.code}:{what}")


def _chosen(office: Office, n: int) -> Sequence[Cooperative]:
    """Active ones that nothing waits for, each told by both lists and in a village: the first by their numbers."""
    paired = {entry for pair in waiting_pairs(office).values_list("left", "right") for entry in pair}
    held = Membership.objects.filter(known__upper_inf=True, entry__in=paired)
    sure = Version.objects.filter(current=True, cooperative__office=office, register_records=1, census_records=1)
    active = Place.objects.filter(office=office, position="active_listed").values("cooperative")
    found = sure.filter(cooperative__in=active, category="konsumen").exclude(village_code="")
    free = found.exclude(cooperative__in=held.values("cooperative")).order_by("cooperative__number")
    return [version.cooperative for version in free.select_related("cooperative")[:n]]


def _village(cooperative: Cooperative) -> str:
    return name_of(Version.objects.get(cooperative=cooperative, current=True).village_code) or ""


def _pdf() -> bytes:
    """A page that says what it is."""
    text = b"BT /F1 18 Tf 72 760 Td (DATA CONTOH - BUKAN DOKUMEN RESMI) Tj ET"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + head + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
