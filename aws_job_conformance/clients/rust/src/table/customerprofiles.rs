// Written by `python -m support.rust_table` in tests/; do not edit.

use aws_sdk_customerprofiles::types;
use crate::answers::Answers;
use crate::calls::{Outcome, client, outcome};
use crate::told::{structure, text};

pub async fn call(name: &str, answers: &Answers) -> Option<Outcome> {
    let client = client!(aws_sdk_customerprofiles, answers);
    Some(match name {
        "GetUploadJob" => outcome(client.get_upload_job().domain_name("000000000000").job_id("000000000000").send().await),
        _ => return None,
    })
}

text!(types::UploadJobStatus);
text!(types::StatusReason);
text!(types::FieldContentType);
structure!(types::ObjectTypeField, source: "Source", target: "Target", content_type: "ContentType");
structure!(types::ResultsSummary, updated_records: "UpdatedRecords", created_records: "CreatedRecords", failed_records: "FailedRecords");
structure!(aws_sdk_customerprofiles::operation::get_upload_job::GetUploadJobOutput, job_id: "JobId", display_name: "DisplayName", status: "Status", status_reason: "StatusReason", created_at: "CreatedAt", completed_at: "CompletedAt", fields: "Fields", unique_key: "UniqueKey", results_summary: "ResultsSummary", data_expiry: "DataExpiry");
