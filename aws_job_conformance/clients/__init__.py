"""SDKs under test, behind one small interface."""

from aws_job_conformance.clients.known_clients import Known, known

__all__ = ["Known", "known"]
