"""The least IAM policy: the actions of a read-only run, each on the narrowest resource known."""

import json
from dataclasses import replace

import pytest
from support.contract_tables import SIX

from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.shipped import names
from aws_job_conformance.protocol import model
from aws_job_conformance.targets.endpoint import iam_policy
from aws_job_conformance.targets.endpoint.guard import makes, reads

REFERENCE = {
    "customer-profiles:GetUploadJob": {
        *("profile:GetUploadJob", "profile:ListDomains", "profile:ListUploadJobs"),
    },
    "dynamodb:DescribeImport": {"dynamodb:DescribeImport", "dynamodb:ListImports"},
    "mailmanager:GetAddressListImportJob": {
        *("ses:GetAddressListImportJob", "ses:ListAddressListImportJobs", "ses:ListAddressLists"),
    },
    "pinpoint:GetExportJob": {
        *("mobiletargeting:GetApps", "mobiletargeting:GetExportJob"),
        "mobiletargeting:GetExportJobs",
    },
    "pinpoint:GetImportJob": {
        *("mobiletargeting:GetApps", "mobiletargeting:GetImportJob"),
        "mobiletargeting:GetImportJobs",
    },
    "sesv2:GetImportJob": {"ses:GetImportJob", "ses:ListImportJobs"},
}
"""Actions as the Service Authorization Reference names them."""


def actions(document):
    return {name for statement in document["Statement"] for name in statement["Action"]}


@pytest.mark.parametrize(("operation", "named"), REFERENCE.items())
def test_the_actions_are_those_of_the_reference(run, operation, named):
    ended = run("policy", operation)
    assert (ended.code, ended.err) == (0, "")
    document = json.loads(ended.out)
    assert document["Version"] == "2012-10-17"
    assert actions(document) == named
    assert {statement["Effect"] for statement in document["Statement"]} == {"Allow"}


def test_what_takes_no_resource_is_granted_on_every_one_and_not_on_an_arn(run):
    ended = run("policy", "rekognition:GetFaceDetection", "--format", "text")
    assert ended.out == "rekognition:GetFaceDetection on *\n"
    wide = [g for g in iam_policy.grants(map(load, names())) if g.resource.endswith(":*:*:*")]
    assert wide == []


@pytest.mark.parametrize("operation", names())
def test_each_contract_says_what_its_call_can_be_limited_to(operation):
    assert Operation(operation).name in load(operation).x_job["iam"]


@pytest.mark.parametrize("operation", names())
def test_no_action_makes_anything(operation):
    contract = load(operation)
    allowed = {grant.action for grant in iam_policy.grants([contract])}
    assert len(allowed) == len(reads(contract))
    assert not allowed & {model.iam_action(name) for name in makes(contract)}


def test_without_a_name_it_is_all_that_aws_has_not_retired(run):
    found = actions(json.loads(run("policy").out))
    kept = {name for name in names() if "retired" not in load(name).x_job}
    assert found == {model.iam_action(call) for name in kept for call in reads(load(name))}
    assert not any(name.startswith("mobiletargeting:") for name in found)


def test_a_policy_of_the_six_has_room_and_one_of_all_is_told_to_have_none(run):
    six, every = run("policy", *SIX), run("policy")
    assert len(json.dumps(json.loads(six.out), separators=(",", ":"))) < 6144
    assert six.err == ""
    assert "a managed policy holds 6,144 characters" in every.err


def test_a_resource_that_a_contract_names_stands_in_the_partition_asked_for():
    contract = load("sesv2:GetImportJob")
    named = replace(contract, x_job={**contract.x_job, "iam": {"GetImportJob": "import-job/*"}})
    granted = iam_policy.grants([named], "aws-us-gov")
    assert iam_policy.document(granted)["Statement"] == [
        {"Effect": "Allow", "Action": ["ses:ListImportJobs"], "Resource": "*"},
        {
            "Effect": "Allow",
            "Action": ["ses:GetImportJob"],
            "Resource": "arn:aws-us-gov:ses:*:*:import-job/*",
        },
    ]


def test_an_action_on_every_resource_is_not_named_again_on_some():
    contract = load("sesv2:GetImportJob")
    bare = replace(contract, x_job={**contract.x_job, "iam": {}})
    named = replace(contract, x_job={**contract.x_job, "iam": {"GetImportJob": "import-job/*"}})
    assert {grant.resource for grant in iam_policy.grants([bare, named])} == {"*"}


def test_as_text_it_is_an_action_a_line(run):
    ended = run("policy", "sesv2:GetImportJob", "--format", "text")
    lines = ended.out.splitlines()
    assert [line.partition(" on ")[0] for line in lines] == [
        "ses:GetImportJob",
        "ses:ListImportJobs",
    ]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["sesv2:GetImportJb"], "Did you mean sesv2:GetImportJob?"),
        (
            ["sesv2:GetImportJob", "--partition", "aws-ch"],
            "no partition 'aws-ch'. Did you mean aws",
        ),
        (["sesv2:GetImportJob", "--format", "yaml"], "'yaml' is not one of 'json', 'text'"),
    ],
)
def test_a_wrong_name_suggests_the_nearest(run, args, said):
    assert run("policy", *args).refused(said)


def test_a_partition_that_is_not_there_is_an_input_error():
    with pytest.raises(InputError, match="There are aws, aws-cn"):
        iam_policy.grants([load("sesv2:GetImportJob")], "mars")
