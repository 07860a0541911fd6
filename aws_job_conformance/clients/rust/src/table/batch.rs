// Written by `python -m support.rust_table` in tests/; do not edit.

use aws_sdk_batch::types;
use crate::answers::Answers;
use crate::calls::{Outcome, client, outcome};
use crate::told::{structure, text};

pub async fn call(name: &str, answers: &Answers) -> Option<Outcome> {
    let client = client!(aws_sdk_batch, answers);
    Some(match name {
        "DescribeJobs" => outcome(client.describe_jobs().jobs("000000000000").send().await),
        _ => return None,
    })
}

text!(types::JobStatus);
structure!(types::NetworkInterface, attachment_id: "attachmentId", ipv6_address: "ipv6Address", private_ipv4_address: "privateIpv4Address");
structure!(types::AttemptContainerDetail, container_instance_arn: "containerInstanceArn", task_arn: "taskArn", exit_code: "exitCode", reason: "reason", log_stream_name: "logStreamName", network_interfaces: "networkInterfaces");
structure!(types::AttemptTaskContainerDetails, exit_code: "exitCode", name: "name", reason: "reason", log_stream_name: "logStreamName", network_interfaces: "networkInterfaces");
structure!(types::AttemptEcsTaskDetails, container_instance_arn: "containerInstanceArn", task_arn: "taskArn", containers: "containers");
structure!(types::AttemptDetail, container: "container", started_at: "startedAt", stopped_at: "stoppedAt", status_reason: "statusReason", task_properties: "taskProperties");
text!(types::RetryAction);
structure!(types::EvaluateOnExit, on_status_reason: "onStatusReason", on_reason: "onReason", on_exit_code: "onExitCode", action: "action");
structure!(types::RetryStrategy, attempts: "attempts", evaluate_on_exit: "evaluateOnExit");
text!(types::ArrayJobDependency);
structure!(types::JobDependency, job_id: "jobId", r#type: "type");
structure!(types::Host, source_path: "sourcePath");
text!(types::EfsTransitEncryption);
text!(types::EfsAuthorizationConfigIam);
structure!(types::EfsAuthorizationConfig, access_point_id: "accessPointId", iam: "iam");
structure!(types::EfsVolumeConfiguration, file_system_id: "fileSystemId", root_directory: "rootDirectory", transit_encryption: "transitEncryption", transit_encryption_port: "transitEncryptionPort", authorization_config: "authorizationConfig");
structure!(types::S3FilesVolumeConfiguration, file_system_arn: "fileSystemArn", root_directory: "rootDirectory", transit_encryption_port: "transitEncryptionPort", access_point_arn: "accessPointArn");
structure!(types::Volume, host: "host", name: "name", efs_volume_configuration: "efsVolumeConfiguration", s3files_volume_configuration: "s3filesVolumeConfiguration");
structure!(types::KeyValuePair, name: "name", value: "value");
structure!(types::MountPoint, container_path: "containerPath", read_only: "readOnly", source_volume: "sourceVolume");
structure!(types::Ulimit, hard_limit: "hardLimit", name: "name", soft_limit: "softLimit");
text!(types::ResourceType);
structure!(types::ResourceRequirement, value: "value", r#type: "type");
text!(types::DeviceCgroupPermission);
structure!(types::Device, host_path: "hostPath", container_path: "containerPath", permissions: "permissions");
structure!(types::Tmpfs, container_path: "containerPath", size: "size", mount_options: "mountOptions");
structure!(types::LinuxParameters, devices: "devices", init_process_enabled: "initProcessEnabled", shared_memory_size: "sharedMemorySize", tmpfs: "tmpfs", max_swap: "maxSwap", swappiness: "swappiness");
text!(types::LogDriver);
structure!(types::Secret, name: "name", value_from: "valueFrom");
structure!(types::LogConfiguration, log_driver: "logDriver", options: "options", secret_options: "secretOptions");
text!(types::AssignPublicIp);
structure!(types::NetworkConfiguration, assign_public_ip: "assignPublicIp");
structure!(types::FargatePlatformConfiguration, platform_version: "platformVersion");
structure!(types::EphemeralStorage, size_in_gib: "sizeInGiB");
structure!(types::RuntimePlatform, operating_system_family: "operatingSystemFamily", cpu_architecture: "cpuArchitecture");
structure!(types::RepositoryCredentials, credentials_parameter: "credentialsParameter");
structure!(types::ContainerDetail, image: "image", vcpus: "vcpus", memory: "memory", command: "command", job_role_arn: "jobRoleArn", execution_role_arn: "executionRoleArn", volumes: "volumes", environment: "environment", mount_points: "mountPoints", readonly_root_filesystem: "readonlyRootFilesystem", ulimits: "ulimits", privileged: "privileged", user: "user", exit_code: "exitCode", reason: "reason", container_instance_arn: "containerInstanceArn", task_arn: "taskArn", log_stream_name: "logStreamName", instance_type: "instanceType", network_interfaces: "networkInterfaces", resource_requirements: "resourceRequirements", linux_parameters: "linuxParameters", log_configuration: "logConfiguration", secrets: "secrets", network_configuration: "networkConfiguration", fargate_platform_configuration: "fargatePlatformConfiguration", ephemeral_storage: "ephemeralStorage", runtime_platform: "runtimePlatform", repository_credentials: "repositoryCredentials", enable_execute_command: "enableExecuteCommand");
structure!(types::NodeDetails, node_index: "nodeIndex", is_main_node: "isMainNode");
structure!(types::ContainerProperties, image: "image", vcpus: "vcpus", memory: "memory", command: "command", job_role_arn: "jobRoleArn", execution_role_arn: "executionRoleArn", volumes: "volumes", environment: "environment", mount_points: "mountPoints", readonly_root_filesystem: "readonlyRootFilesystem", privileged: "privileged", ulimits: "ulimits", user: "user", instance_type: "instanceType", resource_requirements: "resourceRequirements", linux_parameters: "linuxParameters", log_configuration: "logConfiguration", secrets: "secrets", network_configuration: "networkConfiguration", fargate_platform_configuration: "fargatePlatformConfiguration", enable_execute_command: "enableExecuteCommand", ephemeral_storage: "ephemeralStorage", runtime_platform: "runtimePlatform", repository_credentials: "repositoryCredentials");
structure!(types::TaskContainerDependency, container_name: "containerName", condition: "condition");
text!(types::FirelensConfigurationType);
structure!(types::FirelensConfiguration, r#type: "type", options: "options");
structure!(types::TaskContainerProperties, command: "command", depends_on: "dependsOn", environment: "environment", essential: "essential", firelens_configuration: "firelensConfiguration", image: "image", linux_parameters: "linuxParameters", log_configuration: "logConfiguration", mount_points: "mountPoints", name: "name", privileged: "privileged", readonly_root_filesystem: "readonlyRootFilesystem", repository_credentials: "repositoryCredentials", resource_requirements: "resourceRequirements", secrets: "secrets", ulimits: "ulimits", user: "user", start_timeout: "startTimeout", stop_timeout: "stopTimeout");
structure!(types::EcsTaskProperties, containers: "containers", ephemeral_storage: "ephemeralStorage", execution_role_arn: "executionRoleArn", platform_version: "platformVersion", ipc_mode: "ipcMode", task_role_arn: "taskRoleArn", pid_mode: "pidMode", network_configuration: "networkConfiguration", runtime_platform: "runtimePlatform", volumes: "volumes", enable_execute_command: "enableExecuteCommand", network_mode: "networkMode");
structure!(types::EcsProperties, task_properties: "taskProperties");
structure!(types::ImagePullSecret, name: "name");
structure!(types::EksContainerEnvironmentVariable, name: "name", value: "value");
structure!(types::EksContainerResourceRequirements, limits: "limits", requests: "requests");
structure!(types::EksContainerVolumeMount, name: "name", mount_path: "mountPath", sub_path: "subPath", read_only: "readOnly");
structure!(types::EksContainerSecurityContext, run_as_user: "runAsUser", run_as_group: "runAsGroup", privileged: "privileged", allow_privilege_escalation: "allowPrivilegeEscalation", read_only_root_filesystem: "readOnlyRootFilesystem", run_as_non_root: "runAsNonRoot");
structure!(types::EksContainer, name: "name", image: "image", image_pull_policy: "imagePullPolicy", command: "command", args: "args", env: "env", resources: "resources", volume_mounts: "volumeMounts", security_context: "securityContext");
structure!(types::EksHostPath, path: "path");
structure!(types::EksEmptyDir, medium: "medium", size_limit: "sizeLimit");
structure!(types::EksSecret, secret_name: "secretName", optional: "optional");
structure!(types::EksPersistentVolumeClaim, claim_name: "claimName", read_only: "readOnly");
structure!(types::EksVolume, name: "name", host_path: "hostPath", empty_dir: "emptyDir", secret: "secret", persistent_volume_claim: "persistentVolumeClaim");
structure!(types::EksMetadata, labels: "labels", annotations: "annotations", namespace: "namespace");
structure!(types::EksPodProperties, service_account_name: "serviceAccountName", host_network: "hostNetwork", dns_policy: "dnsPolicy", image_pull_secrets: "imagePullSecrets", containers: "containers", init_containers: "initContainers", volumes: "volumes", metadata: "metadata", share_process_namespace: "shareProcessNamespace");
structure!(types::EksProperties, pod_properties: "podProperties");
structure!(types::ConsumableResourceRequirement, consumable_resource: "consumableResource", quantity: "quantity");
structure!(types::ConsumableResourceProperties, consumable_resource_list: "consumableResourceList");
structure!(types::NodeRangeProperty, target_nodes: "targetNodes", container: "container", instance_types: "instanceTypes", ecs_properties: "ecsProperties", eks_properties: "eksProperties", consumable_resource_properties: "consumableResourceProperties");
structure!(types::NodeProperties, num_nodes: "numNodes", main_node: "mainNode", node_range_properties: "nodeRangeProperties");
structure!(types::ArrayPropertiesDetail, status_summary: "statusSummary", status_summary_last_updated_at: "statusSummaryLastUpdatedAt", size: "size", index: "index");
structure!(types::JobTimeout, attempt_duration_seconds: "attemptDurationSeconds");
text!(types::PlatformCapability);
structure!(types::EksContainerDetail, name: "name", image: "image", image_pull_policy: "imagePullPolicy", command: "command", args: "args", env: "env", resources: "resources", exit_code: "exitCode", reason: "reason", volume_mounts: "volumeMounts", security_context: "securityContext");
structure!(types::EksPodPropertiesDetail, service_account_name: "serviceAccountName", host_network: "hostNetwork", dns_policy: "dnsPolicy", image_pull_secrets: "imagePullSecrets", containers: "containers", init_containers: "initContainers", volumes: "volumes", pod_name: "podName", node_name: "nodeName", metadata: "metadata", share_process_namespace: "shareProcessNamespace");
structure!(types::EksPropertiesDetail, pod_properties: "podProperties");
structure!(types::EksAttemptContainerDetail, name: "name", container_id: "containerID", exit_code: "exitCode", reason: "reason");
structure!(types::EksAttemptDetail, containers: "containers", init_containers: "initContainers", eks_cluster_arn: "eksClusterArn", pod_name: "podName", pod_namespace: "podNamespace", node_name: "nodeName", started_at: "startedAt", stopped_at: "stoppedAt", status_reason: "statusReason");
structure!(types::TaskContainerDetails, command: "command", depends_on: "dependsOn", environment: "environment", essential: "essential", firelens_configuration: "firelensConfiguration", image: "image", linux_parameters: "linuxParameters", log_configuration: "logConfiguration", mount_points: "mountPoints", name: "name", privileged: "privileged", readonly_root_filesystem: "readonlyRootFilesystem", repository_credentials: "repositoryCredentials", resource_requirements: "resourceRequirements", secrets: "secrets", ulimits: "ulimits", user: "user", start_timeout: "startTimeout", stop_timeout: "stopTimeout", exit_code: "exitCode", reason: "reason", log_stream_name: "logStreamName", network_interfaces: "networkInterfaces");
structure!(types::EcsTaskDetails, containers: "containers", container_instance_arn: "containerInstanceArn", task_arn: "taskArn", ephemeral_storage: "ephemeralStorage", execution_role_arn: "executionRoleArn", platform_version: "platformVersion", ipc_mode: "ipcMode", task_role_arn: "taskRoleArn", pid_mode: "pidMode", network_configuration: "networkConfiguration", runtime_platform: "runtimePlatform", volumes: "volumes", enable_execute_command: "enableExecuteCommand", network_mode: "networkMode");
structure!(types::EcsPropertiesDetail, task_properties: "taskProperties");
structure!(types::JobDetail, job_arn: "jobArn", job_name: "jobName", job_id: "jobId", job_queue: "jobQueue", status: "status", share_identifier: "shareIdentifier", scheduling_priority: "schedulingPriority", attempts: "attempts", status_reason: "statusReason", created_at: "createdAt", retry_strategy: "retryStrategy", started_at: "startedAt", stopped_at: "stoppedAt", depends_on: "dependsOn", job_definition: "jobDefinition", parameters: "parameters", container: "container", node_details: "nodeDetails", node_properties: "nodeProperties", array_properties: "arrayProperties", timeout: "timeout", tags: "tags", propagate_tags: "propagateTags", platform_capabilities: "platformCapabilities", eks_properties: "eksProperties", eks_attempts: "eksAttempts", ecs_properties: "ecsProperties", is_cancelled: "isCancelled", is_terminated: "isTerminated", consumable_resource_properties: "consumableResourceProperties");
structure!(aws_sdk_batch::operation::describe_jobs::DescribeJobsOutput, jobs: "jobs");
