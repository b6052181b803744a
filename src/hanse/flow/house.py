"""The parts of a running Hanse, made when they are first needed and closed together."""

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from types import TracebackType
from typing import Self

from hanse.config import Config
from hanse.engines import Engine, Limits, Weights, cpu
from hanse.engines.local import Local
from hanse.engines.remote import Remote
from hanse.ledger.log import Ledger
from hanse.models import machine, shelf
from hanse.readers.pool.children import Pool
from hanse.search import embedder, index, vectors
from hanse.search.embedder import Embedder
from hanse.store.database import Store
from hanse.tables.execute import Executor


class House:
    """Store, ledger, table executor and engines of one home. A context manager; threads may share it."""

    def __init__(
        self, config: Config, *, engine: Callable[[str], Engine] | None = None, embedder: Embedder | None = None
    ) -> None:
        """Open the home. engine: makes an engine by model name; embedder: makes vectors; tests give fake ones here."""
        self.config = config
        self._embedder = embedder
        self._asked = threading.Condition()
        self._asking = 0
        self._ending = ExitStack()
        self._engines: dict[str, Engine] = {}
        self._making = threading.RLock()
        self._pools: weakref.WeakSet[Pool] = weakref.WeakSet()
        self._learning_ended = False
        self._make = engine or self._new_engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End children and close files."""
        self._ending.close()

    @cached_property
    def store(self) -> Store:
        """Return the store, opened with its word index ready."""
        store = self._ending.enter_context(Store(self.config.home))
        index.prepare(store)
        vectors.prepare(store)
        return store

    @cached_property
    def meaning(self) -> vectors.Meaning | None:
        """Return the comparison of meanings; None where it is switched off or can't be."""
        if not self.has_vectors:
            return None
        return vectors.Meaning(
            self.store, self.new_embedder(threads=1)
        )  # two that wait for each other stall under load

    @property
    def has_vectors(self) -> bool:
        """Return whether vectors are wanted and can be made on this machine."""
        if self.config.vectors == "off":
            return False
        return self._embedder is not None or (embedder.installed() and not cpu.lacks())

    def new_embedder(self, *, threads: int = 0, nice: int = 0) -> Embedder:
        """Return what makes vectors, closed with the house. threads 0: all cores; nice 19: the lowest priority."""
        made = self._embedder or embedder.Child(threads=threads, nice=nice)
        self._ending.callback(made.close)
        return made

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Tell the work in the background that a question is being answered."""
        with self._asked:
            self._asking += 1
        try:
            yield
        finally:
            with self._asked:
                self._asking -= 1
                self._asked.notify_all()

    def wait_until_quiet(self, seconds: float) -> bool:
        """Return when no question is being answered (True), or after some seconds."""
        with self._asked:
            return self._asked.wait_for(lambda: not self._asking, seconds)

    @cached_property
    def ledger(self) -> Ledger:
        """Return the record of calls."""
        return self._ending.enter_context(Ledger(self.config.home))

    @cached_property
    def executor(self) -> Executor:
        """Return the locked-down child that computes over tables."""
        return self._ending.enter_context(Executor(self.config.home))

    def pool(self) -> Pool:
        """Return a new pool of reader children; the caller closes it."""
        pool = Pool(self.config)
        self._pools.add(pool)
        if self._learning_ended:
            pool.close()
        return pool

    def break_off_learning(self) -> None:
        """Make the threads that learn here fail soon, for good. What is not whole is undone; the next run goes on."""
        self._learning_ended = True
        for pool in list(self._pools):
            pool.close()
        self.store.interrupt()

    def engine(self, model: str = "") -> Engine:
        """Return the engine for a model ("": the best one here), making it when it is first asked for.

        Raises Unreachable when there is no model on this machine, Misconfigured for an unknown name.
        """
        with self._making:
            if model not in self._engines:
                engine = self._make(model)
                self._ending.callback(engine.close)
                self._engines[model] = engine
            return self._engines[model]

    def _new_engine(self, model: str) -> Engine:
        if self.config.engine_url:
            return Remote(self.config.engine_url)
        found = (
            shelf.find(self.config, model)
            if model
            else shelf.best(self.config, machine.look(self.config.home).free_memory)
        )
        limits = Limits(threads=self.config.engine_threads, memory_mb=self.config.engine_memory_mb)
        return Local(Weights(found.path, found.name, found.sha256), limits)
