"""What the reports' tests invent: places, words, people, columns and rules; none of it is real."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

CATEGORIES = ("jasa", "konsumen", "pemasaran", "ksp_konvensional", "ksp_syariah", "produsen")
ACTIVE = {  # district code -> active cooperatives by category, as published in July 2024
    "647102": (2, 27, 2, 2, 1, 2),
    "647104": (1, 51, 2, 1, 1, 6),
    "647106": (9, 114, 7, 4, 0, 9),
    "647105": (4, 68, 2, 3, 1, 4),
    "647103": (2, 67, 1, 1, 0, 5),
    "647101": (1, 26, 0, 4, 2, 7),
    "unknown": (0, 1, 0, 0, 0, 0),
}
DISTRICTS = {
    "647102": ("Balikpapan Barat", "Margasari", -1.21, 116.80),
    "647104": ("Balikpapan Tengah", "Gunung Sari Ilir", -1.24, 116.83),
    "647106": ("Balikpapan Kota", "Prapatan", -1.27, 116.83),
    "647105": ("Balikpapan Selatan", "Sepinggan", -1.26, 116.88),
    "647103": ("Balikpapan Utara", "Muara Rapak", -1.18, 116.86),
    "647101": ("Balikpapan Timur", "Manggar", -1.20, 116.95),
}
FIRST = (
    "Sumber",
    "Mitra",
    "Karya",
    "Bina",
    "Tunas",
    "Sinar",
    "Cahaya",
    "Usaha",
    "Citra",
    "Dharma",
    "Berkah",
    "Rukun",
)
SECOND = (
    "Makmur",
    "Sejahtera",
    "Mandiri",
    "Bersama",
    "Lestari",
    "Abadi",
    "Utama",
    "Jaya",
    "Amanah",
    "Sentosa",
    "Artha",
)
THIRD = (
    "",
    "Pesisir",
    "Kenari",
    "Meranti",
    "Bakau",
    "Teluk",
    "Bukit",
    "Delima",
    "Anggrek",
    "Ulin",
    "Kemuning",
    "Enggang",
)
PEOPLE = ("ZULKARNAEN TESTING", "MARLINA CONTOHWATI", "BAHTIAR REKAYASAWAN", "SULASTRI UMPAMA")
PHONE = "081299887766"
REGISTER_COLUMNS = (
    ("No", "number"),
    ("NIK Koperasi", "coop_nik"),
    ("Nama Koperasi", "name"),
    ("Nomor Badan Hukum", "legal_number"),
    ("Alamat", "address"),
    ("Kelurahan/Desa", "village"),
    ("Kecamatan", "district"),
    ("Jenis Koperasi", "kind"),
    ("Nama Ketua", "chair"),
    ("No Telepon", "phone"),
    ("Total Anggota", "members"),
    ("Status Sertifikat", "certificate_status"),
    ("Grade", "nik_grade"),
    ("Catatan Dinas", None),
)
CENSUS_COLUMNS = (
    ("No", "number"),
    ("Tanggal Kunjungan", "visited_on"),
    ("Petugas", "visitor"),
    ("Nama Koperasi", "name"),
    ("Jenis", "kind"),
    ("Alamat Sekretariat", "address"),
    ("Kelurahan", "village"),
    ("Kecamatan", "district"),
    ("Nama Ketua", "chair"),
    ("No HP", "phone"),
    ("Status", "outcome"),
    ("Latitude", "latitude"),
    ("Longitude", "longitude"),
    ("Keterangan", "note"),
)


@dataclass(frozen=True)
class FakeRule:
    code: str
    version: int
    title: str
    valid_from: date = date(2024, 1, 1)
    legal_basis: str = ""
    source: str = ""
    reasons: dict[str, str] = field(default_factory=dict)


RULES = (
    FakeRule("FIELD_FOUND_OPERATING", 1, "Found and operating", source="press release, 15 July 2024"),
    FakeRule("RAT_1_IN_3", 1, "Annual meeting once in 3 years", legal_basis="Permenkop 19/2015"),
    FakeRule("HAS_VALID_CERT", 1, "Valid certificate", legal_basis="Permenkop 10/2016"),
)
