"""For every test of ours: two validators judge each payload, and Hypothesis is patient."""

import os

from hypothesis import settings

os.environ["AWS_JOB_CONFORMANCE_ENGINES"] = "both"  # so that no difference between them is missed

settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")
