"""XML bodies of three job operations, one of each protocol, and what botocore makes of them."""

from botocore.awsrequest import HeadersDict
from botocore.parsers import create_parser

from aws_job_conformance.catalog import load
from aws_job_conformance.protocol import model
from aws_job_conformance.protocol.boto3_values import plain

EC2, QUERY, REST = (
    "ec2:DescribeSnapshots",
    "cloudformation:DescribeResourceScan",
    "s3control:DescribeJob",
)
JOBS = {operation: load(operation) for operation in (EC2, QUERY, REST)}

_AROUND = {
    EC2: ("<DescribeSnapshotsResponse><snapshotSet><item>", ("</item></snapshotSet>"
          "<requestId>r</requestId></DescribeSnapshotsResponse>")),
    QUERY: ("<DescribeResourceScanResponse><DescribeResourceScanResult>",
            ("</DescribeResourceScanResult><ResponseMetadata><RequestId>r</RequestId>"
            "</ResponseMetadata></DescribeResourceScanResponse>")),
    REST: ("<DescribeJobResult><Job>", "</Job></DescribeJobResult>"),
}  # fmt: skip
STATUS = {
    EC2: "<status>completed</status>",
    QUERY: "<Status>COMPLETE</Status>",
    REST: "<Status>Complete</Status>",
}
AT_ITS_END = {
    EC2: "",
    QUERY: "",
    REST: "<TerminationDate>2020-01-02T00:00:00Z</TerminationDate>",
}
"""What the contract demands of a job in that status."""
WHERE = {EC2: "/Snapshots/0", QUERY: "", REST: "/Job"}


def around(operation, inside):
    """A body with these members of the job in it."""
    before, after = _AROUND[operation]
    return f"{before}{inside}{after}".encode()


def body(operation, *more):
    """A body of a job at its end, with more members."""
    return around(operation, STATUS[operation] + AT_ITS_END[operation] + "".join(more))


def by_botocore(operation, sent, status=200):
    """What botocore's parser makes of a body as JSON, or the name of what it raises."""
    found = model.operation_model(operation)
    http = {"body": sent, "headers": HeadersDict({}), "status_code": status, "context": {}}
    try:
        answer = create_parser(found.service_model.resolved_protocol).parse(
            http, found.output_shape
        )
    except Exception as error:  # noqa: BLE001 - a parser may raise anything
        return type(error).__name__
    answer.pop("ResponseMetadata", None)
    return answer


def job_of(operation, value):
    """The job in what botocore read, as JSON."""
    if operation == EC2:
        value = value["Snapshots"][0]
    return plain(value["Job"] if operation == REST else value)
