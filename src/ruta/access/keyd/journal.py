"""The keeper's log: one JSON object a line, with identifiers and codes only."""

import json
import logging
import sys
from datetime import UTC, datetime

FIELDS = ("op", "kind", "count", "case_id")


class Lines(logging.Formatter):
    """
    Instant, level, event and the fields of `FIELDS`.

    Of an error only its type and where it was raised: a message may quote what it should not.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg),
        }
        line.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["raised_at"] = _where(record)
        return json.dumps(line, ensure_ascii=False, default=str)


def _where(record: logging.LogRecord) -> str:
    traceback = record.exc_info[2] if record.exc_info else None
    place = "?"
    while traceback is not None:
        code = traceback.tb_frame.f_code
        place = f"{code.co_filename.rsplit('/', 1)[-1]}:{traceback.tb_lineno} {code.co_name}"
        traceback = traceback.tb_next
    return place


def begin(level: str) -> None:
    """Write what the keeper logs to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logger = logging.getLogger("ruta.keyd")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False
