"""What tests of the JavaScript client need: without it, the command that installs it."""

import pytest

from aws_job_conformance.clients import javascript

WHY_NOT = javascript.available()
needs_node = pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))
