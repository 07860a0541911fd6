

    # xxxxxxx xxxxxxxxxxx xxxxx a xxxxx xxxxx xxxxxxxxx xxxxxxxxx. A xxxxx
    # xxxxx xxxxxxxxx xxxxxxxxx xxxxxxx xxxxxxx a xxxxx's xxxxxx
    # xxxxxxxxxxxxx xxxxxxx, xx xxx *xxxxxxx*, xxxx xx's xxxxxxxx
    # xxxxxxxxxxxxx, xx xxxxxxx xx xxx xxxxx xxxxxxxx xxx xxx xxxxxx
    # xxxxxxxxx xx xxxxxxxx xxxxxxxxxx. A xxxxx xx xxxxxxxxxx xx xxxx
    # xxxxxxx xx xxx xx xxxx xx xxx xxxxxxxxx xxxx xxxxxxx. xxx xxxx
    # xxxxxxxxxxx xx xxxxx xxx xxxxxxxx xxxxx, xxx [xxxxxxxxx xxxxxxxxxxx
    # xxxxxxxxxxxxx xxxxxxx xx xxxxxx xxx xxxxxxxxx][1].
    #
    # xxx xxxxxxxxxxxxxxxx xx xxxxxxxx a xxxxx xxxxx xxxxxxxxx xxxxxxxxx.
    # `DetectStackDrift` xxxxxxx a `StackDriftDetectionId` xxx xxx xxx xx
    # xxxxxxx xxx xxxxxxxx xx xxx xxxxxxxxx xxxxx
    # `DescribeStackDriftDetectionStatus`. xxxx xxx xxxxx xxxxxxxxx
    # xxxxxxxxx xxx xxxxxxxxx, xxx xxxxxxxxxxxxxxxxxxxxxxxxxxx xx xxxxxx
    # xxxxx xxxxxxxxxxx xxxxx xxx xxxxx xxx xxx xxxxxxxxx.
    #
    #
    #
    # [1]: xxxxx://xxxx.xxx.xxxxxx.xxx/xxxxxxxxxxxxxxxxx/xxxxxx/xxxxxxxxx/xxxxx-xxx-xxxxx-xxxxx.xxxx
    #
    # @option xxxxxx [xxxxxxxx, xxxxxx] :xxxxx_xxxxx_xxxxxxxxx_xx
    #   xxx ID xx xxx xxxxx xxxxxxxxx xxxxxxx xx xxxx xxxxxxxxx.
    #
    #   AWS xxxxxxxxxxxxxx xxxxxxxxx xxx xxxxxxx, xxxx a xxx xxxxx xxxxxxxxx
    #   ID, xxxx xxxx xxxx xxxxxxxxx xx xxx. xxxxxxx, xxx xxxxxx xx xxxxx
    #   xxxxxxx AWS xxxxxxxxxxxxxx xxxxxxx xxx xxx xxxxx xxxxx, xxx xxx xxx
    #   xxxx, xxx xxxx.
    #
    # @return [xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx] xxxxxxx a {xxxxxxxx::xxxxxx::xxxxxxxx xxxxxxxx} xxxxxx xxxxx xxxxxxxx xx xxx xxxxxxxxx xxxxxxx:
    #
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxxx_xx #xxxxx_xx} => xxxxxx
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxxx_xxxxx_xxxxxxxxx_xx #xxxxx_xxxxx_xxxxxxxxx_xx} => xxxxxx
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxxx_xxxxx_xxxxxx #xxxxx_xxxxx_xxxxxx} => xxxxxx
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxxxxxxx_xxxxxx #xxxxxxxxx_xxxxxx} => xxxxxx
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxxxxxxx_xxxxxx_xxxxxx #xxxxxxxxx_xxxxxx_xxxxxx} => xxxxxx
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxxxxx_xxxxx_xxxxxxxx_xxxxx #xxxxxxx_xxxxx_xxxxxxxx_xxxxx} => xxxxxxx
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxxxxxxx #xxxxxxxxx} => xxxx
    #
    # @example xxxxxxx xxxxxx xxxx xxxxxxxxxxx xxxxxx
    #
    #   resp = client.describe_stack_drift_detection_status({
    #     xxxxx_xxxxx_xxxxxxxxx_xx: "xxxxxxxxxxxxxxxxxxxxx", # xxxxxxxx
    #   })
    #
    # @example Response structure
    #
    #   resp.stack_id #=> String
    #   resp.stack_drift_detection_id #=> String
    #   resp.stack_drift_status #=> String, one of "DRIFTED", "IN_SYNC", "UNKNOWN", "NOT_CHECKED"
    #   resp.detection_status #=> String, one of "DETECTION_IN_PROGRESS", "DETECTION_FAILED", "DETECTION_COMPLETE"
    #   resp.detection_status_reason #=> String
    #   resp.drifted_stack_resource_count #=> Integer
    #   resp.timestamp #=> Time
    #
    # @see xxxx://xxxx.xxx.xxxxxx.xxx/xxxx/xxxxxx/xxxxxxxxxxxxxx-2010-05-15/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx AWS API xxxxxxxxxxxxx
    #
    # @overload xxxxxxxx_xxxxx_xxxxx_xxxxxxxxx_xxxxxx(xxxxxx = {})
    # @param [xxxx] xxxxxx ({})
