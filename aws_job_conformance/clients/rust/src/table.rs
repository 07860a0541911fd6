// Written by `python -m support.rust_table` in tests/; do not edit.

use crate::answers::Answers;
use crate::calls::Outcome;

mod batch;
mod cloudformation;
mod customerprofiles;
mod dynamodb;
mod emr;
mod mailmanager;
mod pinpoint;
mod s3control;
mod sesv2;
mod transcribe;

pub const OPERATIONS: [&str; 18] = [
    "batch:DescribeJobs",
    "cloudformation:DescribeChangeSet",
    "cloudformation:DescribeStackSetOperation",
    "cloudformation:DescribeStacks",
    "customer-profiles:GetUploadJob",
    "dynamodb:DescribeExport",
    "dynamodb:DescribeImport",
    "emr:DescribeCluster",
    "emr:DescribeStep",
    "mailmanager:GetAddressListImportJob",
    "pinpoint:GetExportJob",
    "pinpoint:GetImportJob",
    "s3control:DescribeJob",
    "sesv2:GetImportJob",
    "transcribe:GetCallAnalyticsJob",
    "transcribe:GetMedicalScribeJob",
    "transcribe:GetMedicalTranscriptionJob",
    "transcribe:GetTranscriptionJob",
];
pub const SPEAK_CBOR: [&str; 1] = ["mailmanager"];
pub const VERSIONS: [&str; 10] = [
    aws_sdk_batch::meta::PKG_VERSION,
    aws_sdk_cloudformation::meta::PKG_VERSION,
    aws_sdk_customerprofiles::meta::PKG_VERSION,
    aws_sdk_dynamodb::meta::PKG_VERSION,
    aws_sdk_emr::meta::PKG_VERSION,
    aws_sdk_mailmanager::meta::PKG_VERSION,
    aws_sdk_pinpoint::meta::PKG_VERSION,
    aws_sdk_s3control::meta::PKG_VERSION,
    aws_sdk_sesv2::meta::PKG_VERSION,
    aws_sdk_transcribe::meta::PKG_VERSION,
];

pub async fn call(service: &str, name: &str, answers: &Answers) -> Option<Outcome> {
    match service {
        "batch" => batch::call(name, answers).await,
        "cloudformation" => cloudformation::call(name, answers).await,
        "customer-profiles" => customerprofiles::call(name, answers).await,
        "dynamodb" => dynamodb::call(name, answers).await,
        "emr" => emr::call(name, answers).await,
        "mailmanager" => mailmanager::call(name, answers).await,
        "pinpoint" => pinpoint::call(name, answers).await,
        "s3control" => s3control::call(name, answers).await,
        "sesv2" => sesv2::call(name, answers).await,
        "transcribe" => transcribe::call(name, answers).await,
        _ => None,
    }
}
