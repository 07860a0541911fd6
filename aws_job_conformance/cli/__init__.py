"""The command line: one file a command, the group of them, and how it speaks to a terminal."""

from aws_job_conformance.cli.command_group import cli, main

__all__ = ["cli", "main"]
