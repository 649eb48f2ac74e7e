"""The workers of a Dask cluster, as a build sees them: it hands out jobs and gets what comes."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, contextmanager
from functools import cached_property
from typing import Any, Self, TypeVar

from generator.cluster.address import check_address, why_unsafe
from generator.cluster.alike import describe
from generator.cluster.station import Parcel, Refused, Wanted, examine, seal, work
from generator.errors import UsageError
from generator.workers import spread

Job = TypeVar("Job")
Made = TypeVar("Made")

_NO_DASK = "--scheduler needs Dask, which is not installed: docs/install.md says how to install it"
_ALIKE = "install there what is installed here (docs/install.md), and start that worker again"
_CERTIFICATES = "the certificates that Dask's configuration names (distributed.comm.tls)"
# A worker never waits for its next job while the first of them takes long.
_AHEAD = 16
# A job that failed for a reason of its machine, a full disk say, is tried again so often.
_RETRIES = 2
# Seconds: to wait for an answer of the scheduler, and between two looks at how many workers are.
_ANSWER, _LOOK = 15, 1.0


class Crew:
    """The workers at an address: connected to when they are first needed, and then checked."""

    def __init__(self, address: str, *, paper: bool, patience: float = 60) -> None:
        """With `paper` they also make handouts; so many seconds may pass without any worker."""
        check_address(address)
        self._address = address
        self._paper = paper
        self._patience = patience
        self._stack = ExitStack()
        self._count = 0
        self._looked = self._met = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def size(self) -> int:
        """How many workers there are: more may come, and some may go."""
        self._look()
        return max(self._count, 1)

    @contextmanager
    def workers(
        self,
        make: Callable[..., Made],
        meanwhile: Callable[[], None] = lambda: None,
        given: tuple[Callable[[Any], object], object] | None = None,
    ) -> Iterator[Callable[[Iterable[Job]], Iterator[Made]]]:
        """As `generator.workers.workers`, but for machines that have no file of this one.

        What `given` the first of it makes of the second, once on each worker, comes before the job
        when `make` is called.
        """
        parcel = self._send(given) if given else None
        executor = self._client.get_executor(retries=_RETRIES, pure=False)
        # Nobody has looked for a while, perhaps.
        self._met = time.monotonic()

        def submit(job: Job) -> Future[Made | Refused]:
            promised: Future[Made | Refused] = executor.submit(
                work, self._wanted, seal(make, job), parcel
            )
            return promised

        def watch() -> None:
            meanwhile()
            self._look()

        yield lambda jobs: self._collect(
            spread(submit, jobs, lambda: _AHEAD * max(self._count, 1), watch)
        )

    @cached_property
    def _wanted(self) -> Wanted:
        return Wanted(describe(paper=self._paper), self._paper)

    @cached_property
    def _client(self) -> Any:
        try:
            from distributed import Client
        except ImportError as error:
            raise UsageError(_NO_DASK) from error
        # It says on standard error what is said here in one line.
        for name in ("distributed", "distributed.client", "tornado", "tornado.application"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            _check_certificates(self._address)
            client = Client(self._address, timeout=_ANSWER, set_as_default=False, name="handouts")
            self._stack.callback(client.close, timeout=_ANSWER)
            # What it does not know, it could not hand on.
            client.run_on_scheduler(why_unsafe, self._address)
            client.wait_for_workers(1, timeout=self._patience)
            answers = client.run(examine, self._wanted, on_error="return")
        # An `ImportError` is one of the scheduler's.
        except (ImportError, OSError, RuntimeError, TypeError, ValueError) as error:
            raise UsageError(f"no cluster to work with at {self._address}: {error}") from error
        for worker, answer in answers.items():
            _admit(worker, answer)
        return client

    def _send(self, given: tuple[Callable[[Any], object], object]) -> Any:
        """The parcel as what comes of a job: so Dask makes it again when who has it is gone."""
        client = self._client
        from dask import config

        with config.set({"distributed.admin.large-graph-warning-threshold": "8 GiB"}):
            return client.submit(Parcel, seal(*given), pure=False, retries=_RETRIES)

    def _look(self) -> None:
        """Raise `UsageError` when the cluster is gone, or without a worker for too long."""
        client, now = self._client, time.monotonic()
        if client.status != "running":
            raise self._gone()
        if now - self._looked < _LOOK:
            return
        try:
            self._count = client.scheduler_info(n_workers=0)["n_workers"]
        except (OSError, RuntimeError, ValueError, CancelledError) as error:
            raise self._gone() from error
        self._looked = now = time.monotonic()
        if self._count:
            self._met = now
        elif now - self._met > self._patience:
            raise UsageError(
                f"the cluster at {self._address} has had no worker for {self._patience:.0f} s; "
                "build again when it has one"
            )

    def _collect(self, answers: Iterator[Made | Refused]) -> Iterator[Made]:
        from distributed import KilledWorker

        try:
            for answer in answers:
                if isinstance(answer, Refused):
                    raise UsageError(f"a worker of {self._address} {answer.reason}; {_ALIKE}")
                yield answer
        except CancelledError as error:
            raise self._gone() from error
        except KilledWorker as error:
            raise UsageError(
                f"workers of {self._address} ended again and again over the same job; "
                "look whether they have enough memory"
            ) from error
        except ImportError as error:
            raise UsageError(
                f"a worker of {self._address} cannot load the program ({error}); {_ALIKE}"
            ) from error

    def _gone(self) -> UsageError:
        return UsageError(f"the cluster at {self._address} is gone: its scheduler does not answer")


def _check_certificates(address: str) -> None:
    """Raises `ValueError` where Dask's own configuration has no certificates for TLS.

    Dask itself would say so by and by, with a traceback.
    """
    from dask import config
    from distributed.security import Security

    if not address.startswith("tls:") or config.get("distributed.client.security-loader"):
        return
    try:
        found = Security().get_connection_args("client").get("ssl_context")
    except OSError as error:
        raise ValueError(f"{_CERTIFICATES} cannot be read: {error}") from error
    if not found:
        raise ValueError(f"{_CERTIFICATES} are missing")


def _admit(worker: str, answer: object) -> None:
    """Raise `UsageError` for a worker that must not work for this build."""
    if unsafe := why_unsafe(worker):
        raise UsageError(f"the worker {worker} is refused: {unsafe}")
    if isinstance(answer, Refused):
        raise UsageError(f"the worker {worker} {answer.reason}; {_ALIKE}")
    if isinstance(answer, Exception):
        raise UsageError(f"the worker {worker} cannot load the program ({answer}); {_ALIKE}")
