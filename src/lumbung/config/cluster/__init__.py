"""A PostgreSQL of our own, for offices without a database server: `with cluster.running(folder) as url: ...`.

docs/decisions/0020-embedded-postgresql.md says how and why.
"""

from lumbung.config.cluster.binaries import Binaries, find
from lumbung.config.cluster.supervisor import Status, running, status, stop

__all__ = ["Binaries", "Status", "find", "running", "status", "stop"]
