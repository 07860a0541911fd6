"""Archives of polls read and judged: many jobs of many operations, in files that fit no memory.

`archive_files` finds the files and reads their lines, `archive_records` says what a line is,
`job_identity` whose poll it is; `auditor` judges line by line, `job_histories` keeps what a job has
shown and looks closely where that is needed; `audit_result` is what came of it.
"""

from aws_job_conformance.audit.audit_result import Audited, AuditRules, PassedOver, Placed
from aws_job_conformance.audit.run import audit

__all__ = ["AuditRules", "Audited", "PassedOver", "Placed", "audit"]
