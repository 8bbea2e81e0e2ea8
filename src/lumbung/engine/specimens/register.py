"""Cooperatives as the ministry's extract shows them: the same columns, the same untidiness."""

from __future__ import annotations

from datetime import date
from random import Random

from lumbung.engine.specimens.groups import REGISTER_KIND
from lumbung.engine.specimens.noise import Noise, cased, slip
from lumbung.engine.specimens.numbers import Legal
from lumbung.engine.specimens.places import Address, Village, former_district
from lumbung.engine.specimens.population import Cooperative

HEADINGS = (
    "No",
    "NIK",
    "Nama Koperasi",
    "Nomor Badan Hukum Pendirian",
    "Tanggal Badan Hukum Pendirian",
    "Nomor Perubahan Anggaran Dasar (Terbaru)",
    "Tanggal RAT Terakhir",
    "Alamat",
    "Kelurahan/Desa",
    "Kecamatan",
    "Kabupaten/Kota",
    "Provinsi",
    "Bentuk Koperasi",
    "Jenis Koperasi",
    "Kelompok Koperasi",
    "Sektor Usaha",
    "Pola Pengelolaan",
    "Nama Ketua",
    "Nama Sekretaris",
    "Nama Bendahara",
    "No Telepon",
    "Anggota Pria",
    "Anggota Wanita",
    "Total Anggota",
    "Status NIK",
    "Tanggal Berlaku Sertifikat",
    "Grade",
)
FIGURES = ("Status Koperasi", "Total Karyawan", "Modal Sendiri", "Modal Luar", "Aset", "Volume Usaha", "SHU")
_FORMS = {"regency": "Primer Kabupaten/Kota", "province": "Primer Provinsi", "national": "Primer Nasional"}
_NO_DATE = ("", "", "-", "0000-00-00")
_MONTHS = (
    "",
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def register_row(rng: Random, coop: Cooperative, noise: Noise, as_of: date, *, figures: bool) -> dict[str, object]:
    """One row of the extract, heading -> value; dates are `date` or text, NIK text or (spoilt) float."""
    village, category = coop.listed_village, coop.draft.category
    kind = REGISTER_KIND[category]
    if rng.random() < noise.register_kind_wrong and not category.startswith("ksp"):
        kind = rng.choice([other for other in ("Konsumen", "Jasa", "Pemasaran", "Produsen") if other != kind])
    name = cased(rng, _name(rng, coop), (0.68, 0.32, 0.0))
    legal = coop.legal.text if rng.random() >= noise.register_legal_missing else rng.choice(("", "-"))
    certified = coop.certified_to
    row: dict[str, object] = {
        "No": 0,
        "NIK": float(coop.nik) if rng.random() < noise.register_nik_number else coop.nik,
        "Nama Koperasi": slip(rng, name) if rng.random() < noise.register_typo else name,
        "Nomor Badan Hukum Pendirian": legal_as_written(rng, legal, 0.12),
        "Tanggal Badan Hukum Pendirian": _day(rng, coop.legal.on) if legal or rng.random() < 0.5 else "",
        "Nomor Perubahan Anggaran Dasar (Terbaru)": coop.amendment.text if coop.amendment else rng.choice(("", "-")),
        "Tanggal RAT Terakhir": _day(rng, coop.last_rat),
        "Alamat": address_as_written(rng, coop.listed_address, village, 0.3),
        "Kelurahan/Desa": _village(rng, village, noise),
        "Kecamatan": _district(rng, village, noise),
        "Kabupaten/Kota": village.regency,
        "Provinsi": village.province,
        "Bentuk Koperasi": _FORMS[coop.draft.area],
        "Jenis Koperasi": kind,
        "Kelompok Koperasi": coop.group.ods,
        "Sektor Usaha": coop.group.sector,
        "Pola Pengelolaan": "Syariah" if category == "ksp_syariah" else "Konvensional",
        "Nama Ketua": cased(rng, coop.chair, (0.7, 0.3, 0.0)),
        "Nama Sekretaris": cased(rng, coop.secretary, (0.7, 0.3, 0.0)),
        "Nama Bendahara": cased(rng, coop.treasurer, (0.7, 0.3, 0.0)),
        "No Telepon": coop.phone if rng.random() < 0.4 else "",
        "Anggota Pria": coop.members_m,
        "Anggota Wanita": coop.members_f,
        "Total Anggota": coop.members_m + coop.members_f,
        "Status NIK": _certificate_status(certified, as_of),
        "Tanggal Berlaku Sertifikat": _day(rng, certified),
        "Grade": coop.grade,
    }
    if figures:
        status = "Aktif" if coop.rats[-1:] >= (as_of.year - 4,) or rng.random() < 0.7 else "Non Aktif"
        row.update(zip(FIGURES, (status, *coop.figures), strict=True))
    return row


def second_row(
    rng: Random, coop: Cooperative, noise: Noise, as_of: date, *, later: Legal, nik: str, figures: bool
) -> dict[str, object]:
    """The same cooperative registered again: new number after an amendment, new NIK, name a little other."""
    row = register_row(rng, coop, noise, as_of, figures=figures)
    name = _name(rng, coop, prefix=rng.choice(coop.group.long))
    row["NIK"] = nik
    row["Nama Koperasi"] = cased(rng, name, (0.68, 0.32, 0.0))
    row["Nomor Badan Hukum Pendirian"] = later.text
    row["Tanggal Badan Hukum Pendirian"] = _day(rng, later.on)
    row["Nomor Perubahan Anggaran Dasar (Terbaru)"] = ""
    if coop.last_rat and coop.last_rat <= later.on:  # a row is not older than its meetings
        row["Tanggal RAT Terakhir"] = ""
        row["Status NIK"], row["Tanggal Berlaku Sertifikat"], row["Grade"] = "Belum Bersertifikat", "", "-"
    if rng.random() < 0.3:
        row["Nama Ketua"] = rng.choice((coop.secretary, coop.treasurer)).upper()
    return row


def _name(rng: Random, coop: Cooperative, prefix: str | None = None) -> str:
    host = coop.host.text() if coop.host and coop.host_shown else ""
    if coop.host and coop.host.kind == "company" and host and rng.random() < 0.25:
        host = host.replace(f"{coop.host.form} ", f"{coop.host.form}.", 1)
    parts = [prefix or coop.prefix, host, " ".join(coop.own)]
    if coop.acronym and coop.acronym_shown:
        roll = rng.random()
        parts.append(
            f"({coop.acronym})" if roll < 0.6 else f"disingkat {coop.acronym}" if roll < 0.75 else coop.acronym
        )
    if coop.city_shown:
        parts.append(
            coop.listed_village.regency if rng.random() < 0.4 else coop.listed_village.regency.split(" ", 1)[1]
        )
    return " ".join(part for part in parts if part)


def legal_as_written(rng: Random, text: str, liberty: float) -> str:
    """A legal-entity number in one of the ways people copy it; the digits stay right."""
    if not text or text == "-" or rng.random() >= liberty:
        return text
    roll = rng.random()
    if roll < 0.25:
        return text.replace("/", " / ")
    if roll < 0.45:
        return text.replace("/BH/", "/B.H/").replace("AHU-", "AHU ")
    if roll < 0.6:
        return f"{rng.choice(('No. ', 'BH ', 'NO.', 'Nomor '))}{text}"
    if roll < 0.75:
        return text.lower()
    if roll < 0.9:
        return text.lstrip("0").replace("AHU-0", "AHU-").replace("AHU-0", "AHU-")
    return text.replace(".", " ").replace("/BH/", "/ BH /")


def address_as_written(rng: Random, address: Address, village: Village, missing: float) -> str:
    """Street, house, RT and sometimes the building or the village; `missing` is the chance to lose a part."""
    street = address.street
    if address.spellings and rng.random() < 0.5:
        street = rng.choice(address.spellings)
    text = f"{rng.choice(('Jl. ', 'Jl.', 'JL ', 'Jalan ', 'Jln. ', 'Jl. '))}{street}"
    if rng.random() >= missing:
        text += rng.choice((" No. {}", " No.{}", " NO {}", " {}", " Nomor {}")).format(address.number)
    if rng.random() >= missing + 0.15:
        text += rng.choice((" RT {}", " RT.{:02d}", " RT. {:03d}", ", rt {}")).format(address.rt)
    if address.site and rng.random() >= missing:
        text = f"{address.site}, {text}" if rng.random() < 0.6 else f"{text}, {address.site}"
    if rng.random() < 0.12:
        text += f", Kel. {village.name}"
    return text.upper() if rng.random() < 0.35 else text


def _village(rng: Random, village: Village, noise: Noise) -> str:
    name = village_alias(rng, village.name) if rng.random() < noise.register_old_place else village.name
    return cased(rng, name, (0.4, 0.6, 0.0))


def village_alias(rng: Random, name: str) -> str:
    """A village as people spell it: joined, parted, shortened or with a slip."""
    if name.lower().startswith("gunung"):
        return f"Gn. {name[6:].strip().title()}"
    if name.lower().startswith("sungai"):
        return f"Sei {name[6:].strip().title()}"
    if " " in name and rng.random() < 0.6:
        return name.replace(" ", "", 1)
    return slip(rng, name)


def _district(rng: Random, village: Village, noise: Noise) -> str:
    former = former_district(village)
    name = former if former and rng.random() < noise.register_old_place else village.district
    return cased(rng, name, (0.45, 0.55, 0.0))


def _certificate_status(certified_to: date | None, as_of: date) -> str:
    if certified_to is None:
        return "Belum Bersertifikat"
    return "Sudah Bersertifikat" if certified_to >= as_of else "Sertifikat - Expired"


def _day(rng: Random, day: date | None) -> object:
    """A day in one of the shapes extracts mix; a missing one in one of the shapes of nothing."""
    if day is None:
        return rng.choice(_NO_DATE)
    roll = rng.random()
    if roll < 0.62:
        return day
    if roll < 0.78:
        return day.strftime("%d-%m-%Y")
    if roll < 0.9:
        return day.isoformat()
    if roll < 0.96:
        return day.strftime("%d/%m/%Y")
    return f"{day.day} {_MONTHS[day.month]} {day.year}"
