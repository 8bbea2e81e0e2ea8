"""Log lines as JSON: when, how grave, where from, what, and the request they belong to."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from lumbung.audit.request import current_request_id


class JsonFormatter(logging.Formatter):
    """One object a line. Arguments are written as given: callers log ids, never names or numbers of people."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": current_request_id() or None,
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps({k: v for k, v in line.items() if v is not None}, ensure_ascii=False)
