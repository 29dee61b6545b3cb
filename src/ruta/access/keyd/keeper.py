"""What the keeper holds while it runs: the keys, the connections, the counts, and how they fare."""

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from ruta.access.keyd import asking
from ruta.access.keyd.appender import Alert, Appender
from ruta.access.keyd.asking import Kept, Person, Seen
from ruta.access.keyd.caps import HOUR, Ledger, Opening, Rate, Verdict
from ruta.access.keyd.limits import Configuration
from ruta.access.keyd.readers import Connection, DatabaseAbsent, Readers
from ruta.access.keys import keyfile
from ruta.access.keys.keyfile import Keyring

logger = logging.getLogger("ruta.keyd")

STALE_H = 72
WARN_H = 24
KEEP = """
    insert into access_casekey (case_id, compartment, kek_version, wrapped, made_by)
    select %s, made.*, %s from unnest(%s::text[], %s::int[], %s::bytea[]) as made
    on conflict do nothing
"""
KEPT = "select compartment, kek_version, wrapped, made_by from access_casekey where case_id = %s"
OPENED = "select at, actor, office_id, case_id from access_opened_since(%s)"
NOW = "select statement_timestamp(), date_trunc('day', statement_timestamp(), 'America/Lima')"
USUAL = "select access_usual_day(%s)"


class Keeper:
    """One for each process; every thread uses it."""

    def __init__(self, chosen: Configuration) -> None:
        self.chosen = chosen
        self.ring = keyfile.read(chosen.key_file)
        self.readers = Readers(chosen.database_url)
        self.appender = Appender(chosen.database_url)
        self.ledger = Ledger(chosen.limits, self._usual)
        self.indexes = Rate(chosen.limits.index_minute)
        self.unwitnessed_h = 0.0
        self._recalled = False
        self._changing = threading.Lock()
        self._reread_at = 0.0

    # --- Keys -----------------------------------------------------------------------------------

    def reload(self) -> Keyring:
        """
        Read the key file again.

        :raises KeyFileRefused: it is not usable; the keys held stay
        """
        with self._changing:
            self.ring = keyfile.read(self.chosen.key_file)
        logger.info("key file read", extra={"count": len(self.ring.wrapping)})
        return self.ring

    def ring_for(self, versions: Iterable[int]) -> Keyring:
        """The keys; the file is read again, once a second at most, when one is not known."""
        unknown = set(versions) - self.ring.wrapping.keys()
        if unknown and time.monotonic() - self._reread_at > 1:
            self._reread_at = time.monotonic()
            self.reload()
        return self.ring

    def keep(
        self, case_id: UUID, made: Sequence[tuple[str, int, bytes]], maker: UUID
    ) -> dict[str, Kept]:
        """Keep new wrapped keys where there are none; all of the case, whoever made them."""

        def work(connection: Connection) -> dict[str, Kept]:
            letters, versions, wrapped = (list(part) for part in zip(*made, strict=True))
            connection.execute(KEEP, [case_id, maker, letters, versions, wrapped])
            rows = connection.execute(KEPT, [case_id]).fetchall()
            return {row[0]: Kept(row[1], bytes(row[2]), row[3]) for row in rows}

        return self.readers.run(work)

    # --- Who asks -------------------------------------------------------------------------------

    def person(self, token: str) -> Person | None:
        """Whose session this is; nobody when it is over."""
        demo = self.chosen.demonstration
        return self.readers.run(lambda c: asking.person(c, token, demonstration=demo))

    def case(self, token: str, case_id: UUID) -> Seen | None:
        """The person of this session before this case; nobody when it is over."""
        demo = self.chosen.demonstration
        return self.readers.run(lambda c: asking.case(c, token, case_id, demonstration=demo))

    # --- What is counted and written ------------------------------------------------------------

    def append(self, entries: Sequence[dict[str, Any]], alerts: Sequence[Alert] = ()) -> int:
        """
        Commit entries of the audit.

        :raises AuditFailed: they are not committed
        """
        return self.appender.append(entries, alerts)

    def count(self, opening: Opening) -> Verdict:
        """
        Count an opening, after what was opened before this process began.

        :raises DatabaseAbsent: that could not be read yet
        """
        if not self._recalled:
            self.recall()
        return self.ledger.open(opening)

    def recall(self) -> None:
        """Fill the counts from the audit, once."""
        with self._changing:
            if self._recalled:
                return
            now, day = self._instants()
            since = min(day, now - HOUR)
            for row in self.readers.run(lambda c: c.execute(OPENED, [since]).fetchall()):
                at, actor, office, case_id = row
                self.ledger.recall(Opening(actor, office, case_id, at), now=now)
            self.look()
            self._recalled = True

    def _instants(self) -> tuple[Any, Any]:
        row = self.readers.run(lambda c: c.execute(NOW).fetchone())
        assert row is not None
        return row[0], row[1]

    def _usual(self, person: UUID) -> float:
        """The median of the days on which this person opened anything, of the last thirty."""
        row = self.readers.run(lambda c: c.execute(USUAL, [person]).fetchone())
        return float(row[0]) if row and row[0] is not None else 0.0

    # --- What changes slowly --------------------------------------------------------------------

    @property
    def unwitnessed(self) -> bool:
        """Whether the chain has not left this house for so long that N, H and S stay closed."""
        return self.chosen.witnessed and self.unwitnessed_h >= STALE_H

    def look(self) -> None:
        """Count who is signed in, and how long nobody outside took a head of the audit."""
        row = self.readers.run(lambda c: c.execute(asking.STAFF).fetchone())
        self.ledger.staff = int(row[0]) if row else 1
        if self.chosen.witnessed:
            row = self.readers.run(lambda c: c.execute(asking.UNWITNESSED).fetchone())
            self.unwitnessed_h = float(row[0] or 0) if row else 0.0
        now, _ = self._instants()
        self.ledger.tidy(now)

    def look_quietly(self) -> None:
        """The same; what cannot be known now counts as growing old."""
        try:
            self.recall()
            self.look()
        except DatabaseAbsent as error:
            logger.warning("database absent", extra={"kind": str(error)})

    def close(self) -> None:
        """Commit what waits and let the database go."""
        self.appender.stop()
        self.readers.close()

    def status(self) -> dict[str, Any]:
        """How the keeper is, in figures and words."""
        return {
            "key_version": self.ring.current,
            "key_versions": sorted(self.ring.wrapping),
            "audit": "failing" if self.appender.failing else "ok",
            "opened_last_hour": self.ledger.counts(),
            "witnesses": self._witnesses(),
        }

    def _witnesses(self) -> str:
        if not self.chosen.witnessed:
            return "none"
        if self.unwitnessed:
            return "closed"
        return "stale" if self.unwitnessed_h >= WARN_H else "ok"
