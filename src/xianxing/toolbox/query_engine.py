"""An engine that adds up for a tool: DuckDB inside, or a PostgreSQL or Spark that is there already.

Relations are written once, in Ibis. What an engine is asked to write are temporary tables, dropped at the
end; it reads nothing else of what it holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from xianxing.i18n import gettext

DUCKDB = "duckdb"
MEMORY, THREADS = "2GB", 2
LIBRARIES = {
    "duckdb": ("ibis", "duckdb"),
    "postgresql": ("ibis", "psycopg"),
    "spark": ("ibis", "pyspark"),
}
LOCAL_SPARK = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": MEMORY[:-1].lower(),
    "spark.sql.shuffle.partitions": str(THREADS),
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class QueryEngineError(Exception):
    """The engine isn't known, isn't there, or can't hold a number exactly; the text says what would help."""


@dataclass
class QueryEngine:
    """One open engine. `backend` is Ibis's; `folder` is where DuckDB puts what memory doesn't hold."""

    scheme: str
    backend: Any
    folder: Path | None = None
    _tables: list[str] = field(default_factory=list)

    def upload(self, table: Any, name: str = "facts") -> Any:
        """A temporary table with the rows of an Arrow table, or of a reader of batches, as an Ibis table."""
        name = self._named(name)
        if self.scheme == "duckdb":
            self.backend.con.register(f"{name}_arrow", table)
            self.backend.raw_sql(f'CREATE TEMP TABLE "{name}" AS SELECT * FROM "{name}_arrow"')  # noqa: S608
            self.backend.con.unregister(f"{name}_arrow")
        elif self.scheme == "postgresql":
            self._copy(name, table)
        else:
            rows = table.read_all() if hasattr(table, "read_all") else table
            self.backend._session.createDataFrame(rows).createOrReplaceTempView(name)
        return self.backend.table(name)

    def keep(self, relation: Any, name: str = "facts") -> Any:
        """A temporary table with the rows of one of the engine's own relations, as an Ibis table."""
        name = self._named(name)
        query = self.backend.compile(relation)
        if self.scheme == "spark":
            self.backend._session.sql(query).cache().createOrReplaceTempView(name)
        elif self.scheme == "postgresql":
            # with its own types: a sum would be a numeric without places there
            self.backend.create_table(name, schema=relation.schema(), temp=True)
            with self.backend.con.cursor() as cursor, self.backend.con.transaction():
                cursor.execute(f'INSERT INTO "{name}" {query}')
                cursor.execute(f'ANALYZE "{name}"')
        else:
            self.backend.raw_sql(f'CREATE TEMP TABLE "{name}" AS {query}')
        return self.backend.table(name)

    def batches(self, relation: Any) -> Any:
        """A reader of the rows of one of DuckDB's relations, for another engine."""
        return self.backend.con.execute(self.backend.compile(relation)).to_arrow_reader(50_000)

    def drop(self, table: Any) -> None:
        """Give up one temporary table before the end."""
        name = table.get_name()
        self._tables.remove(name)
        self._drop(name)

    def rows(self, relation: Any) -> Iterator[dict[str, Any]]:
        """The rows of a relation, made Python objects some at a time."""
        for batch in self.table(relation).to_batches(max_chunksize=50_000):
            yield from batch.to_pylist()

    def table(self, relation: Any) -> Any:
        """A relation as an Arrow table."""
        if self.scheme == "duckdb":
            return self.backend.con.execute(self.backend.compile(relation)).to_arrow_table()
        if self.scheme == "spark":  # as Arrow all the way: through pandas decimals and nulls would change
            rows = self.backend._session.sql(self.backend.compile(relation)).toArrow()
            return rows.cast(relation.schema().to_pyarrow())
        return self.backend.to_pyarrow(relation)

    def close(self) -> None:
        """Drop every temporary table and disconnect."""
        for name in self._tables:
            with suppress(Exception):  # the connection may be gone, and its temporary tables with it
                self._drop(name)
        self._tables.clear()
        self.backend.disconnect()

    def _named(self, name: str) -> str:
        named = f"xianxing_{name}_{len(self._tables)}_{os.urandom(4).hex()}"
        self._tables.append(named)
        return named

    def _drop(self, name: str) -> None:
        if self.scheme == "spark":
            self.backend._session.table(name).unpersist()
            self.backend._session.catalog.dropTempView(name)
        else:
            self.backend.drop_table(name, force=True)

    def _copy(self, name: str, table: Any) -> None:
        import ibis

        self.backend.create_table(name, schema=ibis.Schema.from_pyarrow(table.schema), temp=True)
        columns = ", ".join(f'"{column}"' for column in table.schema.names)
        with self.backend.con.cursor() as cursor, self.backend.con.transaction():
            with cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN') as copy:
                for batch in table if not hasattr(table, "to_batches") else table.to_batches(50_000):
                    for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                        copy.write_row(row)
            cursor.execute(f'ANALYZE "{name}"')


@contextmanager
def open_engine(address: str = DUCKDB) -> Iterator[QueryEngine]:
    """The engine of an address: `duckdb`, `postgresql://…`, `spark://…`; QueryEngineError without one."""
    scheme = _scheme(address)
    missing = [name for name in LIBRARIES[scheme] if find_spec(name) is None]
    if missing:
        words = gettext("the engine {scheme} needs the library {library}, which isn't installed")
        raise QueryEngineError(words.format(scheme=scheme, library=missing[0]))
    if scheme == "spark" and not _has_java():
        raise QueryEngineError(gettext("Spark needs Java 17 or newer: install it, or name it in JAVA_HOME"))
    with TemporaryDirectory(prefix="xianxing-engine-") as folder:
        engine = QueryEngine(scheme, _connect(scheme, address, Path(folder)), Path(folder))
        try:
            yield engine
        finally:
            engine.close()


def _scheme(address: str) -> str:
    scheme = urlsplit(address).scheme if "://" in address else address
    scheme = {"postgres": "postgresql"}.get(scheme, scheme)
    if scheme not in LIBRARIES or (scheme != "duckdb" and "://" not in address):
        words = gettext("write duckdb, postgresql://… or spark://… for the engine")
        raise QueryEngineError(words)
    return scheme


def _connect(scheme: str, address: str, folder: Path) -> Any:
    import ibis

    try:
        if scheme == "duckdb":
            settings = {
                "memory_limit": MEMORY,
                "threads": THREADS,
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
            return ibis.duckdb.connect(folder / "facts.duckdb", temp_directory=str(folder), **settings)
        if scheme == "postgresql":
            return ibis.connect(address)
        return ibis.pyspark.connect(_spark(address))
    except Exception as error:
        words = gettext("the engine {scheme} can't be reached: {error}")
        said = words.format(scheme=scheme, error=str(error).strip().splitlines()[0][:200])
        raise QueryEngineError(said) from None


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return which("java", path=str(Path(home) / "bin") if home else None) is not None


def _spark(address: str) -> Any:
    """A session of Spark; `spark://local` is Spark in this process, else a master as Spark writes it.

    In ANSI mode a sum that overflows is an error there, too, and no null.
    """
    local = address == "spark://local"
    settings = {"spark.sql.ansi.enabled": "true", "spark.sql.session.timeZone": "UTC"}
    if local:
        settings |= LOCAL_SPARK
    builder = import_module("pyspark.sql").SparkSession.builder.appName("xianxing")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.master(f"local[{THREADS}]" if local else address).getOrCreate()
