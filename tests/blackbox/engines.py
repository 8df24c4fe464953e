"""The two databases that the server runs on: how it is told of them, and what is in them.

Each instance is one fresh database. Rows are read past the server, straight from the database.
"""

import csv
import io
import os
import sqlite3
import subprocess
import unittest
import uuid

csv.field_size_limit(1 << 30)


class Sqlite:
    name = "SQLite"

    def __init__(self, data_dir):
        self._path = os.path.join(data_dir, "muster.db")
        self.arguments = []

    @classmethod
    def require(cls):
        """SQLite is always there."""

    def rows(self, sql):
        """Only while no server runs; it holds the file for itself."""
        connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    @staticmethod
    def hex_of(column):
        """The expression for a column of bytes as hexadecimal digits."""
        return f"'x' || hex({column})"

    def drop(self):
        """The directory takes the file along."""


class Postgres:
    name = "PostgreSQL"

    def __init__(self, _data_dir):
        self._server = os.environ["MUSTER_TEST_POSTGRES"]
        self._name = f"muster_{uuid.uuid4().hex}"
        self._psql(self._server, f"CREATE DATABASE {self._name}")
        self.url = self._server.rsplit("/", 1)[0] + "/" + self._name
        self.arguments = ["--database", self.url]

    @classmethod
    def require(cls):
        if os.environ.get("MUSTER_TEST_POSTGRES"):
            return
        if os.environ.get("MUSTER_ALLOW_SQLITE_ONLY") == "1":
            raise unittest.SkipTest("MUSTER_ALLOW_SQLITE_ONLY=1: without PostgreSQL")
        raise AssertionError(
            "there is no PostgreSQL: run the tests through scripts/with-postgres, "
            "or say MUSTER_ALLOW_SQLITE_ONLY=1 to do without")

    @staticmethod
    def _psql(url, sql):
        done = subprocess.run(
            ["psql", "-X", "--csv", "-t", "-v", "ON_ERROR_STOP=1", "-d", url],
            input=sql, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(f"psql: {done.stderr}\n{sql}")
        return done.stdout

    def rows(self, sql):
        """Numbers come as numbers, everything else as text; NULL is the empty text."""
        def value(text):
            return int(text) if text.lstrip("-").isdigit() else text
        return [tuple(value(text) for text in row)
                for row in csv.reader(io.StringIO(self._psql(self.url, sql)))]

    @staticmethod
    def hex_of(column):
        return f"'x' || encode({column}, 'hex')"

    def change(self, sql):
        self._psql(self.url, sql)

    def drop(self):
        self._psql(self._server, f"DROP DATABASE {self._name} WITH (FORCE)")


ENGINES = (Sqlite, Postgres)
