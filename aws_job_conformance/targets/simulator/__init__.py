"""A server that behaves like AWS for the job operations of the contracts, on loopback."""

from aws_job_conformance.core.errors import RefusalError
from aws_job_conformance.targets.simulator._app import Simulator, serving
from aws_job_conformance.targets.simulator._faults import FAULTS
from aws_job_conformance.targets.simulator._http_server import server, url_of
from aws_job_conformance.targets.simulator._server_limits import ServerLimits
from aws_job_conformance.targets.simulator._settings import SCENARIOS, setup

__all__ = [
    "FAULTS",
    "SCENARIOS",
    "RefusalError",
    "ServerLimits",
    "Simulator",
    "server",
    "serving",
    "setup",
    "url_of",
]
