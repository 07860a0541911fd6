// Written by `python -m support.rust_table` in tests/; do not edit.

use aws_sdk_dynamodb::types;
use crate::answers::Answers;
use crate::calls::{Outcome, client, outcome};
use crate::told::{structure, text, union};

pub async fn call(name: &str, answers: &Answers) -> Option<Outcome> {
    let client = client!(aws_sdk_dynamodb, answers);
    Some(match name {
        "DescribeExport" => outcome(client.describe_export().export_arn("000000000000").send().await),
        "DescribeImport" => outcome(client.describe_import().import_arn("000000000000").send().await),
        _ => return None,
    })
}

text!(types::ExportStatus);
text!(types::S3SseAlgorithm);
text!(types::ExportFormat);
text!(types::ExportType);
text!(types::ExportViewType);
structure!(types::IncrementalExportSpecification, export_from_time: "ExportFromTime", export_to_time: "ExportToTime", export_view_type: "ExportViewType");
union!(types::AttributeValue, B: "B", Bool: "BOOL", Bs: "BS", L: "L", M: "M", N: "N", Ns: "NS", Null: "NULL", S: "S", Ss: "SS");
structure!(types::FilterSpecification, filter_expression: "FilterExpression", projection_expression: "ProjectionExpression", key_condition_expression: "KeyConditionExpression", expression_attribute_names: "ExpressionAttributeNames", expression_attribute_values: "ExpressionAttributeValues");
structure!(types::ExportDescription, export_arn: "ExportArn", export_status: "ExportStatus", start_time: "StartTime", end_time: "EndTime", export_manifest: "ExportManifest", table_arn: "TableArn", table_id: "TableId", export_time: "ExportTime", client_token: "ClientToken", s3_bucket: "S3Bucket", s3_bucket_owner: "S3BucketOwner", s3_prefix: "S3Prefix", s3_sse_algorithm: "S3SseAlgorithm", s3_sse_kms_key_id: "S3SseKmsKeyId", failure_code: "FailureCode", failure_message: "FailureMessage", export_format: "ExportFormat", billed_size_bytes: "BilledSizeBytes", item_count: "ItemCount", export_type: "ExportType", incremental_export_specification: "IncrementalExportSpecification", filter_specification: "FilterSpecification");
structure!(aws_sdk_dynamodb::operation::describe_export::DescribeExportOutput, export_description: "ExportDescription");
text!(types::ImportStatus);
structure!(types::S3BucketSource, s3_bucket_owner: "S3BucketOwner", s3_bucket: "S3Bucket", s3_key_prefix: "S3KeyPrefix");
text!(types::InputFormat);
structure!(types::CsvOptions, delimiter: "Delimiter", header_list: "HeaderList");
structure!(types::InputFormatOptions, csv: "Csv");
text!(types::InputCompressionType);
text!(types::ScalarAttributeType);
structure!(types::AttributeDefinition, attribute_name: "AttributeName", attribute_type: "AttributeType");
text!(types::KeyType);
structure!(types::KeySchemaElement, attribute_name: "AttributeName", key_type: "KeyType");
text!(types::BillingMode);
structure!(types::ProvisionedThroughput, read_capacity_units: "ReadCapacityUnits", write_capacity_units: "WriteCapacityUnits");
structure!(types::OnDemandThroughput, max_read_request_units: "MaxReadRequestUnits", max_write_request_units: "MaxWriteRequestUnits");
text!(types::SseType);
structure!(types::SseSpecification, enabled: "Enabled", sse_type: "SSEType", kms_master_key_id: "KMSMasterKeyId");
text!(types::ProjectionType);
structure!(types::Projection, projection_type: "ProjectionType", non_key_attributes: "NonKeyAttributes");
structure!(types::WarmThroughput, read_units_per_second: "ReadUnitsPerSecond", write_units_per_second: "WriteUnitsPerSecond");
structure!(types::GlobalSecondaryIndex, index_name: "IndexName", key_schema: "KeySchema", projection: "Projection", provisioned_throughput: "ProvisionedThroughput", on_demand_throughput: "OnDemandThroughput", warm_throughput: "WarmThroughput");
structure!(types::VectorAttributeDefinition, attribute_name: "AttributeName");
text!(types::SearchSchemaElementType);
structure!(types::SearchSchemaElement, attribute_name: "AttributeName", search_schema_element_type: "SearchSchemaElementType");
text!(types::VectorDistanceFunction);
structure!(types::VectorIndex, index_name: "IndexName", vector_attribute: "VectorAttribute", search_schema: "SearchSchema", projection: "Projection", dimensions: "Dimensions", distance_function: "DistanceFunction");
structure!(types::TableCreationParameters, table_name: "TableName", attribute_definitions: "AttributeDefinitions", key_schema: "KeySchema", billing_mode: "BillingMode", provisioned_throughput: "ProvisionedThroughput", on_demand_throughput: "OnDemandThroughput", sse_specification: "SSESpecification", global_secondary_indexes: "GlobalSecondaryIndexes", vector_indexes: "VectorIndexes");
structure!(types::ImportTableDescription, import_arn: "ImportArn", import_status: "ImportStatus", table_arn: "TableArn", table_id: "TableId", client_token: "ClientToken", s3_bucket_source: "S3BucketSource", error_count: "ErrorCount", cloud_watch_log_group_arn: "CloudWatchLogGroupArn", input_format: "InputFormat", input_format_options: "InputFormatOptions", input_compression_type: "InputCompressionType", table_creation_parameters: "TableCreationParameters", start_time: "StartTime", end_time: "EndTime", processed_size_bytes: "ProcessedSizeBytes", processed_item_count: "ProcessedItemCount", imported_item_count: "ImportedItemCount", failure_code: "FailureCode", failure_message: "FailureMessage");
structure!(aws_sdk_dynamodb::operation::describe_import::DescribeImportOutput, import_table_description: "ImportTableDescription");
