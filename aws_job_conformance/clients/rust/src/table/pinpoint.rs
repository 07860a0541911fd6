// Written by `python -m support.rust_table` in tests/; do not edit.

use aws_sdk_pinpoint::types;
use crate::answers::Answers;
use crate::calls::{Outcome, client, outcome};
use crate::told::{structure, text};

pub async fn call(name: &str, answers: &Answers) -> Option<Outcome> {
    let client = client!(aws_sdk_pinpoint, answers);
    Some(match name {
        "GetExportJob" => outcome(client.get_export_job().application_id("000000000000").job_id("000000000000").send().await),
        "GetImportJob" => outcome(client.get_import_job().application_id("000000000000").job_id("000000000000").send().await),
        _ => return None,
    })
}

structure!(types::ExportJobResource, role_arn: "RoleArn", s3_url_prefix: "S3UrlPrefix", segment_id: "SegmentId", segment_version: "SegmentVersion");
text!(types::JobStatus);
structure!(types::ExportJobResponse, application_id: "ApplicationId", completed_pieces: "CompletedPieces", completion_date: "CompletionDate", creation_date: "CreationDate", definition: "Definition", failed_pieces: "FailedPieces", failures: "Failures", id: "Id", job_status: "JobStatus", total_failures: "TotalFailures", total_pieces: "TotalPieces", total_processed: "TotalProcessed", r#type: "Type");
structure!(aws_sdk_pinpoint::operation::get_export_job::GetExportJobOutput, export_job_response: "ExportJobResponse");
text!(types::Format);
structure!(types::ImportJobResource, define_segment: "DefineSegment", external_id: "ExternalId", format: "Format", register_endpoints: "RegisterEndpoints", role_arn: "RoleArn", s3_url: "S3Url", segment_id: "SegmentId", segment_name: "SegmentName");
structure!(types::ImportJobResponse, application_id: "ApplicationId", completed_pieces: "CompletedPieces", completion_date: "CompletionDate", creation_date: "CreationDate", definition: "Definition", failed_pieces: "FailedPieces", failures: "Failures", id: "Id", job_status: "JobStatus", total_failures: "TotalFailures", total_pieces: "TotalPieces", total_processed: "TotalProcessed", r#type: "Type");
structure!(aws_sdk_pinpoint::operation::get_import_job::GetImportJobOutput, import_job_response: "ImportJobResponse");
