"""The groups of cooperatives the specimens are made of (handbook 2.5) and how their names begin."""

from __future__ import annotations

from dataclasses import dataclass

TRADE = "Perdagangan Besar dan Eceran - Rep Mobil dan Motor"
FARM = "Pertanian, Kehutanan dan Perikanan"
FINANCE = "Jasa Keuangan dan Asuransi"
OFFICE = "Adm Pemerintahan, Pertahanan dan Jaminan Sosial"
TRANSPORT = "Transportasi dan Pergudangan"
INDUSTRY = "Industri Pengolahan"
SERVICES = "Jasa Lainnya"

CATEGORIES = ("jasa", "konsumen", "pemasaran", "ksp_konvensional", "ksp_syariah", "produsen")
REGISTER_KIND = {
    "jasa": "Jasa",
    "konsumen": "Konsumen",
    "pemasaran": "Pemasaran",
    "ksp_konvensional": "Simpan Pinjam",
    "ksp_syariah": "Simpan Pinjam",
    "produsen": "Produsen",
}
CENSUS_KINDS = {
    "jasa": ("Jasa", "JASA", "jasa", "Kop. Jasa"),
    "konsumen": ("Konsumen", "KONSUMEN", "konsumen", "Kop. Konsumen", "Konsumsi"),
    "pemasaran": ("Pemasaran", "PEMASARAN", "pemasaran"),
    "ksp_konvensional": ("KSP", "Simpan Pinjam", "SIMPAN PINJAM"),
    "ksp_syariah": ("KSPPS", "Simpan Pinjam Syariah", "KSPPS"),
    "produsen": ("Produsen", "PRODUSEN", "produsen", "Kop. Produsen"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """`long` beginnings stand in the register, `short` ones are what a field officer writes."""

    code: str
    category: str
    weight: float  # within its category
    ods: str
    sector: str
    long: tuple[str, ...]
    short: tuple[str, ...]
    hosts: tuple[str, ...] = ()  # what it lives in: company | hospital | hotel | agency | school | ...
    since: int = 1967


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _group(
    code: str, category: str, weight: float, ods: str, sector: str, *, long: str, short: str, hosts: str = ""
) -> Group:
    since = {"merah_putih": 2025, "kspps": 1999}.get(code, 1967)
    return Group(code, category, weight, ods, sector, _split(long), _split(short), _split(hosts), since)


GROUPS = (
    _group("kopkar", "konsumen", 30, "Kopkar", TRADE,
           long="Koperasi Karyawan|Koperasi Karyawan|Koperasi Konsumen Karyawan",
           short="Kopkar|Kop. Karyawan|Kop Kar|KOPKAR|Kop. Kons. Karyawan|Koperasi Kary.",
           hosts="company|company|company|hospital|hotel|foundation|bank"),
    _group("kpri", "konsumen", 24, "Kop. Pegawai Negeri (KPRI)", OFFICE,
           long="KPRI|Koperasi Pegawai Republik Indonesia|Koperasi Konsumen KPRI",
           short="KPRI|KPN|Kop. Pegawai|K.P.R.I.|Koperasi Pegawai Negeri|Kop. Guru",
           hosts="school|school|agency|agency|clinic"),
    _group("ksu", "konsumen", 24, "Kop. Serba Usaha", TRADE,
           long="Koperasi Serba Usaha|Koperasi Konsumen Serba Usaha",
           short="KSU|K.S.U.|Kop. Serba Usaha|Koperasi"),
    _group("konsumen", "konsumen", 22, "Kop. Lainnya", TRADE,
           long="Koperasi Konsumen|Koperasi", short="Kop. Konsumen|Kop. Kons.|Kop|Kopkons"),
    _group("kopwan", "konsumen", 6, "Kop. Wanita", TRADE,
           long="Koperasi Wanita|Koperasi Konsumen Wanita", short="Kopwan|Kop. Wanita|Kop Wan"),
    _group("pensiunan", "konsumen", 2, "Kop. Wredatama", TRADE,
           long="Koperasi Wredatama|Koperasi Pensiunan", short="Kop. Wredatama|Kop Pensiunan|Koptama"),
    _group("pemuda", "konsumen", 1.5, "Kop. Pemuda", TRADE,
           long="Koperasi Pemuda|Koperasi Konsumen Pemuda", short="Kop. Pemuda|Koppem"),
    _group("koppontren", "konsumen", 3, "Koppontren", TRADE,
           long="Koperasi Pondok Pesantren|Koppontren",
           short="Koppontren|Kopontren|Kop. Ponpes", hosts="pesantren"),
    _group("koppas", "konsumen", 3, "Kop. Pasar", TRADE,
           long="Koperasi Pedagang Pasar|Koperasi Konsumen Pedagang Pasar",
           short="Koppas|Kop. Pasar|Koperasi Pasar", hosts="market"),
    _group("merah_putih", "konsumen", 5, "Kop. Lainnya", TRADE,
           long="Koperasi Kelurahan Merah Putih", short="KKMP|Kopkel Merah Putih|KMP", hosts="village"),
    _group("jasa", "jasa", 8, "Kop. Lainnya", SERVICES,
           long="Koperasi Jasa", short="Kop. Jasa|Kopjas|Koperasi"),
    _group("angkutan", "jasa", 8, "Kop. Angkutan Darat", TRANSPORT,
           long="Koperasi Jasa Angkutan|Koperasi Angkutan|Koperasi Jasa Angkutan Darat",
           short="Kopang|Kop. Angkutan|Kop. Angk.|Kopeta"),
    _group("tkbm", "jasa", 3, "Kop. Lainnya", TRANSPORT,
           long="Koperasi Jasa TKBM|Koperasi Tenaga Kerja Bongkar Muat",
           short="TKBM|Kop. TKBM|Koperasi TKBM"),
    _group("perumahan", "jasa", 2, "Kop. Lainnya", SERVICES,
           long="Koperasi Perumahan|Koperasi Jasa Perumahan", short="Kop. Perumahan|Koprum"),
    _group("pemasaran", "pemasaran", 8, "Kop. Lainnya", TRADE,
           long="Koperasi Pemasaran", short="Kop. Pemasaran|Kop. Pem.|Koppem"),
    _group("umkm", "pemasaran", 5, "Kop. Lainnya", TRADE,
           long="Koperasi Pemasaran UMKM|Koperasi Pemasaran Pelaku Usaha Mikro",
           short="Kop. UMKM|Kop. IKM|Kopumkm"),
    _group("ksp", "ksp_konvensional", 10, "Kop. Simpan Pinjam", FINANCE,
           long="Koperasi Simpan Pinjam|KSP", short="KSP|Kosipa|Kop. Simpan Pinjam|K.S.P."),
    _group("ksp_karyawan", "ksp_konvensional", 2, "Kop. Simpan Pinjam", FINANCE,
           long="Koperasi Simpan Pinjam Karyawan|KSP Karyawan", short="KSP Karyawan|KSP|Kop SP Karyawan",
           hosts="company|hospital"),
    _group("kspps", "ksp_syariah", 10, "Kop. Simpan Pinjam dan Pembiayaan Syariah", FINANCE,
           long="Koperasi Simpan Pinjam dan Pembiayaan Syariah|KSPPS|KSPPS BMT",
           short="KSPPS|BMT|KJKS|Kop. Syariah|KSPPS BMT"),
    _group("kud", "produsen", 4, "KUD", FARM,
           long="Koperasi Unit Desa|KUD", short="KUD|K.U.D.|Kop. Unit Desa"),
    _group("koptan", "produsen", 6, "Kop. Pertanian", FARM,
           long="Koperasi Produsen Tani|Koperasi Pertanian|Koperasi Produsen Kelompok Tani",
           short="Koptan|Kop. Tani|Kop. Produsen Tani"),
    _group("kopnel", "produsen", 6, "Kop. Lainnya", FARM,
           long="Koperasi Nelayan|Koperasi Produsen Nelayan", short="Kopnel|Kop. Nelayan|KUD Mina"),
    _group("kopnak", "produsen", 3, "Kop. Peternakan", FARM,
           long="Koperasi Peternakan|Koperasi Produsen Peternak", short="Kopnak|Kop. Ternak"),
    _group("kopbun", "produsen", 3, "Kop. Perkebunan", FARM,
           long="Koperasi Perkebunan|Koperasi Produsen Pekebun", short="Kopbun|Kop. Kebun"),
    _group("kopti", "produsen", 1, "Kopti", INDUSTRY,
           long="Koperasi Produsen Tahu Tempe Indonesia|Kopti", short="KOPTI|Kop. Tahu Tempe"),
    _group("kopinkra", "produsen", 3, "Kopinkra", INDUSTRY,
           long="Koperasi Industri Kerajinan Rakyat|Koperasi Produsen Pengrajin",
           short="Kopinkra|Kop. Pengrajin"),
    _group("produsen", "produsen", 6, "Kop. Lainnya", INDUSTRY,
           long="Koperasi Produsen", short="Kop. Produsen|Kopprod"),
)  # fmt: skip
