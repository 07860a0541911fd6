"""What tests of the JavaScript client need: without it, the command that installs it."""

import pytest

from aws_job_conformance.clients.javascript import node_client

WHY_NOT = node_client.available()
needs_node = pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))
