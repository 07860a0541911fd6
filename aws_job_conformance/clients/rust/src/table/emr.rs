// Written by `python -m support.rust_table` in tests/; do not edit.

use aws_sdk_emr::types;
use crate::answers::Answers;
use crate::calls::{Outcome, client, outcome};
use crate::told::{structure, text};

pub async fn call(name: &str, answers: &Answers) -> Option<Outcome> {
    let client = client!(aws_sdk_emr, answers);
    Some(match name {
        "DescribeCluster" => outcome(client.describe_cluster().cluster_id("000000000000").send().await),
        "DescribeStep" => outcome(client.describe_step().cluster_id("000000000000").step_id("000000000000").send().await),
        _ => return None,
    })
}

text!(types::ClusterState);
text!(types::ClusterStateChangeReasonCode);
structure!(types::ClusterStateChangeReason, code: "Code", message: "Message");
structure!(types::ClusterTimeline, creation_date_time: "CreationDateTime", ready_date_time: "ReadyDateTime", end_date_time: "EndDateTime");
structure!(types::ErrorDetail, error_code: "ErrorCode", error_data: "ErrorData", error_message: "ErrorMessage");
structure!(types::ClusterStatus, state: "State", state_change_reason: "StateChangeReason", timeline: "Timeline", error_details: "ErrorDetails");
structure!(types::Ec2InstanceAttributes, ec2_key_name: "Ec2KeyName", ec2_subnet_id: "Ec2SubnetId", requested_ec2_subnet_ids: "RequestedEc2SubnetIds", ec2_availability_zone: "Ec2AvailabilityZone", requested_ec2_availability_zones: "RequestedEc2AvailabilityZones", iam_instance_profile: "IamInstanceProfile", emr_managed_master_security_group: "EmrManagedMasterSecurityGroup", emr_managed_slave_security_group: "EmrManagedSlaveSecurityGroup", service_access_security_group: "ServiceAccessSecurityGroup", additional_master_security_groups: "AdditionalMasterSecurityGroups", additional_slave_security_groups: "AdditionalSlaveSecurityGroups");
text!(types::InstanceCollectionType);
structure!(types::Application, name: "Name", version: "Version", args: "Args", additional_info: "AdditionalInfo");
structure!(types::Tag, key: "Key", value: "Value");
structure!(types::Configuration, classification: "Classification", configurations: "Configurations", properties: "Properties");
text!(types::ScaleDownBehavior);
text!(types::RepoUpgradeOnBoot);
structure!(types::KerberosAttributes, realm: "Realm", kdc_admin_password: "KdcAdminPassword", cross_realm_trust_principal_password: "CrossRealmTrustPrincipalPassword", ad_domain_join_user: "ADDomainJoinUser", ad_domain_join_password: "ADDomainJoinPassword");
text!(types::InstanceRoleType);
text!(types::PlacementGroupStrategy);
structure!(types::PlacementGroupConfig, instance_role: "InstanceRole", placement_strategy: "PlacementStrategy");
structure!(types::CloudWatchLogConfiguration, enabled: "Enabled", log_group_name: "LogGroupName", log_stream_name_prefix: "LogStreamNamePrefix", encryption_key_arn: "EncryptionKeyArn", log_types: "LogTypes");
text!(types::LogType);
text!(types::LogUploadPolicyValue);
structure!(types::S3LoggingConfiguration, log_type_upload_policy: "LogTypeUploadPolicy");
structure!(types::MonitoringConfiguration, cloud_watch_log_configuration: "CloudWatchLogConfiguration", s3_logging_configuration: "S3LoggingConfiguration");
structure!(types::Cluster, id: "Id", name: "Name", status: "Status", ec2_instance_attributes: "Ec2InstanceAttributes", instance_collection_type: "InstanceCollectionType", log_uri: "LogUri", log_encryption_kms_key_id: "LogEncryptionKmsKeyId", requested_ami_version: "RequestedAmiVersion", running_ami_version: "RunningAmiVersion", release_label: "ReleaseLabel", auto_terminate: "AutoTerminate", termination_protected: "TerminationProtected", unhealthy_node_replacement: "UnhealthyNodeReplacement", visible_to_all_users: "VisibleToAllUsers", applications: "Applications", tags: "Tags", service_role: "ServiceRole", normalized_instance_hours: "NormalizedInstanceHours", master_public_dns_name: "MasterPublicDnsName", configurations: "Configurations", security_configuration: "SecurityConfiguration", auto_scaling_role: "AutoScalingRole", scale_down_behavior: "ScaleDownBehavior", custom_ami_id: "CustomAmiId", ebs_root_volume_size: "EbsRootVolumeSize", repo_upgrade_on_boot: "RepoUpgradeOnBoot", kerberos_attributes: "KerberosAttributes", cluster_arn: "ClusterArn", outpost_arn: "OutpostArn", step_concurrency_level: "StepConcurrencyLevel", placement_groups: "PlacementGroups", os_release_label: "OSReleaseLabel", ebs_root_volume_iops: "EbsRootVolumeIops", ebs_root_volume_throughput: "EbsRootVolumeThroughput", extended_support: "ExtendedSupport", monitoring_configuration: "MonitoringConfiguration", session_enabled: "SessionEnabled");
structure!(aws_sdk_emr::operation::describe_cluster::DescribeClusterOutput, cluster: "Cluster");
structure!(types::HadoopStepConfig, jar: "Jar", properties: "Properties", main_class: "MainClass", args: "Args");
text!(types::ActionOnFailure);
text!(types::StepState);
text!(types::StepStateChangeReasonCode);
structure!(types::StepStateChangeReason, code: "Code", message: "Message");
structure!(types::FailureDetails, reason: "Reason", message: "Message", log_file: "LogFile");
structure!(types::StepTimeline, creation_date_time: "CreationDateTime", start_date_time: "StartDateTime", end_date_time: "EndDateTime");
structure!(types::StepStatus, state: "State", state_change_reason: "StateChangeReason", failure_details: "FailureDetails", timeline: "Timeline");
structure!(types::Step, id: "Id", name: "Name", config: "Config", action_on_failure: "ActionOnFailure", status: "Status", execution_role_arn: "ExecutionRoleArn", log_uri: "LogUri", encryption_key_arn: "EncryptionKeyArn");
structure!(aws_sdk_emr::operation::describe_step::DescribeStepOutput, step: "Step");
