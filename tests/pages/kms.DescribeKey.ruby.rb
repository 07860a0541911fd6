

    # xxxxxxxx xxxxxxxx xxxxxxxxxxx xxxxx xxx xxxxxxxxx xxxxxxxx xxxxxx xxx
    # (CMK).
    #
    # xxx xxx xxx `DescribeKey` xx a xxxxxxxxxx AWS xxxxx, xxxx xx, xx AWS
    # xxxxx xxxx xx xxx ID. xxxx xxx xx, AWS KMS xxxxxxxxxx xxx xxxxx xxxx
    # xx [AWS xxxxxxx CMK][1] xxx xxxxxxx xxx `KeyId` xxx `Arn` xx xxx
    # xxxxxxxx.
    #
    # xx xxxxxxx xxxx xxxxxxxxx xx a CMK xx a xxxxxxxxx AWS xxxxxxx, xxxxxxx
    # xxx xxx ARN xx xxxxx ARN xx xxx xxxxx xx xxx xxxxx xxxxxxxxx.
    #
    #
    #
    # [1]: xxxxx://xxxx.xxx.xxxxxx.xxx/xxx/xxxxxx/xxxxxxxxxxxxxx/xxxxxxxx.xxxx#xxxxxx_xxxx
    #
    # @option xxxxxx [xxxxxxxx, xxxxxx] :xxx_xx
    #   xxxxxxxxx xxx xxxxxxxxx xxxxxxxx xxxxxx xxx (CMK).
    #
    #   xx xxx xxxxxxx a xxxxxxxxxx AWS xxxxx (xx AWS xxxxx xxxx xx xxx ID),
    #   KMS xxxxxxxxxx xxx xxxxx xxxx xx [AWS xxxxxxx CMK][1] xxx xxxxxxx xxx
    #   `KeyId` xxx `Arn` xx xxx xxxxxxxx.
    #
    #   xx xxxxxxx a CMK, xxx xxx xxx ID, xxxxxx xxxxxxxx xxxx (ARN), xxxxx
    #   xxxx, xx xxxxx ARN. xxxx xxxxx xx xxxxx xxxx, xxxxxx xx xxxx
    #   `"alias/"`. xx xxxxxxx a CMK xx a xxxxxxxxx AWS xxxxxxx, xxx xxxx xxx
    #   xxx xxx ARN xx xxxxx ARN.
    #
    #   xxx xxxxxxx:
    #
    #   * xxx ID: `1234abcd-12ab-34cd-56ef-1234567890ab`
    #
    #   * xxx ARN:
    #     `arn:aws:kms:us-east-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`
    #
    #   * xxxxx xxxx: `alias/ExampleAlias`
    #
    #   * xxxxx ARN: `arn:aws:kms:us-east-2:111122223333:alias/ExampleAlias`
    #
    #   xx xxx xxx xxx ID xxx xxx ARN xxx a CMK, xxx xxxxxxxx xx xxxxxxxxxxx.
    #   xx xxx xxx xxxxx xxxx xxx xxxxx ARN, xxx xxxxxxxxxxx.
    #
    #
    #
    #   [1]: xxxxx://xxxx.xxx.xxxxxx.xxx/xxx/xxxxxx/xxxxxxxxxxxxxx/xxxxxxxx.xxxx#xxxxxx_xxxx
    #
    # @option xxxxxx [xxxxx<String>] :xxxxx_xxxxxx
    #   A xxxx xx xxxxx xxxxxx.
    #
    #   xxx xxxx xxxxxxxxxxx, xxx [xxxxx xxxxxx][1] xx xxx *AWS xxx xxxxxxxxxx
    #   xxxxxxx xxxxxxxxx xxxxx*.
    #
    #
    #
    #   [1]: xxxxx://xxxx.xxx.xxxxxx.xxx/xxx/xxxxxx/xxxxxxxxxxxxxx/xxxxxxxx.xxxx#xxxxx_xxxxx
    #
    # @return [xxxxx::xxxxxxxxxxxxxxxxxxx] xxxxxxx a {xxxxxxxx::xxxxxx::xxxxxxxx xxxxxxxx} xxxxxx xxxxx xxxxxxxx xx xxx xxxxxxxxx xxxxxxx:
    #
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxx#xxx_xxxxxxxx #xxx_xxxxxxxx} => xxxxx::xxxxxxxxxxx
    #
    #
    # @example xxxxxxx: xx xxxxxx xxxxxxxxxxx xxxxx a xxxxxxxx xxxxxx xxx (CMK)
    #
    #   # xxx xxxxxxxxx xxxxxxx xxxxxxx xxxxxxxxxxx (xxxxxxxx) xxxxx xxx xxxxxxxxx CMK.
    #
    #   resp = client.describe_key({
    #     xxx_xx: "1234xxxx-12xx-34xx-56xx-1234567890xx", # xxx xxxxxxxxxx xx xxx CMK xxxx xxx xxxx xxxxxxxxxxx xxxxx. xxx xxx xxx xxx xxx ID xx xxx xxxxxx xxxxxxxx xxxx (ARN) xx xxx CMK.
    #   })
    #
    #   resp.to_h outputs the following:
    #   {
    #     xxx_xxxxxxxx: {
    #       xxx_xxxxxxx_xx: "111122223333", 
    #       xxx: "xxx:xxx:xxx:xx-xxxx-2:111122223333:xxx/1234xxxx-12xx-34xx-56xx-1234567890xx", 
    #       xxxxxxxx_xxxx: xxxx.xxxxx("2017-07-05T14:04:55-07:00"), 
    #       xxxxxxxxxxx: "", 
    #       xxxxxxx: xxxx, 
    #       xxx_xx: "1234xxxx-12xx-34xx-56xx-1234567890xx", 
    #       xxx_xxxxxxx: "CUSTOMER", 
    #       xxx_xxxxx: "xxxxxxx", 
    #       xxx_xxxxx: "ENCRYPT_DECRYPT", 
    #       xxxxxx: "AWS_KMS", 
    #     }, # xx xxxxxx xxxx xxxxxxxx xxxxxxxxxxx xxxxx xxx xxxxxxxxx CMK.
    #   }
    #
    # @example xxxxxxx xxxxxx xxxx xxxxxxxxxxx xxxxxx
    #
    #   resp = client.describe_key({
    #     xxx_xx: "xxxxxxxxx", # xxxxxxxx
    #     xxxxx_xxxxxx: ["xxxxxxxxxxxxxx"],
    #   })
    #
    # @example Response structure
    #
    #   resp.key_metadata.aws_account_id #=> String
    #   resp.key_metadata.key_id #=> String
    #   resp.key_metadata.arn #=> String
    #   resp.key_metadata.creation_date #=> Time
    #   resp.key_metadata.enabled #=> Boolean
    #   resp.key_metadata.description #=> String
    #   resp.key_metadata.key_usage #=> String, one of "ENCRYPT_DECRYPT"
    #   resp.key_metadata.key_state #=> String, one of "Enabled", "Disabled", "PendingDeletion", "PendingImport", "Unavailable"
    #   resp.key_metadata.deletion_date #=> Time
    #   resp.key_metadata.valid_to #=> Time
    #   resp.key_metadata.origin #=> String, one of "AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM"
    #   resp.key_metadata.custom_key_store_id #=> String
    #   resp.key_metadata.cloud_hsm_cluster_id #=> String
    #   resp.key_metadata.expiration_model #=> String, one of "KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE"
    #   resp.key_metadata.key_manager #=> String, one of "AWS", "CUSTOMER"
    #
    # @see xxxx://xxxx.xxx.xxxxxx.xxx/xxxx/xxxxxx/xxx-2014-11-01/xxxxxxxxxxx AWS API xxxxxxxxxxxxx
    #
    # @overload xxxxxxxx_xxx(xxxxxx = {})
    # @param [xxxx] xxxxxx ({})
