// Written by `python -m support.rust_table` in tests/; do not edit.

use aws_sdk_sesv2::types;
use crate::answers::Answers;
use crate::calls::{Outcome, client, outcome};
use crate::told::{structure, text};

pub async fn call(name: &str, answers: &Answers) -> Option<Outcome> {
    let client = client!(aws_sdk_sesv2, answers);
    Some(match name {
        "GetImportJob" => outcome(client.get_import_job().job_id("000000000000").send().await),
        _ => return None,
    })
}

text!(types::SuppressionListImportAction);
structure!(types::SuppressionListDestination, suppression_list_import_action: "SuppressionListImportAction");
text!(types::ContactListImportAction);
structure!(types::ContactListDestination, contact_list_name: "ContactListName", contact_list_import_action: "ContactListImportAction");
structure!(types::ImportDestination, suppression_list_destination: "SuppressionListDestination", contact_list_destination: "ContactListDestination");
text!(types::DataFormat);
structure!(types::ImportDataSource, s3_url: "S3Url", data_format: "DataFormat");
structure!(types::FailureInfo, failed_records_s3_url: "FailedRecordsS3Url", error_message: "ErrorMessage");
text!(types::JobStatus);
structure!(aws_sdk_sesv2::operation::get_import_job::GetImportJobOutput, job_id: "JobId", import_destination: "ImportDestination", import_data_source: "ImportDataSource", failure_info: "FailureInfo", job_status: "JobStatus", created_timestamp: "CreatedTimestamp", completed_timestamp: "CompletedTimestamp", processed_records_count: "ProcessedRecordsCount", failed_records_count: "FailedRecordsCount");
