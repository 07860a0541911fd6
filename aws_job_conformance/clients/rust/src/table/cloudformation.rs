// Written by `python -m support.rust_table` in tests/; do not edit.

use aws_sdk_cloudformation::types;
use crate::answers::Answers;
use crate::calls::{Outcome, client, outcome};
use crate::told::{structure, text};

pub async fn call(name: &str, answers: &Answers) -> Option<Outcome> {
    let client = client!(aws_sdk_cloudformation, answers);
    Some(match name {
        "DescribeChangeSet" => outcome(client.describe_change_set().change_set_name("000000000000").send().await),
        "DescribeStackSetOperation" => outcome(client.describe_stack_set_operation().stack_set_name("000000000000").operation_id("000000000000").send().await),
        "DescribeStacks" => outcome(client.describe_stacks().send().await),
        _ => return None,
    })
}

structure!(types::Parameter, parameter_key: "ParameterKey", parameter_value: "ParameterValue", use_previous_value: "UsePreviousValue", resolved_value: "ResolvedValue");
text!(types::ExecutionStatus);
text!(types::ChangeSetStatus);
text!(types::StackDriftStatus);
structure!(types::RollbackTrigger, arn: "Arn", r#type: "Type");
structure!(types::RollbackConfiguration, rollback_triggers: "RollbackTriggers", monitoring_time_in_minutes: "MonitoringTimeInMinutes");
text!(types::Capability);
structure!(types::Tag, key: "Key", value: "Value");
text!(types::ChangeType);
text!(types::PolicyAction);
text!(types::ChangeAction);
text!(types::Replacement);
text!(types::ResourceAttribute);
text!(types::StackResourceDriftStatus);
text!(types::DriftIgnoredReason);
structure!(types::ResourceDriftIgnoredAttribute, path: "Path", reason: "Reason");
text!(types::RequiresRecreation);
text!(types::BeforeValueFrom);
text!(types::AfterValueFrom);
structure!(types::LiveResourceDrift, previous_value: "PreviousValue", actual_value: "ActualValue", drift_detection_timestamp: "DriftDetectionTimestamp");
text!(types::AttributeChangeType);
structure!(types::ResourceTargetDefinition, attribute: "Attribute", name: "Name", requires_recreation: "RequiresRecreation", path: "Path", before_value: "BeforeValue", after_value: "AfterValue", before_value_from: "BeforeValueFrom", after_value_from: "AfterValueFrom", drift: "Drift", attribute_change_type: "AttributeChangeType");
text!(types::EvaluationType);
text!(types::ChangeSource);
structure!(types::ResourceChangeDetail, target: "Target", evaluation: "Evaluation", change_source: "ChangeSource", causing_entity: "CausingEntity");
structure!(types::ModuleInfo, type_hierarchy: "TypeHierarchy", logical_id_hierarchy: "LogicalIdHierarchy");
structure!(types::ResourceChange, policy_action: "PolicyAction", action: "Action", logical_resource_id: "LogicalResourceId", physical_resource_id: "PhysicalResourceId", resource_type: "ResourceType", replacement: "Replacement", scope: "Scope", resource_drift_status: "ResourceDriftStatus", resource_drift_ignored_attributes: "ResourceDriftIgnoredAttributes", details: "Details", change_set_id: "ChangeSetId", module_info: "ModuleInfo", before_context: "BeforeContext", after_context: "AfterContext", previous_deployment_context: "PreviousDeploymentContext");
structure!(types::Change, r#type: "Type", hook_invocation_count: "HookInvocationCount", resource_change: "ResourceChange");
text!(types::OnStackFailure);
text!(types::DeploymentMode);
text!(types::DeploymentConfigMode);
structure!(types::DeploymentConfig, mode: "Mode", disable_rollback: "DisableRollback");
structure!(aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput, change_set_name: "ChangeSetName", change_set_id: "ChangeSetId", stack_id: "StackId", stack_name: "StackName", description: "Description", parameters: "Parameters", creation_time: "CreationTime", execution_status: "ExecutionStatus", status: "Status", status_reason: "StatusReason", stack_drift_status: "StackDriftStatus", notification_arns: "NotificationARNs", rollback_configuration: "RollbackConfiguration", capabilities: "Capabilities", tags: "Tags", changes: "Changes", next_token: "NextToken", include_nested_stacks: "IncludeNestedStacks", parent_change_set_id: "ParentChangeSetId", root_change_set_id: "RootChangeSetId", on_stack_failure: "OnStackFailure", import_existing_resources: "ImportExistingResources", deployment_mode: "DeploymentMode", deployment_config: "DeploymentConfig");
text!(types::StackSetOperationAction);
text!(types::StackSetOperationStatus);
text!(types::RegionConcurrencyType);
text!(types::ConcurrencyMode);
structure!(types::StackSetOperationPreferences, region_concurrency_type: "RegionConcurrencyType", region_order: "RegionOrder", failure_tolerance_count: "FailureToleranceCount", failure_tolerance_percentage: "FailureTolerancePercentage", max_concurrent_count: "MaxConcurrentCount", max_concurrent_percentage: "MaxConcurrentPercentage", concurrency_mode: "ConcurrencyMode");
text!(types::AccountFilterType);
structure!(types::DeploymentTargets, accounts: "Accounts", accounts_url: "AccountsUrl", organizational_unit_ids: "OrganizationalUnitIds", account_filter_type: "AccountFilterType");
text!(types::StackSetDriftStatus);
text!(types::StackSetDriftDetectionStatus);
structure!(types::StackSetDriftDetectionDetails, drift_status: "DriftStatus", drift_detection_status: "DriftDetectionStatus", last_drift_check_timestamp: "LastDriftCheckTimestamp", total_stack_instances_count: "TotalStackInstancesCount", drifted_stack_instances_count: "DriftedStackInstancesCount", in_sync_stack_instances_count: "InSyncStackInstancesCount", in_progress_stack_instances_count: "InProgressStackInstancesCount", failed_stack_instances_count: "FailedStackInstancesCount");
structure!(types::StackSetOperationStatusDetails, failed_stack_instances_count: "FailedStackInstancesCount");
structure!(types::StackSetOperation, operation_id: "OperationId", stack_set_id: "StackSetId", action: "Action", status: "Status", operation_preferences: "OperationPreferences", retain_stacks: "RetainStacks", administration_role_arn: "AdministrationRoleARN", execution_role_name: "ExecutionRoleName", creation_timestamp: "CreationTimestamp", end_timestamp: "EndTimestamp", deployment_targets: "DeploymentTargets", stack_set_drift_detection_details: "StackSetDriftDetectionDetails", status_reason: "StatusReason", status_details: "StatusDetails");
structure!(aws_sdk_cloudformation::operation::describe_stack_set_operation::DescribeStackSetOperationOutput, stack_set_operation: "StackSetOperation");
text!(types::StackStatus);
structure!(types::Output, output_key: "OutputKey", output_value: "OutputValue", description: "Description", export_name: "ExportName");
structure!(types::StackDriftInformation, stack_drift_status: "StackDriftStatus", last_check_timestamp: "LastCheckTimestamp");
text!(types::DeletionMode);
text!(types::DetailedStatus);
text!(types::OperationType);
structure!(types::OperationEntry, operation_type: "OperationType", operation_id: "OperationId");
structure!(types::Stack, stack_id: "StackId", stack_name: "StackName", change_set_id: "ChangeSetId", description: "Description", parameters: "Parameters", creation_time: "CreationTime", deletion_time: "DeletionTime", last_updated_time: "LastUpdatedTime", rollback_configuration: "RollbackConfiguration", stack_status: "StackStatus", stack_status_reason: "StackStatusReason", disable_rollback: "DisableRollback", deployment_config: "DeploymentConfig", notification_arns: "NotificationARNs", timeout_in_minutes: "TimeoutInMinutes", capabilities: "Capabilities", outputs: "Outputs", role_arn: "RoleARN", tags: "Tags", enable_termination_protection: "EnableTerminationProtection", parent_id: "ParentId", root_id: "RootId", drift_information: "DriftInformation", retain_except_on_create: "RetainExceptOnCreate", deletion_mode: "DeletionMode", detailed_status: "DetailedStatus", last_operations: "LastOperations");
structure!(aws_sdk_cloudformation::operation::describe_stacks::DescribeStacksOutput, stacks: "Stacks", next_token: "NextToken");
