

    # xxxxxxx xxxxxxxxxxx xxxxx a xxxx's xxxxxxxxxxxx, xxxxxxxxx xxx
    # xxxxxxx xxxxxx xxx xxxx xxx xxxxxxx xxxxxxxxxxx.
    #
    # xxxx xxx xxxxxxxx a xxxxxxxxxxxx xxxxxxx xxxxx ` RegisterType `, xxx
    # xxx xxxx xxx ` DescribeTypeRegistration ` xx xxxxxxx xxx xxxxxxxx xx
    # xxxx xxxxxxxxxxxx xxxxxxx.
    #
    # xxxx xxx xxxxxxxxxxxx xxxxxxx xxx xxxxxxxxx, xxx ` DescribeType ` xx
    # xxxxxx xxxxxxxx xxxxxxxxxxx xxxxx a xxxx.
    #
    # @option xxxxxx [xxxxxxxx, xxxxxx] :xxxxxxxxxxxx_xxxxx
    #   xxx xxxxxxxxxx xxx xxxx xxxxxxxxxxxx xxxxxxx.
    #
    #   xxxx xxxxxxxxxxxx xxxxx xx xxxxxxxxx xx xxxxxxxxxxxxxx xxxx xxx
    #   xxxxxxxx a xxxxxxxxxxxx xxxxxxx xxxxx ` RegisterType `.
    #
    # @return [xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx] xxxxxxx a {xxxxxxxx::xxxxxx::xxxxxxxx xxxxxxxx} xxxxxx xxxxx xxxxxxxx xx xxx xxxxxxxxx xxxxxxx:
    #
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxxxxxx_xxxxxx #xxxxxxxx_xxxxxx} => xxxxxx
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxxxxxxxxx #xxxxxxxxxxx} => xxxxxx
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxx_xxx #xxxx_xxx} => xxxxxx
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#xxxx_xxxxxxx_xxx #xxxx_xxxxxxx_xxx} => xxxxxx
    #
    # @example xxxxxxx xxxxxx xxxx xxxxxxxxxxx xxxxxx
    #
    #   resp = client.describe_type_registration({
    #     xxxxxxxxxxxx_xxxxx: "xxxxxxxxxxxxxxxxx", # xxxxxxxx
    #   })
    #
    # @example Response structure
    #
    #   resp.progress_status #=> String, one of "COMPLETE", "IN_PROGRESS", "FAILED"
    #   resp.description #=> String
    #   resp.type_arn #=> String
    #   resp.type_version_arn #=> String
    #
    #
    # xxx xxxxxxxxx xxxxxxx xxx xxxxxxx xxx xxxx xxxxxxxxx (xxx {xxxxxx#xxxx_xxxxx} xxx xxxxxxxx xxxxx):
    #
    #   * xxxx_xxxxxxxxxxxx_xxxxxxxx
    #
    # @see xxxx://xxxx.xxx.xxxxxx.xxx/xxxx/xxxxxx/xxxxxxxxxxxxxx-2010-05-15/xxxxxxxxxxxxxxxxxxxxxxxx AWS API xxxxxxxxxxxxx
    #
    # @overload xxxxxxxx_xxxx_xxxxxxxxxxxx(xxxxxx = {})
    # @param [xxxx] xxxxxx ({})
