"""What an operator may set: one typed place. `LUMBUNG_X` is the value, `LUMBUNG_X_FILE` a file that holds it."""

from __future__ import annotations

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from environs import EnvError, FileAwareEnv

from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "setting_wrong": Sentence(
            _("A setting cannot be used: %(reason)s."),
            _("Correct the environment variable and start again; docs/guides/en/deploy.md lists them all."),
        ),
        "data_unfit": Sentence(
            _("The data folder %(path)s cannot be used: %(reason)s."),
            _("Name a folder of your own with --data or LUMBUNG_DATA."),
        ),
        "key_missing": Sentence(
            _("The key file %(file)s is not in the data folder, and no setting gives it."),
            _("Put it back from your copy; without it sessions end and personal data stays shut."),
        ),
    }
)
SECRET_KEY_FILE, FIELD_KEY_FILE = "secret-key", "field-key"  # in the data folder, readable by its owner alone


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings as read; every field has the name of its variable without `LUMBUNG_`, in lower case."""

    data: Path  # folder of the cluster, the documents and the key
    database_url: str  # empty: our own embedded PostgreSQL
    postgres_bin: Path | None  # bin folder of PostgreSQL's programs, for our own cluster; None: the newest found
    secret_key: str
    field_keys: list[str]  # key ring of personal data, newest first: "id:base64 of 32 bytes"
    hosts: list[str]
    https: bool  # pages are reached through TLS: cookies and redirects follow
    time_zone: str  # of the office
    upload_mb: int  # largest upload, MB
    debug: bool


def read() -> Environment:
    """The environment's settings. Raises BadInput for a value that cannot be used."""
    env = FileAwareEnv()
    try:
        with env.prefixed("LUMBUNG_"):
            data = Path(env.str("DATA", "") or default_data()).expanduser()
            return Environment(
                data=data,
                database_url=_database_url(os.environ.get("DATABASE_URL", "") or env.str("DATABASE_URL", "")),
                postgres_bin=Path(told) if (told := env.str("POSTGRES_BIN", "")) else None,
                secret_key=env.str("SECRET_KEY", "") or kept_secret(data),
                field_keys=env.list("FIELD_KEYS", []) or [kept_field_key(data)],
                hosts=env.list("HOSTS", ["localhost", "127.0.0.1", "[::1]"]),
                https=env.bool("HTTPS", False),
                time_zone=env.str("TIME_ZONE", "Asia/Makassar"),
                upload_mb=env.int("UPLOAD_MB", 200),
                debug=env.bool("DEBUG", False),
            )
    except EnvError as trouble:
        raise BadInput(Finding("setting_wrong", {"reason": str(trouble)})) from trouble


def default_data() -> Path:
    """Where an office keeps its data when nobody says: the XDG data folder; for root, whose home is closed, /var/lib.

    PostgreSQL refuses root, so another user may have to reach the folder.
    """
    base = os.environ.get("XDG_DATA_HOME", "")
    if not os.path.isabs(base) and os.geteuid() == 0:
        base = "/var/lib"
    return (Path(base) if os.path.isabs(base) else Path.home() / ".local" / "share") / "lumbung"


def kept_secret(data: Path) -> str:
    """The key in the data folder; without one, a key for this process alone (`keep_secrets` writes it)."""
    try:
        return (data / SECRET_KEY_FILE).read_text("ascii").strip() or secrets.token_urlsafe(48)
    except OSError:
        return secrets.token_urlsafe(48)


def kept_field_key(data: Path) -> str:
    """The key of personal data in the data folder; without one, a key for this process alone."""
    try:
        return (data / FIELD_KEY_FILE).read_text("ascii").strip() or _new_field_key()
    except OSError:
        return _new_field_key()


def make_folder(data: Path) -> None:
    """Make the data folder for its owner alone; root's may be passed, for it may have to run PostgreSQL as nobody.

    Raises BadInput where it cannot be made.
    """
    try:
        data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    except OSError as trouble:
        told = {"path": str(data), "reason": trouble.strerror or str(trouble)}
        raise BadInput(Finding("data_unfit", told)) from trouble


def missing_keys(data: Path) -> list[str]:
    """Key files that an office needs and that neither the folder nor a setting has."""
    settings = {SECRET_KEY_FILE: "LUMBUNG_SECRET_KEY", FIELD_KEY_FILE: "LUMBUNG_FIELD_KEYS"}
    return [
        name
        for name, setting in settings.items()
        if not (data / name).exists() and not {setting, f"{setting}_FILE"} & set(os.environ)
    ]


def keep_secrets(data: Path) -> None:
    """Write the keys of a new office, once; sessions and sealed data then survive a restart."""
    make_folder(data)
    for name, secret in ((SECRET_KEY_FILE, secrets.token_urlsafe(48)), (FIELD_KEY_FILE, _new_field_key())):
        try:
            handle = os.open(data / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secret)


def _new_field_key() -> str:
    return "k1:" + base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def _database_url(url: str) -> str:
    if url and urlsplit(url).scheme not in ("postgres", "postgresql"):
        raise BadInput(Finding("setting_wrong", {"reason": "DATABASE_URL: postgresql://..."}))
    return url


def database(url: str) -> dict[str, object]:
    """Django's DATABASES entry for a libpq address; what is not in it is libpq's default."""
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 -- needs libpq; `lumbung version` does without

    told = {k: v for k, v in conninfo_to_dict(url).items() if v is not None}
    place = {name: told.pop(key, "") for name, key in _DJANGO_NAMES}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **place,
        # A server that is away is told at once, not after the minutes of the system's own patience.
        "OPTIONS": {"connect_timeout": "5", "application_name": "lumbung", **told},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


_DJANGO_NAMES = (("NAME", "dbname"), ("USER", "user"), ("PASSWORD", "password"), ("HOST", "host"), ("PORT", "port"))
