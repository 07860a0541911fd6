

    # xxxxxxx xxx xxxxxxxxxxx xx xxx xxxxxxxxx xxxxx xxx xxxxxxxxx.
    #
    # @option xxxxxx [xxxxxxxx, xxxxxx] :xxxxx_xxx_xxxx
    #   xxx xxxx xx xxx xxxxxx xxxxx ID xx xxx xxxxx xxx xxx xxx xxxxx
    #   xxxxxxxxx.
    #
    # @option xxxxxx [xxxxxxxx, xxxxxx] :xxxxxxxxx_xx
    #   xxx xxxxxx ID xx xxx xxxxx xxx xxxxxxxxx.
    #
    # @return [xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx] xxxxxxx a {xxxxxxxx::xxxxxx::xxxxxxxx xxxxxxxx} xxxxxx xxxxx xxxxxxxx xx xxx xxxxxxxxx xxxxxxx:
    #
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxxx_xxx_xxxxxxxxx #xxxxx_xxx_xxxxxxxxx} => xxxxx::xxxxxxxxxxxxxxxxx
    #
    # @example xxxxxxx xxxxxx xxxx xxxxxxxxxxx xxxxxx
    #
    #   resp = client.describe_stack_set_operation({
    #     xxxxx_xxx_xxxx: "xxxxxxxxxxxx", # xxxxxxxx
    #     xxxxxxxxx_xx: "xxxxxxxxxxxxxxxxxx", # xxxxxxxx
    #   })
    #
    # @example Response structure
    #
    #   resp.stack_set_operation.operation_id #=> String
    #   resp.stack_set_operation.stack_set_id #=> String
    #   resp.stack_set_operation.action #=> String, one of "CREATE", "UPDATE", "DELETE", "DETECT_DRIFT"
    #   resp.stack_set_operation.status #=> String, one of "RUNNING", "SUCCEEDED", "FAILED", "STOPPING", "STOPPED", "QUEUED"
    #   resp.stack_set_operation.operation_preferences.region_order #=> Array
    #   resp.stack_set_operation.operation_preferences.region_order[0] #=> String
    #   resp.stack_set_operation.operation_preferences.failure_tolerance_count #=> Integer
    #   resp.stack_set_operation.operation_preferences.failure_tolerance_percentage #=> Integer
    #   resp.stack_set_operation.operation_preferences.max_concurrent_count #=> Integer
    #   resp.stack_set_operation.operation_preferences.max_concurrent_percentage #=> Integer
    #   resp.stack_set_operation.retain_stacks #=> Boolean
    #   resp.stack_set_operation.administration_role_arn #=> String
    #   resp.stack_set_operation.execution_role_name #=> String
    #   resp.stack_set_operation.creation_timestamp #=> Time
    #   resp.stack_set_operation.end_timestamp #=> Time
    #   resp.stack_set_operation.deployment_targets.accounts #=> Array
    #   resp.stack_set_operation.deployment_targets.accounts[0] #=> String
    #   resp.stack_set_operation.deployment_targets.organizational_unit_ids #=> Array
    #   resp.stack_set_operation.deployment_targets.organizational_unit_ids[0] #=> String
    #   resp.stack_set_operation.stack_set_drift_detection_details.drift_status #=> String, one of "DRIFTED", "IN_SYNC", "NOT_CHECKED"
    #   resp.stack_set_operation.stack_set_drift_detection_details.drift_detection_status #=> String, one of "COMPLETED", "FAILED", "PARTIAL_SUCCESS", "IN_PROGRESS", "STOPPED"
    #   resp.stack_set_operation.stack_set_drift_detection_details.last_drift_check_timestamp #=> Time
    #   resp.stack_set_operation.stack_set_drift_detection_details.total_stack_instances_count #=> Integer
    #   resp.stack_set_operation.stack_set_drift_detection_details.drifted_stack_instances_count #=> Integer
    #   resp.stack_set_operation.stack_set_drift_detection_details.in_sync_stack_instances_count #=> Integer
    #   resp.stack_set_operation.stack_set_drift_detection_details.in_progress_stack_instances_count #=> Integer
    #   resp.stack_set_operation.stack_set_drift_detection_details.failed_stack_instances_count #=> Integer
    #
    # @see xxxx://xxxx.xxx.xxxxxx.xxx/xxxx/xxxxxx/xxxxxxxxxxxxxx-2010-05-15/xxxxxxxxxxxxxxxxxxxxxxxxx AWS API xxxxxxxxxxxxx
    #
    # @overload xxxxxxxx_xxxxx_xxx_xxxxxxxxx(xxxxxx = {})
    # @param [xxxx] xxxxxx ({})
