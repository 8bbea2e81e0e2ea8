"""What the cluster has to say: PostgreSQL of our own, its folder, its programs and the machine below it."""

from __future__ import annotations

from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

_SERVER = _("Read its log %(log)s, mend the cause, and start again; the data are kept.")

CODES = {
    "database_binaries_missing": Sentence(
        _("No PostgreSQL from %(oldest)s to %(newest)s was found on this machine."),
        _("Install one (Debian, Ubuntu: sudo apt install postgresql), or name a server in DATABASE_URL."),
    ),
    "database_binaries_unfit": Sentence(
        _("The programs in “%(path)s” cannot be used: %(reason)s. Lumbung needs PostgreSQL %(oldest)s to %(newest)s."),
        _("Name the folder that holds postgres and initdb, for example /usr/lib/postgresql/15/bin."),
    ),
    "database_path_unfit": Sentence(
        _("The path “%(path)s” does not suit the database: it is longer than %(longest)s bytes or holds a comma."),
        _("Name a data folder with a shorter path."),
    ),
    "database_folder_not_ours": Sentence(
        _("The folder “%(path)s” holds files that Lumbung did not write (%(found)s); nothing was changed."),
        _("Name a new or an empty folder for the data."),
    ),
    "database_folder_owner": Sentence(
        _("The data folder “%(path)s” belongs to the user %(owner)s, and you are %(user)s."),
        _("Start Lumbung as %(owner)s, or name another folder for the data."),
    ),
    "database_folder_version": Sentence(
        _("The data in “%(path)s” were written by PostgreSQL %(written)s; PostgreSQL %(version)s cannot read them."),
        _("Go on with the old programs: set LUMBUNG_POSTGRES_BIN=%(bin)s. To move on, run “lumbung backup” "
          "with them, and “lumbung restore” into a new folder without them."),
    ),
    "database_folder_version_lacking": Sentence(
        _("The data in “%(path)s” were written by PostgreSQL %(written)s, which is not on this machine; "
          "PostgreSQL %(version)s cannot read them."),
        _("Install PostgreSQL %(written)s (Debian, Ubuntu: postgresql-%(written)s) and set LUMBUNG_POSTGRES_BIN to "
          "its bin folder. To move on, run “lumbung backup” "
          "with it, and “lumbung restore” into a new folder without it."),
    ),
    "database_disk_full": Sentence(
        _("The disk that holds “%(path)s” is full; what was saved before is kept."),
        _("Free at least %(needed)s MB there and start again."),
    ),
    "database_no_permission": Sentence(
        _("You may not write to “%(path)s”, where the data shall be kept."),
        _("Name a folder of your own, or ask for the right to write there."),
    ),
    "database_cannot_write": Sentence(
        _("“%(path)s” could not be written: %(reason)s."),
        _("Mend the cause, or name another folder for the data, and start again."),
    ),
    "database_as_root": Sentence(
        _("PostgreSQL refuses to run as root, and this machine has no user nobody to run it instead."),
        _("Start Lumbung as an ordinary user, or name a server in DATABASE_URL."),
    ),
    "database_root_unreachable": Sentence(
        _("PostgreSQL refuses to run as root, and the user %(user)s may not enter “%(path)s”."),
        _("Start Lumbung as an ordinary user, or name a data folder that others may enter, "
          "for example /var/lib/lumbung."),
    ),
    "database_initialise_failed": Sentence(
        _("The database could not be made in “%(path)s”: %(tail)s"),
        _("Mend the cause and start again; nothing was left behind."),
    ),
    "database_start_failed": Sentence(_("PostgreSQL did not start: %(tail)s"), _SERVER),
    "database_start_slow": Sentence(_("PostgreSQL was not ready after %(seconds)s seconds: %(tail)s"), _SERVER),
    "database_statement_failed": Sentence(_("The database refused: %(reason)s"), _SERVER),
    "database_memory": Sentence(
        _("The machine has too little free memory for PostgreSQL: %(tail)s"),
        _("Close other programs and start again; the data are kept."),
    ),
    "database_stop_slow": Sentence(
        _("PostgreSQL (process %(pid)s) does not stop."),
        _("Wait a little and try again; its log is %(log)s."),
    ),
    "database_busy": Sentence(
        _("Another Lumbung (process %(pid)s) has been starting or stopping the database in “%(path)s” "
          "for %(seconds)s seconds."),
        _("Wait until it has finished, or stop it, and start again."),
    ),
    "database_in_use": Sentence(
        _("Another Lumbung (process %(pid)s) is using the database in “%(path)s”."),
        _("Stop it first, with Ctrl-C where it runs."),
    ),
}  # fmt: skip

enter(CODES)
