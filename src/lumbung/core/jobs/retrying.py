"""Work that met a database that was away is given out again, some seconds later."""

from __future__ import annotations

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from lumbung.core.jobs.services import TAKEN_UP_AT_MOST
from lumbung.core.outages import is_away

SECONDS = 5


class WhenBack(BaseRetryStrategy):
    """Only for tasks that are safe to repeat; `services.begin` tells the person when it was tried too often."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Again in some seconds, or None where another try would not help."""
        if job.attempts > TAKEN_UP_AT_MOST or not is_away(exception):
            return None
        return RetryDecision(retry_in={"seconds": SECONDS})


when_back = WhenBack()
