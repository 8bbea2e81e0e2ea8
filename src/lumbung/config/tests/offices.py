"""The office as its operator runs it, and people who use it from outside: processes and requests, nothing else."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import psycopg

ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_URL", "LUMBUNG_", "DJANGO_"))}
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Answer(NamedTuple):
    """What a page answered."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    text: str


def command(*words: object) -> list[str]:
    """The command line of Lumbung, in English."""
    return [sys.executable, "-m", "lumbung.cli", *map(str, words), "--lang", "en"]


def run(*words: object, code: int = 0, **environment: str) -> str:
    """What the command says, both outputs together."""
    done = subprocess.run(
        command(*words), env=ENVIRONMENT | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout
    return done.stdout


def free_port() -> int:
    """A port where nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], object], seconds: float = 60, every: float = 0.1) -> object:
    """What `true` says once it says something; an outage meanwhile is a no."""
    last = time.monotonic() + seconds
    while True:
        with suppress(psycopg.OperationalError, HTTPException, OSError):
            if told := true():
                return told
        assert time.monotonic() < last, "never happened"
        time.sleep(every)


@dataclass
class Visitor:
    """A browser without a window."""

    port: int
    cookies: dict[str, str] = field(default_factory=lambda: {"lumbung_language": "en"})

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answer:
        """One request; cookies are kept."""
        door = HTTPConnection("127.0.0.1", self.port, timeout=60)
        told = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            door.request(method, path, body or None, {"Cookie": told} | ({"Content-Type": kind} if kind else {}))
            answer = door.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            door.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, text)

    def get(self, path: str) -> Answer:
        """A page."""
        return self.ask("GET", path)

    def send(self, path: str, form: str = "/impor/unggah/", **fields: object) -> Answer:
        """A filled-in form, with the token of the page `form`."""
        told = urlencode(fields | {"csrfmiddlewaretoken": self._token(form)}).encode()
        return self.ask("POST", path, told, "application/x-www-form-urlencoded")

    def upload(self, name: str, content: bytes, **fields: object) -> Answer:
        """A list, as the upload page sends it."""
        fields |= {"csrfmiddlewaretoken": self._token("/impor/unggah/")}
        head = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
        ) + (f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n')  # fmt: skip
        body = head.encode() + content + b"\r\n--x--\r\n"
        return self.ask("POST", "/impor/unggah/", body, "multipart/form-data; boundary=x")

    def log_in(self, username: str, password: str) -> None:
        """As a person without a second factor."""
        answer = self.send("/akun/masuk/", "/akun/masuk/", login=username, password=password)
        assert answer.status == 302, answer.text

    def _token(self, page: str) -> str:
        found = _TOKEN.search(self.get(page).text)
        assert found, page
        return found[1]


@dataclass
class Served:
    """An office that answers."""

    data: Path
    port: int
    process: subprocess.Popen[str]

    def visitor(self, username: str = "petugas") -> Visitor:
        """Somebody of the example's office who is logged in; only roles without a second factor."""
        told = run("demo", "--logins", "--data", self.data)
        line = next(line for line in told.splitlines() if re.search(rf"\s{username}\s", line))
        one = Visitor(self.port)
        one.log_in(username, re.split(r"\s{2,}", line.strip())[2])
        return one

    def value(self, statement: str) -> object:
        """The first cell of what the office's database answers."""
        where = urlencode({"host": self.data / "postgresql" / "run", "port": 5432})
        with psycopg.connect(f"postgresql://office@/lumbung?{where}", autocommit=True) as connection:
            row = connection.execute(statement).fetchone()
        return row[0] if row else None

    def traces(self) -> str:
        """What its pages and worker wrote down of mistakes, for who reads a failed test."""
        lines = (self.data.parent / f"{self.data.name}.log").read_text().splitlines()
        return "\n".join(line for line in lines if '"trace"' in line and '"request"' in line)[-4000:]

    def database(self) -> int:
        """Process number of its PostgreSQL."""
        return int((self.data / "postgresql" / "pg" / "postmaster.pid").read_text().split()[0])

    def child(self, words: str) -> int:
        """Process number of the child whose command line holds `words`; 0 while there is none."""
        for one in Path("/proc").iterdir():
            with suppress(OSError, ValueError, StopIteration):
                parent = next(li for li in (one / "status").read_text().splitlines() if li.startswith("PPid:"))
                if int(parent.split()[1]) == self.process.pid and words in (one / "cmdline").read_text():
                    return int(one.name)
        return 0

    @contextmanager
    def held(self, words: str) -> Iterator[None]:
        """The child whose command line holds `words` stands still, however slow the machine that tests it is."""
        number = self.child(words)
        os.kill(number, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(number, signal.SIGCONT)


@contextmanager
def served(data: Path, **environment: str) -> Iterator[Served]:
    """`lumbung serve` on `data`, ready; ended in order afterwards."""
    port = free_port()
    log = (data.parent / f"{data.name}.log").open("w")
    words = command("serve", "--data", data, "--port", port)
    process = subprocess.Popen(words, env=ENVIRONMENT | environment, stdout=log, stderr=subprocess.STDOUT, text=True)
    office = Served(data, port, process)
    try:
        until(lambda: Visitor(port).get("/readyz").status == 200, 120)
        yield office
        assert process.poll() is None, "the office ended by itself"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        log.close()


def facts(office: Served) -> str:
    """A checksum over what the office knows, without numbers that another run would give otherwise."""
    said = office.value(
        """
        SELECT json_build_object(
            'records', (SELECT json_build_array(count(*), md5(string_agg(told, ',' ORDER BY told))) FROM (
                SELECT e.key || r.content_hash || (e.current_id = r.id)::text AS told
                FROM registry_record r JOIN registry_entry e ON e.id = r.entry_id) x),
            'cooperatives', (SELECT json_build_array(count(*), md5(string_agg(told, ',' ORDER BY told))) FROM (
                SELECT c.number || e.key AS told FROM registry_membership m
                JOIN registry_cooperative c ON c.id = m.cooperative_id
                JOIN registry_entry e ON e.id = m.entry_id WHERE upper_inf(m.known)) x),
            'cells', (SELECT md5(string_agg(told, ',' ORDER BY told)) FROM (
                SELECT "table" || "row" || "column" || count AS told FROM statistics_cell) x))::text
        """
    )
    return json.dumps(json.loads(str(said)), sort_keys=True)
