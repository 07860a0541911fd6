// Written by `python -m support.rust_table` in tests/; do not edit.

use aws_sdk_s3control::types;
use crate::answers::Answers;
use crate::calls::{Outcome, client, outcome};
use crate::told::{structure, text, union};

pub async fn call(name: &str, answers: &Answers) -> Option<Outcome> {
    let client = client!(aws_sdk_s3control, answers);
    Some(match name {
        "DescribeJob" => outcome(client.describe_job().account_id("000000000000").job_id("000000000000").send().await),
        _ => return None,
    })
}

text!(types::JobStatus);
text!(types::JobManifestFormat);
text!(types::JobManifestFieldName);
structure!(types::JobManifestSpec, format: "Format", fields: "Fields");
structure!(types::JobManifestLocation, object_arn: "ObjectArn", object_version_id: "ObjectVersionId", e_tag: "ETag");
structure!(types::JobManifest, spec: "Spec", location: "Location");
structure!(types::LambdaInvokeOperation, function_arn: "FunctionArn", invocation_schema_version: "InvocationSchemaVersion", user_arguments: "UserArguments");
text!(types::S3CannedAccessControlList);
text!(types::S3GranteeTypeIdentifier);
structure!(types::S3Grantee, type_identifier: "TypeIdentifier", identifier: "Identifier", display_name: "DisplayName");
text!(types::S3Permission);
structure!(types::S3Grant, grantee: "Grantee", permission: "Permission");
text!(types::S3MetadataDirective);
text!(types::S3AnnotationDirective);
text!(types::S3SseAlgorithm);
structure!(types::S3ObjectMetadata, cache_control: "CacheControl", content_disposition: "ContentDisposition", content_encoding: "ContentEncoding", content_language: "ContentLanguage", user_metadata: "UserMetadata", content_length: "ContentLength", content_md5: "ContentMD5", content_type: "ContentType", http_expires_date: "HttpExpiresDate", requester_charged: "RequesterCharged", sse_algorithm: "SSEAlgorithm");
structure!(types::S3Tag, key: "Key", value: "Value");
text!(types::S3StorageClass);
text!(types::S3ObjectLockLegalHoldStatus);
text!(types::S3ObjectLockMode);
text!(types::S3ChecksumAlgorithm);
text!(types::S3ObjectLockEventHold);
structure!(types::S3ObjectLockEventHoldDuration, days: "Days", years: "Years");
structure!(types::S3CopyObjectOperation, target_resource: "TargetResource", canned_access_control_list: "CannedAccessControlList", access_control_grants: "AccessControlGrants", metadata_directive: "MetadataDirective", annotation_directive: "AnnotationDirective", modified_since_constraint: "ModifiedSinceConstraint", new_object_metadata: "NewObjectMetadata", new_object_tagging: "NewObjectTagging", redirect_location: "RedirectLocation", requester_pays: "RequesterPays", storage_class: "StorageClass", un_modified_since_constraint: "UnModifiedSinceConstraint", sse_aws_kms_key_id: "SSEAwsKmsKeyId", target_key_prefix: "TargetKeyPrefix", object_lock_legal_hold_status: "ObjectLockLegalHoldStatus", object_lock_mode: "ObjectLockMode", object_lock_retain_until_date: "ObjectLockRetainUntilDate", bucket_key_enabled: "BucketKeyEnabled", checksum_algorithm: "ChecksumAlgorithm", object_lock_event_hold: "ObjectLockEventHold", object_lock_event_hold_duration: "ObjectLockEventHoldDuration");
structure!(types::S3ObjectOwner, id: "ID", display_name: "DisplayName");
structure!(types::S3AccessControlList, owner: "Owner", grants: "Grants");
structure!(types::S3AccessControlPolicy, access_control_list: "AccessControlList", canned_access_control_list: "CannedAccessControlList");
structure!(types::S3SetObjectAclOperation, access_control_policy: "AccessControlPolicy");
structure!(types::S3SetObjectTaggingOperation, tag_set: "TagSet");
structure!(types::S3DeleteObjectTaggingOperation);
text!(types::S3GlacierJobTier);
structure!(types::S3InitiateRestoreObjectOperation, expiration_in_days: "ExpirationInDays", glacier_job_tier: "GlacierJobTier");
structure!(types::S3ObjectLockLegalHold, status: "Status");
structure!(types::S3SetObjectLegalHoldOperation, legal_hold: "LegalHold");
text!(types::S3ObjectLockRetentionMode);
text!(types::S3ObjectLockRetentionEventHold);
structure!(types::S3ObjectLockRetentionEventHoldDuration, days: "Days", years: "Years");
structure!(types::S3Retention, retain_until_date: "RetainUntilDate", mode: "Mode", event_hold: "EventHold", event_hold_duration: "EventHoldDuration");
structure!(types::S3SetObjectRetentionOperation, bypass_governance_retention: "BypassGovernanceRetention", retention: "Retention");
structure!(types::S3ReplicateObjectOperation);
text!(types::ComputeObjectChecksumAlgorithm);
text!(types::ComputeObjectChecksumType);
structure!(types::S3ComputeObjectChecksumOperation, checksum_algorithm: "ChecksumAlgorithm", checksum_type: "ChecksumType");
structure!(types::S3UpdateObjectEncryptionSsekms, kms_key_arn: "KMSKeyArn", bucket_key_enabled: "BucketKeyEnabled");
structure!(types::ObjectEncryption, ssekms: "SSEKMS");
structure!(types::S3UpdateObjectEncryptionOperation, object_encryption: "ObjectEncryption");
structure!(types::JobOperation, lambda_invoke: "LambdaInvoke", s3_put_object_copy: "S3PutObjectCopy", s3_put_object_acl: "S3PutObjectAcl", s3_put_object_tagging: "S3PutObjectTagging", s3_delete_object_tagging: "S3DeleteObjectTagging", s3_initiate_restore_object: "S3InitiateRestoreObject", s3_put_object_legal_hold: "S3PutObjectLegalHold", s3_put_object_retention: "S3PutObjectRetention", s3_replicate_object: "S3ReplicateObject", s3_compute_object_checksum: "S3ComputeObjectChecksum", s3_update_object_encryption: "S3UpdateObjectEncryption");
structure!(types::JobTimers, elapsed_time_in_active_seconds: "ElapsedTimeInActiveSeconds");
structure!(types::JobProgressSummary, total_number_of_tasks: "TotalNumberOfTasks", number_of_tasks_succeeded: "NumberOfTasksSucceeded", number_of_tasks_failed: "NumberOfTasksFailed", timers: "Timers");
structure!(types::JobFailure, failure_code: "FailureCode", failure_reason: "FailureReason");
text!(types::JobReportFormat);
text!(types::JobReportScope);
structure!(types::JobReport, bucket: "Bucket", format: "Format", enabled: "Enabled", prefix: "Prefix", report_scope: "ReportScope", expected_bucket_owner: "ExpectedBucketOwner");
structure!(types::Sses3Encryption);
structure!(types::SsekmsEncryption, key_id: "KeyId");
structure!(types::GeneratedManifestEncryption, sses3: "SSES3", ssekms: "SSEKMS");
text!(types::GeneratedManifestFormat);
structure!(types::S3ManifestOutputLocation, expected_manifest_bucket_owner: "ExpectedManifestBucketOwner", bucket: "Bucket", manifest_prefix: "ManifestPrefix", manifest_encryption: "ManifestEncryption", manifest_format: "ManifestFormat");
text!(types::ReplicationStatus);
structure!(types::KeyNameConstraint, match_any_prefix: "MatchAnyPrefix", match_any_suffix: "MatchAnySuffix", match_any_substring: "MatchAnySubstring");
structure!(types::DssekmsFilter, kms_key_arn: "KmsKeyArn");
structure!(types::NotSseFilter);
structure!(types::SsecFilter);
structure!(types::SsekmsFilter, kms_key_arn: "KmsKeyArn", bucket_key_enabled: "BucketKeyEnabled");
structure!(types::Sses3Filter);
union!(types::ObjectEncryptionFilter, Dssekms: "DSSEKMS", Notsse: "NOTSSE", Ssec: "SSEC", Ssekms: "SSEKMS", Sses3: "SSES3");
structure!(types::JobManifestGeneratorFilter, eligible_for_replication: "EligibleForReplication", created_after: "CreatedAfter", created_before: "CreatedBefore", object_replication_statuses: "ObjectReplicationStatuses", key_name_constraint: "KeyNameConstraint", object_size_greater_than_bytes: "ObjectSizeGreaterThanBytes", object_size_less_than_bytes: "ObjectSizeLessThanBytes", match_any_storage_class: "MatchAnyStorageClass", match_any_object_encryption: "MatchAnyObjectEncryption");
structure!(types::S3JobManifestGenerator, expected_bucket_owner: "ExpectedBucketOwner", source_bucket: "SourceBucket", manifest_output_location: "ManifestOutputLocation", filter: "Filter", enable_manifest_output: "EnableManifestOutput");
union!(types::JobManifestGenerator, S3JobManifestGenerator: "S3JobManifestGenerator");
structure!(types::S3GeneratedManifestDescriptor, format: "Format", location: "Location");
structure!(types::JobDescriptor, job_id: "JobId", confirmation_required: "ConfirmationRequired", description: "Description", job_arn: "JobArn", status: "Status", manifest: "Manifest", operation: "Operation", priority: "Priority", progress_summary: "ProgressSummary", status_update_reason: "StatusUpdateReason", failure_reasons: "FailureReasons", report: "Report", creation_time: "CreationTime", termination_date: "TerminationDate", role_arn: "RoleArn", suspended_date: "SuspendedDate", suspended_cause: "SuspendedCause", manifest_generator: "ManifestGenerator", generated_manifest_descriptor: "GeneratedManifestDescriptor");
structure!(aws_sdk_s3control::operation::describe_job::DescribeJobOutput, job: "Job");
