// Written by `python -m support.rust_table` in tests/; do not edit.

use aws_sdk_mailmanager::types;
use crate::answers::Answers;
use crate::calls::{Outcome, client, outcome};
use crate::told::{structure, text};

pub async fn call(name: &str, answers: &Answers) -> Option<Outcome> {
    let client = client!(aws_sdk_mailmanager, answers);
    Some(match name {
        "GetAddressListImportJob" => outcome(client.get_address_list_import_job().job_id("000000000000").send().await),
        _ => return None,
    })
}

text!(types::ImportJobStatus);
text!(types::ImportDataType);
structure!(types::ImportDataFormat, import_data_type: "ImportDataType");
structure!(aws_sdk_mailmanager::operation::get_address_list_import_job::GetAddressListImportJobOutput, job_id: "JobId", name: "Name", status: "Status", pre_signed_url: "PreSignedUrl", imported_items_count: "ImportedItemsCount", failed_items_count: "FailedItemsCount", import_data_format: "ImportDataFormat", address_list_id: "AddressListId", created_timestamp: "CreatedTimestamp", start_timestamp: "StartTimestamp", completed_timestamp: "CompletedTimestamp", error: "Error");
