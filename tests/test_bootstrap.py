"""./lumbung, the front door: with a stand-in for uv, so that nothing is downloaded."""

from __future__ import annotations

import ast
import errno
import functools
import hashlib
import http.server
import importlib.machinery
import importlib.util
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Does what uv would: an environment whose programs say how they were called.
FAKE_UV = """#!/bin/sh
[ "$1" = --version ] && echo "uv ${UV_FAKE_VERSION:-0.13.9}" && exit 0
echo "$@" >>calls
[ -n "$UV_FAKE_SAYS" ] && echo "$UV_FAKE_SAYS" >&2 && exit 2
mkdir -p .venv/bin
echo half >.venv/half
sleep "${UV_FAKE_SECONDS:-0}"
for program in lumbung python; do
    printf '#!/bin/sh\\necho "%s $*"\\necho "${PYTHONUTF8} ${LUMBUNG_COMMAND}" >&2\\nexit 7\\n' $program \\
        >.venv/bin/$program
    chmod +x .venv/bin/$program
done
touch src/lumbung/core/locale/id/LC_MESSAGES/django.mo
rm .venv/half
"""
OFFLINE = "error: Request failed\n  Caused by: error sending request: dns error: failed to lookup address"


@pytest.fixture
def clone(tmp_path):
    """A clone with the front door and what it reads, and a machine with the stand-in for uv."""
    folder = tmp_path / "a clone"
    locale = Path("src/lumbung/core/locale/id/LC_MESSAGES")
    (folder / locale).mkdir(parents=True)
    for name in ("lumbung", "pyproject.toml", "uv.lock", "hatch_build.py", locale / "django.po"):
        shutil.copy(ROOT / name, folder / name)
    (tmp_path / "bin").mkdir()
    _program(tmp_path / "bin" / "uv", FAKE_UV)
    (tmp_path / "home").mkdir()
    return folder


def _program(path, text):
    path.write_text(text, "utf-8")
    path.chmod(0o755)


def environment(clone, **more):
    machine = clone.parent
    path = os.pathsep.join([str(machine / "bin"), "/usr/bin", "/bin"])
    return {"PATH": path, "HOME": str(machine / "home"), "LC_ALL": "C", **more}


def start(clone, *words, **more):
    return subprocess.run(
        [sys.executable, clone / "lumbung", *words],
        capture_output=True, encoding="utf-8", env=environment(clone, **more), timeout=60, check=False,
    )  # fmt: skip


def calls(clone):
    log = clone / "calls"
    return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def door():
    """The front door as a module, so that single parts can be asked."""
    loader = importlib.machinery.SourceFileLoader("lumbung_door", str(ROOT / "lumbung"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("lumbung_door", loader))
    loader.exec_module(module)
    return module


def test_the_first_start_makes_the_environment_and_hands_over(clone):
    done = start(clone, "version", "--lang", "en")

    (call,) = calls(clone)
    assert call.startswith("sync --frozen --no-default-groups --extra office --python ")
    assert (done.stdout, done.returncode) == ("lumbung version --lang en\n", 7)
    assert done.stderr.splitlines()[-1] == f"1 {clone / 'lumbung'}"


def test_later_starts_do_not_ask_uv_again(clone):
    start(clone, "version")
    again = start(clone, "demo")

    assert len(calls(clone)) == 1
    assert again.stdout == "lumbung demo\n"


@pytest.mark.parametrize("name", ["uv.lock", "pyproject.toml"])
def test_a_change_of_what_it_is_made_from_makes_it_anew(clone, name):
    start(clone, "version")
    with (clone / name).open("a") as file:
        file.write("\n# changed\n")
    start(clone, "version")

    assert ["--reinstall-package" in call for call in calls(clone)] == [True, False]


def test_new_translations_are_compiled_by_building_anew(clone):
    start(clone, "version")
    po = next(clone.rglob("django.po"))
    po.write_text(po.read_text("utf-8") + '\nmsgid "new"\nmsgstr "baru"\n', "utf-8")
    start(clone, "version")

    assert ["--reinstall-package lumbung" in call for call in calls(clone)] == [True, True]


@pytest.mark.parametrize(
    ("words", "pytest_words"),
    [
        ((), "-m pytest -n 2 -m not slow"),
        (("--slow",), "-m pytest -n 2 -m slow"),
        (("-k", "house", "--slow", "-x"), "-m pytest -n 2 -m slow -k house -x"),
    ],
)
def test_test_runs_pytest_and_passes_on_its_exit_code(clone, words, pytest_words):
    done = start(clone, "test", *words)

    assert "--group dev" in calls(clone)[0]
    assert (done.stdout, done.returncode) == (f"python {pytest_words}\n", 7)


def test_what_tests_needed_stays_when_the_command_runs_again(clone):
    start(clone, "test")
    start(clone, "version")
    with (clone / "uv.lock").open("a") as lock:
        lock.write("\n# changed\n")
    start(clone, "version")

    assert ["--group dev" in call for call in calls(clone)] == [True, True]


def test_a_moved_clone_is_set_up_anew(clone):
    start(clone, "version")
    moved = clone.rename(clone.with_name("elsewhere"))
    (moved / ".venv" / "old").touch()

    done = start(moved, "version")

    assert done.stdout == "lumbung version\n"
    assert len(calls(moved)) == 2
    assert not (moved / ".venv" / "old").exists()


def test_ctrl_c_half_way_leaves_nothing_that_breaks_the_next_start(clone):
    running = subprocess.Popen(
        [sys.executable, clone / "lumbung", "version"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(clone, UV_FAKE_SECONDS="20"), start_new_session=True, encoding="utf-8",
    )  # fmt: skip
    for _ in range(200):
        if (clone / ".venv" / "half").exists():
            break
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=20)
    half = (clone / ".venv" / "half").exists()
    again = start(clone, "version")

    assert running.returncode == 130
    assert err.splitlines()[-1].startswith("Stopped.")
    assert half
    assert (again.stdout, (clone / ".venv" / "half").exists()) == ("lumbung version\n", False)


def test_two_starts_at_once_make_it_once(clone):
    both = [
        subprocess.Popen(
            [sys.executable, clone / "lumbung", "version"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(clone, UV_FAKE_SECONDS="1"),
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    told = [one.communicate(timeout=30) for one in both]

    assert [out for out, _ in told] == ["lumbung version\n"] * 2
    assert len(calls(clone)) == 1
    assert sum("waiting" in err for _, err in told) == 1


@pytest.mark.parametrize(
    ("uv_says", "indonesian", "english"),
    [
        (OFFLINE, "perlu internet", "needs the internet, and localhost:9 cannot be reached"),
        (
            "error: write failed\n  Caused by: No space left on device (os error 28)",
            "Ruang disk",
            "disk space",
        ),
        ("error: something nobody has seen", "tidak dapat disiapkan", "could not be set up"),
    ],
)
def test_a_set_up_that_fails_says_why_in_both_languages(clone, uv_says, indonesian, english):
    closed = "http://localhost:9/simple"
    done = start(clone, "version", UV_FAKE_SAYS=uv_says, UV_DEFAULT_INDEX=closed)

    assert (done.returncode, done.stdout) == (3, "")
    assert indonesian in done.stderr.splitlines()[-2]
    assert english in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert ["--offline" in call for call in calls(clone)] == ([False, True] if uv_says == OFFLINE else [False])
    assert uv_says.splitlines()[-1] in (clone / ".lumbung" / "setup.log").read_text("utf-8")


@pytest.mark.parametrize("version", ["3.6", "3.9", "3.10"])
def test_an_old_python_gets_a_sentence(version):
    old = tuple(int(part) for part in version.split("."))
    script = f"import sys; sys.argv = ['lumbung']; sys.version_info = {(*old, 1)}; exec(open('lumbung').read())"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)

    assert done.returncode == 3
    assert f"needs Python 3.11 or newer, this is {version};" in done.stderr
    assert f"memerlukan Python 3.11 atau yang lebih baru, sedangkan ini {version};" in done.stderr


def test_the_front_door_parses_on_old_pythons():
    text = (ROOT / "lumbung").read_text("utf-8")

    tree = ast.parse(text, feature_version=(3, 6))

    late = ("NamedExpr", "Match", "JoinedStr")  # f-strings changed too often to be relied on
    assert [type(node).__name__ for node in ast.walk(tree) if type(node).__name__ in late] == []


def test_too_little_disk_is_said_before_anything_is_downloaded(door, monkeypatch, capsys):
    monkeypatch.setattr(door.shutil, "disk_usage", lambda path: SimpleNamespace(free=300_000_000))

    with pytest.raises(SystemExit) as left:
        door.check_disk(first=True)

    assert left.value.code == 3
    assert "0.3 GB free, 1.0 GB needed" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named(door, monkeypatch, capsys):
    monkeypatch.setattr(door, "ready", lambda groups: False)
    monkeypatch.setattr(door.Path, "mkdir", _read_only)

    with pytest.raises(SystemExit) as left:
        door.prepare(set())

    assert left.value.code == 3
    assert f"The folder {ROOT} cannot be written to" in capsys.readouterr().err


def _read_only(self, **options):
    raise OSError(errno.EROFS, "Read-only file system")


@pytest.mark.parametrize("home", ["home", "missing/home"])
def test_a_home_that_takes_no_files_gets_a_cache_in_the_clone(door, monkeypatch, tmp_path, home):
    monkeypatch.setenv("HOME", str(tmp_path / home))
    for name in ("XDG_CACHE_HOME", "UV_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(door, "can_write", lambda folder: False)

    assert door.uv_environment()["UV_CACHE_DIR"] == str(door.PRIVATE / "cache")
    assert door.uv_environment()["UV_PYTHON_DOWNLOADS"] == "never"


@pytest.mark.parametrize(
    ("told", "tried"), [({}, ["true", "false"]), ({"UV_SYSTEM_CERTS": "false"}, ["false", "true"])]
)
def test_a_certificate_nobody_knows_is_tried_with_the_other_authorities(door, monkeypatch, tmp_path, told, tried):
    for name in ("UV_SYSTEM_CERTS", "UV_NATIVE_TLS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(door, "has_certificates", lambda: True)
    monkeypatch.setattr(door, "LOG", tmp_path / "setup.log")
    monkeypatch.setattr(door.time, "sleep", lambda seconds: None)
    seen = []

    def refused(command, environment):
        seen.append(environment["UV_SYSTEM_CERTS"])
        door.note("invalid peer certificate: UnknownIssuer")
        return 2

    monkeypatch.setattr(door, "run", refused)
    with pytest.raises(SystemExit) as left:
        door.sync(["uv", "sync"])

    assert (left.value.code, seen) == (3, tried)


class _Index(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words):
        """Say nothing."""

    def guess_type(self, path):
        return "text/html" if "." not in Path(path).name else "application/octet-stream"


@pytest.fixture
def index(tmp_path, door, monkeypatch):
    """A package index on this machine with one wheel of uv; returns (folder, address)."""
    folder = tmp_path / "index"
    (folder / "simple" / "uv").mkdir(parents=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Index, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    wheel = io.BytesIO()
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"uv-{door.UV_VERSION}.data/scripts/uv", FAKE_UV)
    monkeypatch.setattr(door.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(door.platform, "libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.setattr(door.sys, "platform", "linux")
    monkeypatch.setattr(door, "PRIVATE", tmp_path)
    monkeypatch.setattr(door, "LOG", tmp_path / "setup.log")
    monkeypatch.setattr(door, "UV", tmp_path / "uv-private")
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"http://127.0.0.1:{server.server_port}/simple/")
    (folder / _name(door)).write_bytes(wheel.getvalue())
    yield folder
    server.shutdown()
    server.server_close()


def _name(door):
    return f"uv-{door.UV_VERSION}-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"


def _page(folder, door, sha256, shape):
    name = _name(door)
    others = [
        "uv-0.1.0-py3-none-manylinux_2_17_x86_64.whl",
        f"uv-{door.UV_VERSION}-py3-none-musllinux_1_1_x86_64.whl",
    ]
    if shape == "json":
        files = [{"filename": one, "url": f"../../{one}", "hashes": {"sha256": sha256}} for one in [*others, name]]
        text = json.dumps({"files": files})
    else:
        text = "".join(f'<a href="../../{one}#sha256={sha256}">{one}</a>\n' for one in [*others, name])
    (folder / "simple" / "uv" / "index.html").write_text(text, "utf-8")


@pytest.mark.parametrize("shape", ["json", "html"])
def test_without_pip_uv_comes_from_the_index_itself(index, door, shape):
    _page(index, door, hashlib.sha256((index / _name(door)).read_bytes()).hexdigest(), shape)

    assert door.uv_from_index()
    assert door.version_of(door.UV) == (0, 13)


def test_a_wheel_that_is_not_the_one_promised_is_refused(index, door):
    _page(index, door, "0" * 64, "json")

    assert not door.uv_from_index()
    assert not door.UV.exists()
    assert "SHA-256" in door.LOG.read_text("utf-8")


def test_an_index_without_uv_is_a_no_and_not_a_traceback(index, door):
    assert not door.uv_from_index()


def test_a_password_for_the_index_is_sent_and_never_shown(door, monkeypatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://" + "anna:se%40cret" + "@mirror.example/simple/")

    address, headers = door.index()

    assert address == "https://mirror.example/simple"
    assert headers == {"Authorization": "Basic YW5uYTpzZUBjcmV0"}


def test_an_uv_that_is_too_old_is_not_used(clone, door, monkeypatch):
    monkeypatch.setenv("UV_FAKE_VERSION", "0.4.30")

    assert door.version_of(clone.parent / "bin" / "uv") == (0, 4)
    assert door.version_of(clone.parent / "bin" / "nothing") == (0, 0)
