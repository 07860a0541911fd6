# aws-job-conformance: the suite
"""The suite that judges a target: `pytest conformance`, or `--pyargs aws_job_conformance.suite`."""
