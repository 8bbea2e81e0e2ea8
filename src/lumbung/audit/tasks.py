"""Background work of the audit trail."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lumbung.audit.sealing import seal_committed_lines


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", pass_context=False)
def seal(timestamp: int) -> int:
    """Every minute: seal the lines committed since. One waiting at a time is enough, however long a run takes."""
    return seal_committed_lines()
