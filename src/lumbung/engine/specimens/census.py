"""Cooperatives as field officers wrote them down: the messier of the two lists."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from lumbung.engine.specimens import words
from lumbung.engine.specimens.groups import CENSUS_KINDS
from lumbung.engine.specimens.hosts import Host, write_host
from lumbung.engine.specimens.noise import Noise, cased, slip
from lumbung.engine.specimens.places import Village, elsewhere, former_district, point_near
from lumbung.engine.specimens.population import Cooperative, Population
from lumbung.engine.specimens.register import address_as_written, legal_as_written, village_alias

HEADINGS = (
    "No",
    "Tanggal Kunjungan",
    "Petugas",
    "Nama Koperasi",
    "Jenis",
    "Alamat Sekretariat",
    "Kelurahan",
    "Kecamatan",
    "Kabupaten/Kota",
    "No Badan Hukum",
    "NIK Koperasi",
    "Nama Ketua",
    "No HP",
    "Jml Anggota",
    "Status",
    "Latitude",
    "Longitude",
    "Keterangan",
)
_STATUS = {
    "active": ("Aktif", "AKTIF", "aktif", "Aktif"),
    "field_only": ("Aktif", "AKTIF", "aktif"),
    "stopped": ("Tidak aktif", "TIDAK AKTIF", "Tdk aktif", "tidak aktif"),
    "ceased": ("Tutup", "TUTUP", "Sudah tutup"),
    "not_found": ("Tidak ditemukan", "TIDAK DITEMUKAN", "tdk ditemukan"),
}
_NOTES = {
    "active": (
        "",
        "",
        "",
        "",
        "papan nama ada",
        "papan nama tidak ada",
        "RAT tahun buku {last}",
        "ketua di tempat",
        "bertemu sekretaris",
        "kantor menumpang di rumah pengurus",
        "minta pelatihan pembukuan",
    ),
    "stopped": ("", "tidak ada kegiatan sejak {old}", "tinggal 4 anggota", "pengurus sudah tidak lengkap"),
    "ceased": ("", "tutup sejak {old}", "bangunan dipakai usaha lain", "ketua meninggal, tidak diteruskan"),
    "not_found": ("", "alamat tidak ditemukan", "warga sekitar tidak mengenal", "rumah kosong"),
}
_REASONS = {  # what the officer noted about a cooperative that the register does not have
    "branch": "kantor cabang, kantor pusat di {elsewhere}",
    "not_a_legal_entity": "belum berbadan hukum",
    "registered_elsewhere": "terdaftar di ODS {elsewhere}",
    "new": "koperasi baru, SK badan hukum terbit Juni {year}, belum masuk ODS",
    "unmatched": "",
}


@dataclass(slots=True)
class Census:
    """Writes visits one after another; `others` are other cooperatives' numbers, to be mistaken for ours."""

    rng: Random
    noise: Noise
    population: Population
    first: date
    last: date
    others: deque[str] = field(default_factory=lambda: deque(maxlen=40))

    def row(self, coop: Cooperative, *, unknown_place: bool = False) -> dict[str, object]:
        """One visit, heading -> text."""
        rng, noise, draft = self.rng, self.noise, coop.draft
        visited = self._visited_on(coop)
        found = draft.position != "not_found"
        village = draft.village if found else coop.listed_village
        moved = coop.address is not coop.listed_address
        point = point_near(rng, village) if found and rng.random() < 0.75 else None
        row: dict[str, object] = {
            "No": 0,
            "Tanggal Kunjungan": visited.strftime(rng.choice(("%d/%m/%Y", "%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y"))),
            "Petugas": f"P{rng.randint(1, 9):02d}",
            "Nama Koperasi": self._name(coop),
            "Jenis": "" if rng.random() < noise.kind_missing else rng.choice(CENSUS_KINDS[draft.category]),
            "Alamat Sekretariat": self._address(coop, village),
            "Kelurahan": self._village(village),
            "Kecamatan": self._district(village),
            "Kabupaten/Kota": village.regency,
            "No Badan Hukum": self._legal(coop),
            "NIK Koperasi": self._nik(coop),
            "Nama Ketua": self._chair(coop) if found else "",
            "No HP": self._phone(coop) if found else "",
            "Jml Anggota": self._members(coop) if draft.position in ("active", "field_only") else "",
            "Status": rng.choice(_STATUS[draft.position]),
            "Latitude": f"{point[0]:.6f}" if point else "",
            "Longitude": f"{point[1]:.6f}" if point else "",
            "Keterangan": self._note(coop, moved, visited),
        }
        if unknown_place:
            told = re.split(r", kel\. ", str(row["Alamat Sekretariat"]), flags=re.IGNORECASE)[0]
            row.update(
                {
                    "Alamat Sekretariat": told,
                    "Kelurahan": "",
                    "Kecamatan": "",
                    "Latitude": "",
                    "Longitude": "",
                }
            )
        self.others.append(coop.legal.text)
        return row

    def _visited_on(self, coop: Cooperative) -> date:
        first = self.first
        if coop.draft.reason == "new":
            first = max(first, min(coop.legal.on + timedelta(days=2), self.last))
        return first + timedelta(days=self.rng.randint(0, (self.last - first).days))

    def _name(self, coop: Cooperative) -> str:
        rng, noise = self.rng, self.noise
        if coop.draft.position == "not_found":  # nobody there to ask: the officer copies the register
            return cased(rng, coop.name())
        if coop.draft.reason == "branch":
            return cased(rng, f"{coop.name()} Cabang {coop.draft.village.regency.split(' ', 1)[1]}")
        roll, prefix = rng.random(), self._prefix(coop)
        host, own = coop.host, list(coop.own)
        if roll < noise.acronym_only and coop.acronym:
            return cased(rng, f"{prefix} {coop.acronym}" if rng.random() < 0.75 else coop.acronym)
        roll -= noise.acronym_only
        if host and own and roll < noise.host_only:
            own = []
        elif host and own and roll < noise.host_only + noise.own_only:
            host = None
        elif noise.host_only + noise.own_only < roll < noise.host_only + noise.own_only + noise.renamed:
            own = self._renamed(own, host)
        name = self._put_together(coop, prefix, host, own)
        for _ in range(2):
            if rng.random() < noise.typo:
                name = slip(rng, name)
        if rng.random() < noise.truncated and len(name) > 24:
            name = name[: rng.randint(18, len(name) - 4)].rstrip()
        return cased(rng, name)

    def _prefix(self, coop: Cooperative) -> str:
        roll = self.rng.random()
        if roll < self.noise.other_prefix:
            return self.rng.choice(("Koperasi", "Kop.", "Koperasi", "KSU", "Koperasi Konsumen"))
        if roll < self.noise.other_prefix + self.noise.short_prefix:
            return self.rng.choice(coop.group.short)
        return coop.prefix if self.rng.random() < 0.7 else self.rng.choice(coop.group.long)

    def _renamed(self, own: list[str], host: Host | None) -> list[str]:
        rng = self.rng
        word = rng.choices(words.OWN, cum_weights=words.OWN_WEIGHTS)[0].title()
        if len(own) > 1 or (own and host):
            own[rng.randrange(len(own))] = word
            return list(dict.fromkeys(own))
        return list(dict.fromkeys([*own, word]))

    def _put_together(self, coop: Cooperative, prefix: str, host: Host | None, own: list[str]) -> str:
        rng, noise = self.rng, self.noise
        written = write_host(rng, host, 0.15 + noise.short_prefix * 0.4) if host else ""
        mine = " ".join(own)
        parts = [prefix, written, mine]
        if rng.random() < noise.reordered:
            if mine and written:
                parts = [prefix, mine, written]
            elif len(own) > 1:
                parts = [prefix, written, " ".join(reversed(own))]
            else:
                parts = [written, mine, prefix]
        if coop.acronym and rng.random() < 0.08:
            parts.append(f"({coop.acronym})" if rng.random() < 0.6 else f'"{coop.acronym}"')
        if rng.random() < 0.05:
            parts.append(coop.draft.village.regency.split(" ", 1)[1])
        return " ".join(part for part in parts if part)

    def _address(self, coop: Cooperative, village: Village) -> str:
        if self.rng.random() < self.noise.address_missing:
            return ""
        address = coop.address if coop.draft.position != "not_found" else coop.listed_address
        text = address_as_written(self.rng, address, village, 0.25 + self.noise.address_missing)
        if self.rng.random() < 0.15:
            text = text.removeprefix("Jl. ").removeprefix("Jalan ").removeprefix("JL. ").removeprefix("Jln. ")
        return slip(self.rng, text) if self.rng.random() < self.noise.typo / 3 else text

    def _village(self, village: Village) -> str:
        rng = self.rng
        if rng.random() < self.noise.village_missing:
            return ""
        name = village_alias(rng, village.name) if rng.random() < 0.12 + self.noise.typo / 4 else village.name
        return cased(rng, name, (0.4, 0.6, 0.0))

    def _district(self, village: Village) -> str:
        rng, name = self.rng, village.district
        if rng.random() < self.noise.district_missing:
            return ""
        former = former_district(village)
        if former and rng.random() < self.noise.district_former:
            name = former
        if name.startswith("Balikpapan ") and rng.random() < 0.35:
            name = rng.choice(("Bpp. {}", "Bpp {}", "Kec. Balikpapan {}", "{}")).format(name.split(" ", 1)[1])
        return cased(rng, name, (0.4, 0.6, 0.0))

    def _legal(self, coop: Cooperative) -> str:
        rng, noise = self.rng, self.noise
        if coop.draft.reason == "not_a_legal_entity":
            return rng.choice(("", "-", "belum ada"))
        if rng.random() < noise.legal_missing:
            return rng.choice(("", "", "", "-", "tidak tahu"))
        legal = coop.amendment if coop.amendment and rng.random() < 0.4 else coop.legal
        roll = rng.random()
        if roll < noise.legal_wrong and self.others:
            return rng.choice(self.others)
        if roll < noise.legal_wrong + noise.legal_partial and legal.short:
            return legal.short
        return legal_as_written(rng, legal.text, 0.3)

    def _nik(self, coop: Cooperative) -> str:
        rng = self.rng
        if coop.draft.reason == "registered_elsewhere" and rng.random() < 0.6:
            return self._elsewhere(coop)[0] + coop.nik[4:]
        if coop.draft.position == "field_only":
            return ""
        if rng.random() < self.noise.nik_missing:
            return ""
        if rng.random() < self.noise.nik_wrong:
            at = rng.randint(6, 12)
            return f"{coop.nik[:at]}{rng.randint(0, 9)}{coop.nik[at + 1 :]}"
        return coop.nik

    def _elsewhere(self, coop: Cooperative) -> tuple[str, str]:
        """The same other regency at every visit of this cooperative."""
        return elsewhere(Random(coop.eid), coop.draft.village)

    def _chair(self, coop: Cooperative) -> str:
        rng = self.rng
        roll = rng.random()
        if roll < self.noise.chair_missing:
            return ""
        name = coop.chair
        if roll < self.noise.chair_missing + self.noise.chair_changed:
            name = rng.choice((coop.secretary, coop.treasurer)) if rng.random() < 0.3 else self.population.person()
        elif rng.random() < 0.3:
            name = name.split(",")[0].removeprefix("H. ").removeprefix("Drs. ").removeprefix("Ir. ")
        if rng.random() < self.noise.typo / 3:
            name = slip(rng, name)
        return cased(rng, name, (0.55, 0.45, 0.0))

    def _phone(self, coop: Cooperative) -> str:
        rng = self.rng
        if rng.random() < self.noise.phone_missing:
            return ""
        phone = self.population.new_phone() if rng.random() < self.noise.phone_changed else coop.phone
        style = rng.random()
        if style < 0.3:
            return f"{phone[:4]}-{phone[4:8]}-{phone[8:]}"
        return f"+62{phone[1:]}" if style < 0.4 else phone

    def _members(self, coop: Cooperative) -> str:
        if self.rng.random() < 0.2:
            return ""
        told = coop.members_m + coop.members_f
        return str(told if self.rng.random() < 0.4 else max(9, round(told * self.rng.uniform(0.85, 1.15))))

    def _note(self, coop: Cooperative, moved: bool, visited: date) -> str:
        rng, draft = self.rng, coop.draft
        if draft.position == "field_only":
            return _REASONS[draft.reason].format(elsewhere=self._elsewhere(coop)[1], year=visited.year)
        if moved and rng.random() < 0.5:
            return rng.choice(("pindah kantor", "sudah pindah alamat", "alamat baru"))
        last = coop.rats[-1] if coop.rats and coop.last_rat and coop.last_rat < visited else None
        note = rng.choice(_NOTES[draft.position])
        if "{last}" in note and last is None:
            return ""
        return note.format(last=last, old=visited.year - rng.randint(2, 6))
