"""The closed vocabulary of laws: data in, no expression language; one walk judges a history."""

from aws_job_conformance.core.laws._beside import Entries as Entries
from aws_job_conformance.core.laws._beside import Lists as Lists
from aws_job_conformance.core.laws._times import Duration as Duration
from aws_job_conformance.core.laws.kind import Breach as Breach
from aws_job_conformance.core.laws.violation import break_ as break_
from aws_job_conformance.core.laws.walk import BESIDE as BESIDE
from aws_job_conformance.core.laws.walk import BETWEEN as BETWEEN
from aws_job_conformance.core.laws.walk import IMPLIED as IMPLIED
from aws_job_conformance.core.laws.walk import KEPT as KEPT
from aws_job_conformance.core.laws.walk import KINDS as KINDS
from aws_job_conformance.core.laws.walk import OF_INPUT as OF_INPUT
from aws_job_conformance.core.laws.walk import OF_LIST as OF_LIST
from aws_job_conformance.core.laws.walk import OF_REQUEST as OF_REQUEST
from aws_job_conformance.core.laws.walk import LawVerdict as LawVerdict
from aws_job_conformance.core.laws.walk import always_there as always_there
from aws_job_conformance.core.laws.walk import judge as judge
from aws_job_conformance.core.laws.walk import keep as keep
from aws_job_conformance.core.laws.walk import schema_parts as schema_parts
