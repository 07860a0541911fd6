"""A plugin of pytest for runs whose failures are read by a test: Hypothesis shrinks them only.

To explain a failure, Hypothesis runs it again and again, traced: half of a run with 30 failures.
"""

from hypothesis import Phase, settings

settings.register_profile(
    "unexplained", settings(), phases=[phase for phase in Phase if phase is not Phase.explain]
)
settings.load_profile("unexplained")
