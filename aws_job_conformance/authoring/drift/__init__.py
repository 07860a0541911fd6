"""What two versions of botocore say differently of job operations, and whom that breaks.

Only data files of a botocore are read; none of its code is run.
"""

from aws_job_conformance.authoring.drift._compare import Report, between, used
from aws_job_conformance.authoring.drift._grades import KINDS, Change
from aws_job_conformance.authoring.drift._sources import Models, installed, opened

__all__ = ["KINDS", "Change", "Models", "Report", "between", "installed", "opened", "used"]
