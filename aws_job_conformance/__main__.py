"""`python -m aws_job_conformance`: the same as the command."""

from aws_job_conformance.cli import main

main()
