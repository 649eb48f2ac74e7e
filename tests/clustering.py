"""A Dask cluster as tests use it: a scheduler and workers on this machine, ended with the test."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

DASK = (sys.executable, "-m", "dask")


def wait_for(found: Callable[[], object], seconds: int = 60) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


def make_certificate(folder: Path) -> dict[str, str]:
    """A certificate that signs itself, for everyone; the settings by which Dask finds it."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    kind = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=handouts")
    files = ("-keyout", key, "-out", certificate)
    command = ("openssl", "req", *kind, *files)
    subprocess.run(command, check=True, capture_output=True)
    settings = {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(certificate)}
    for who in ("CLIENT", "SCHEDULER", "WORKER"):
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{who}__CERT"] = str(certificate)
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{who}__KEY"] = str(key)
    return settings


class Cluster:
    """A scheduler on this machine; workers are started and killed as a test needs."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.environment = os.environ | settings
        self.processes: list[subprocess.Popen[bytes]] = []
        self.address = ""
        self._folder = folder

    def start_scheduler(self, way: str) -> subprocess.Popen[bytes]:
        """Whoever hands out the jobs, over `tls` or `tcp`, at an address that is then known."""
        file = self._folder / "scheduler.json"
        where = ("--host", "127.0.0.1", "--port", "0", "--protocol", way)
        process = self._start("scheduler", *where, "--scheduler-file", str(file))
        wait_for(lambda: file.is_file() and file.read_text("utf-8").endswith("}"))
        self.address = json.loads(file.read_text("utf-8"))["address"]
        return process

    def start_worker(self, name: str, program: Path | None = None) -> subprocess.Popen[bytes]:
        """A worker of two threads; its temporary files are in the folder of its name."""
        place = self.place(name)
        place.mkdir()
        settings = {"TMPDIR": str(place)} | ({"PYTHONPATH": str(program)} if program else {})
        options = ("--no-nanny", "--nthreads", "2", "--local-directory", str(place))
        return self._start("worker", self.address, *options, settings=settings)

    def place(self, name: str) -> Path:
        """Where a worker has its temporary files."""
        return self._folder / name

    def unpacked(self, name: str) -> list[Path]:
        """What a worker has unpacked and not thrown away."""
        return list(self.place(name).glob("handouts-*"))

    def _start(self, *command: str, settings: Mapping[str, str] = {}) -> subprocess.Popen[bytes]:
        log = (self._folder / f"log-{len(self.processes)}").open("wb")
        process = subprocess.Popen(
            (*DASK, *command, "--no-dashboard"),
            env=self.environment | settings,
            cwd=self._folder,
            stdout=log,
            stderr=log,
        )
        log.close()
        self.processes.append(process)
        return process


@contextmanager
def cluster(folder: Path, settings: Mapping[str, str] = {}) -> Iterator[Cluster]:
    """A cluster whose processes end with the block."""
    folder.mkdir()
    started = Cluster(folder, settings)
    try:
        yield started
    finally:
        for process in started.processes:
            process.kill()
            process.wait()
