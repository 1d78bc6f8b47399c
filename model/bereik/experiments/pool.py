"""Sharing tasks out over an Executor: processes here, or a cluster; what a dead worker left is done again."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from typing import TypeVar

from bereik.errors import BereikError
from bereik.experiments.asked import told, will_not_do
from bereik.experiments.wording import Language

Task = TypeVar("Task")
Result = TypeVar("Result")

TRIES = 3
MOST_WORKERS_ON_WINDOWS = 61  # it can wait for no more
_AHEAD = 128  # tasks handed out at a time: a list of any length takes no more memory


def share_out(
    tasks: Iterable[Task],
    submit: Callable[[Executor, Task], Future[Result]],
    make: Callable[[], Executor],
    done: Callable[[Task, Result], None],
    broken: Callable[[int, str, list[Task]], Iterable[Task]],
    *,
    kept: str,
    lang: Language = "en",
) -> None:
    """Give tasks to the workers of an executor; when one dies, give what is missing to new ones.

    Parameters
    ----------
    submit : gives a task to an executor
    make : makes an executor
    done : hears of every task that is finished
    broken : hears that a worker died, with the attempt, why and what was not heard of; returns
        what of that is still to be done
    kept, lang : where finished work is kept, and the language, for the message

    Raises
    ------
    BereikError : workers died again and again
    """
    waiting = deque(tasks)
    others = set(multiprocessing.active_children())
    for attempt in range(1, TRIES + 1):
        if not waiting:
            return
        pool = make()
        under_way: dict[Future[Result], Task] = {}
        try:
            while waiting or under_way:
                while waiting and len(under_way) < _AHEAD:
                    under_way[submit(pool, waiting[0])] = waiting[0]
                    waiting.popleft()
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    done(under_way[future], future.result())
                    del under_way[future]
            pool.shutdown()
            return
        except BaseException as error:
            if _is_death(error):
                pool.shutdown(wait=True, cancel_futures=True)
                waiting = deque(broken(attempt, str(error), [*under_way.values(), *waiting]))
                continue
            pool.shutdown(wait=False, cancel_futures=True)
            for child in set(multiprocessing.active_children()) - others:
                child.terminate()
            raise
    if waiting:
        raise BereikError(told("workers-died", lang, tries=TRIES, kept=kept))


def _is_death(error: BaseException) -> bool:
    """Return whether an error says that a worker died; Dask has a word of its own for it."""
    return isinstance(error, BrokenExecutor | CancelledError) or type(error).__name__ == "KilledWorker"


def processes(workers: int) -> Executor:
    """Return a pool of processes that leave with this one, also when it is killed."""
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    if sys.platform == "win32":
        workers = min(workers, MOST_WORKERS_ON_WINDOWS)
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_with_parent)


def _leave_with_parent() -> None:
    """In a worker: go when the parent goes, also when it was killed; leave Ctrl-C to the parent."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@contextmanager
def dask(address: str, lang: Language = "en") -> Iterator[Callable[[], Executor]]:
    """Connect to the scheduler of a Dask cluster, and give what makes an executor of it.

    Workers need the same version of bereik and see the same folder of results.

    Parameters
    ----------
    address : such as "tcp://10.0.0.1:8786"
    lang : language of the mistakes

    Raises
    ------
    BereikError : the extra is not installed, or nobody answers
    """
    try:
        from distributed import Client
    except ImportError:
        raise will_not_do("no-dask", lang) from None
    try:
        client = Client(address, timeout=20, set_as_default=False)
    except (OSError, ValueError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise will_not_do("no-scheduler", lang, address=address, why=why) from None
    try:
        yield lambda: client.get_executor(pure=False, retries=TRIES)
    finally:
        client.close()
