"""Every address of the office and who is asked to open it: the table in tests/office, and objects for its parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from lumbung.access.models import Office, SavedView, User
from lumbung.access.queries import standpoints
from lumbung.access.roles import Role
from lumbung.access.services.saved_views import save_view
from lumbung.access.tests.factories import AppointmentFactory, OfficeFactory, UserFactory
from lumbung.audit.services import SYSTEM
from lumbung.core.jobs.models import JobProgress
from lumbung.counter.tests.desk import counter_act
from lumbung.dashboards.asking import asked_by
from lumbung.dashboards.export_files import FORMS
from lumbung.dashboards.export_jobs import Export, ask_export
from lumbung.imports.models import Batch
from lumbung.linkage.models import Learned, Opinion, Pair
from lumbung.registry.models import Cooperative, Override, Source
from lumbung.registry.services import Note, note_guidance

TABLE = Path(__file__).parents[4] / "tests" / "office" / "addresses.txt"
NOBODY, UNAPPOINTED, ELSEWHERE = "nobody", "unappointed", "elsewhere"
SEEN_BY = ("data_officer", "head", "administrator", "reviewer", "division_head", NOBODY)  # who sees most, first
READERS = (NOBODY, UNAPPOINTED, ELSEWHERE, *(role.value for role in Role))
PERSON_PAGES = ("person", "appoint", "invite", "reset", "deactivate", "reactivate")
COOPERATIVE_PAGES = ("cooperative", "officers", "guidance")
PAIR_PAGES = ("pair", "judge", "unjudge", "speak", "skip")
JOB_PAGES, EXPORT_PAGES = ("job_again", "job_cancel"), ("prepared", "fetch", "stop")
COUNTER_PAGES = ("done", "undo", "paper")
BATCH_PAGES = ("batch", "progress", "columns", "apply", "discard", "undo", "marked", "again")
QUERIES = {
    "dashboards:export": "?bentuk=csv",
    "dashboards:tables": "?bentuk=csv",
    "dashboards:listed_export(pk)": "?bentuk=csv",
}  # what an address needs after its question mark
Table = dict[str, dict[str, int]]


@dataclass(frozen=True, repr=False)
class World:
    """The example's office, one person for each column, and what the pages with a parameter are asked for."""

    people: Mapping[str, User | None]
    objects: Mapping[str, Mapping[str, object]]
    faults: list[str] = field(default_factory=list)  # what raised an error of ours

    def client(self, reader: str) -> Client:
        """A new browser of that person; a fault of ours is an answer with 500, as for a reader."""
        client = Client(raise_request_exception=False)
        if person := self.people[reader]:
            client.force_login(person)
        return client


def objects(office: Office, people: Mapping[str, User | None]) -> dict[str, dict[str, object]]:
    """What each address with a parameter is asked for: something of the example's office that is there."""
    person = people[Role.DATA_OFFICER.value]
    assert person is not None
    held = person.appointments.get()
    number = Cooperative.objects.filter(office=office).order_by("pk")[0].number
    batch = Batch.objects.filter(source__office=office).order_by("pk")[0].pk
    job = JobProgress.objects.create(
        kind="imports.stage",
        task="none",
        subject=f"imports.batch:{batch}",
        office_id=office.pk,
        state="failed",
        ended_at=timezone.now(),
    )
    pair = Pair.objects.filter(office=office).order_by("usefulness")[0]
    cooperative = Cooperative.objects.get(number=number)
    act = counter_act(office, person, cooperative)
    override = Override.objects.create(
        cooperative=cooperative, field="name", value="Koperasi Contoh", reason="akta", made_by=person
    )
    listed = Source.objects.create(office=office, kind=Source.Kind.CERTIFICATE, name="Sertifikat NIK")
    note = Note("consultation", timezone.localdate(), "Buku anggota dilengkapi")
    guidance = note_guidance(cooperative, note, token=uuid4(), by=person, actor=SYSTEM)
    export, view = theirs(person)
    opinion = Opinion.objects.create(
        office=office, left=pair.left, right=pair.right, verdict="same", made_by=person, asked="review", said="0"
    )
    return {
        "dashboards:take_back(pk)": {"pk": opinion.pk},
        "dashboards:weights(pk)": {"pk": Learned.objects.filter(office=office).latest("pk").pk},
        "dashboards:guidance_back(number,pk)": {"number": number, "pk": guidance.pk},
        **{f"dashboards:{name}(left,right)": {"left": pair.left_id, "right": pair.right_id} for name in PAIR_PAGES},
        **{f"access:{name}(pk)": {"pk": person.pk} for name in PERSON_PAGES},
        "access:end_appointment(pk,appointment_id)": {"pk": person.pk, "appointment_id": held.pk},
        "access:invitation(token)": {"token": "tautan-yang-tidak-ada"},
        **{f"dashboards:{name}(number)": {"number": number} for name in COOPERATIVE_PAGES},
        **{f"dashboards:{name}(pk)": {"pk": job.pk} for name in JOB_PAGES},
        **{f"dashboards:{name}(pk)": {"pk": export.pk} for name in EXPORT_PAGES},
        "dashboards:view(pk)": {"pk": view.pk},
        **{f"imports:{name}(pk)": {"pk": batch} for name in BATCH_PAGES},
        **{f"counter:{name}(pk)": {"pk": act.pk} for name in COUNTER_PAGES},
        **{f"dashboards:{name}(pk)": {"pk": listed.pk} for name in ("listed_rows", "listed_export")},
        "imports:format(kind)": {"kind": "certificate"},
        "imports:template(kind,ending)": {"kind": "certificate", "ending": "xlsx"},
        "counter:cooperative(number)": {"number": number},
        "counter:act(number,slug)": {"number": number, "slug": "alamat"},
        "counter:correct(number,field)": {"number": number, "field": "name"},
        "counter:lift(pk)": {"pk": override.pk},
    }


def theirs(person: User) -> tuple[JobProgress, SavedView]:
    """What only `person` may open: a long export that is ready, and a list kept under a name."""
    standpoint = standpoints(person, timezone.localdate())[0]
    export = ask_export(standpoint, asked_by("?q=karya"), FORMS["csv"], "id")
    JobProgress.objects.filter(pk=export.pk).update(state="done", ended_at=timezone.now())
    export.refresh_from_db()
    file = Export(export).path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"")
    return export, save_view(standpoint, "Daftar saya", "?q=karya")


def people_of(office: Office) -> dict[str, User | None]:
    """One person for each column of the table; all of them with a second factor."""
    people: dict[str, User | None] = {NOBODY: None, UNAPPOINTED: UserFactory(username=UNAPPOINTED)}
    other = OfficeFactory(code="6472", region_code="6472", name="Dinas lain")
    people[ELSEWHERE] = UserFactory(username=ELSEWHERE)
    for role in Role:
        # `elsewhere` holds every role, but in another office: objects of this one are not there for them.
        AppointmentFactory(user=people[ELSEWHERE], role=role.value, office=other)
        people[role.value] = AppointmentFactory(role=role.value, office=office).user
    for person in filter(None, people.values()):
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
    return people


def addresses(patterns=None, prefix: str = "") -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(key, full name, parameters) of each address; the key is the name with its parameters: `access:person(pk)`."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            outer = tuple(entry.pattern.converters)
            for _, name, parameters in addresses(entry.url_patterns, inner):
                yield _key(name, outer + parameters), name, outer + parameters
        elif isinstance(entry, URLPattern):
            name = f"{prefix}{entry.name or entry.pattern}"
            yield _key(name, tuple(entry.pattern.converters)), name, tuple(entry.pattern.converters)


def _key(name: str, parameters: tuple[str, ...]) -> str:
    return f"{name}({','.join(parameters)})" if parameters else name


def table() -> Table:
    """The table as it stands in the repository: key -> reader -> status."""
    lines = [line.split() for line in TABLE.read_text("utf-8").splitlines() if line.strip() and line[0] != "#"]
    assert tuple(lines[0][1:]) == READERS, "the first line of addresses.txt names the columns"
    return {key: dict(zip(READERS, map(int, statuses), strict=True)) for key, *statuses in lines[1:]}


def line(key: str, statuses: Mapping[str, int]) -> str:
    """One line of the table, as it is written there."""
    return f"{key:<44}" + "".join(f"{statuses[reader]:>{len(reader) + 1}}" for reader in READERS)


def ask(world: World, reader: str, method: str, key: str, name: str) -> int:
    """The status of one answer, read to its end; what it changed is taken back."""
    with transaction.atomic():
        address = reverse(name, kwargs=dict(world.objects.get(key, {}))) + QUERIES.get(key, "")
        answer = getattr(world.client(reader), method)(address)
        if answer.streaming:
            b"".join(answer)
        transaction.set_rollback(True)
    if answer.status_code >= 500:
        world.faults.append(f"{method} {key} as {reader}: {answer.exc_info and answer.exc_info[1]!r}")
    if reader == NOBODY and answer.status_code == 302 and ":" in key:
        assert answer.headers["Location"].startswith(reverse("account_login")), f"{key} leads strangers elsewhere"
    return answer.status_code


def opened(world: World, reader: str, key: str, name: str) -> int:
    """As `ask`, by the way the address is meant to be asked: a POST where it is only for that."""
    status = ask(world, reader, "get", key, name)
    return ask(world, reader, "post", key, name) if status == 405 else status


def asked_for(world: World) -> Iterator[tuple[str, str]]:
    """(key, name) of every address; those whose objects are missing are left out, and another test says so."""
    world.faults.clear()
    for key, name, parameters in addresses():
        if set(parameters) == set(world.objects.get(key, {})):
            yield key, name


def shown(world: World, language: str = "id") -> Iterator[tuple[str, str, str]]:
    """(key, reader, HTML) of every page, read by the one who sees most of it."""
    written = table()
    for key, name in asked_for(world):
        reader = next((one for one in SEEN_BY if written.get(key, {}).get(one) == 200), None)
        if reader is None:
            continue
        client = world.client(reader)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = client.get(reverse(name, kwargs=dict(world.objects.get(key, {}))) + QUERIES.get(key, ""))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield key, reader, answer.content.decode()
