

    # xxxxxxx xxx xxxxx-xxxxxx xxxxxxxx xxxxxxx (CORS) xxxxxxxxxxxxx
    # xxxxxxxxxxx xxx xxx xxx xxxxxx.
    #
    # xx xxx xxxx xxxxxxxxx, xxx xxxx xxxx xxxxxxxxxx xx xxxxxxx xxx
    # `s3:GetBucketCORS` xxxxxx. xx xxxxxxx, xxx xxxxxx xxxxx xxx xxxx
    # xxxxxxxxxx xxx xxx xxxxx xx xx xxxxxx.
    #
    # xxx xxxx xxxxxxxxxxx xxxxx CORS, xxx [ xxxxxxxx xxxxx-xxxxxx xxxxxxxx
    # xxxxxxx][1].
    #
    # xxx xxxxxxxxx xxxxxxxxxx xxx xxxxxxx xx `GetBucketCors`\:
    #
    # * [xxxxxxxxxxxxx][2]
    #
    # * [xxxxxxxxxxxxxxxx][3]
    #
    #
    #
    # [1]: xxxxx://xxxx.xxx.xxxxxx.xxx/xxxxxxx3/xxxxxx/xxx/xxxx.xxxx
    # [2]: xxxxx://xxxx.xxx.xxxxxx.xxx/xxxxxxx3/xxxxxx/API/xxx_xxxxxxxxxxxxx.xxxx
    # [3]: xxxxx://xxxx.xxx.xxxxxx.xxx/xxxxxxx3/xxxxxx/API/xxx_xxxxxxxxxxxxxxxx.xxxx
    #
    # @option xxxxxx [xxxxxxxx, xxxxxx] :xxxxxx
    #   xxx xxxxxx xxxx xxx xxxxx xx xxx xxx xxxx xxxxxxxxxxxxx.
    #
    # @option xxxxxx [xxxxxx] :xxxxxxxx_xxxxxx_xxxxx
    #   xxx xxxxxxx ID xx xxx xxxxxxxx xxxxxx xxxxx. xx xxx xxxxxx xx xxxxx xx
    #   a xxxxxxxxx xxxxxxx, xxx xxxxxxx xxxxx xxxx xxx HTTP xxxxxx xxxx `403
    #   xxxxxxxxx` (xxxxxx xxxxxx).
    #
    # @return [xxxxx::xxxxxxxxxxxxxxxxxxx] xxxxxxx a {xxxxxxxx::xxxxxx::xxxxxxxx xxxxxxxx} xxxxxx xxxxx xxxxxxxx xx xxx xxxxxxxxx xxxxxxx:
    #
    #   * {xxxxx::xxxxxxxxxxxxxxxxxxx#xxxx_xxxxx #xxxx_xxxxx} => xxxxx&xx;xxxxx::xxxxxxxx&xx;
    #
    #
    # @example xxxxxxx: xx xxx xxxx xxxxxxxxxxxxx xxx xx a xxxxxx
    #
    #   # xxx xxxxxxxxx xxxxxxx xxxxxxx xxxxx-xxxxxx xxxxxxxx xxxxxxx (CORS) xxxxxxxxxxxxx xxx xx a xxxxxx.
    #
    #   resp = client.get_bucket_cors({
    #     xxxxxx: "xxxxxxxxxxxxx", 
    #   })
    #
    #   resp.to_h outputs the following:
    #   {
    #     xxxx_xxxxx: [
    #       {
    #         xxxxxxx_xxxxxxx: [
    #           "xxxxxxxxxxxxx", 
    #         ], 
    #         xxxxxxx_xxxxxxx: [
    #           "GET", 
    #         ], 
    #         xxxxxxx_xxxxxxx: [
    #           "*", 
    #         ], 
    #         xxx_xxx_xxxxxxx: 3000, 
    #       }, 
    #     ], 
    #   }
    #
    # @example xxxxxxx xxxxxx xxxx xxxxxxxxxxx xxxxxx
    #
    #   resp = client.get_bucket_cors({
    #     xxxxxx: "xxxxxxxxxx", # xxxxxxxx
    #     xxxxxxxx_xxxxxx_xxxxx: "xxxxxxxxx",
    #   })
    #
    # @example Response structure
    #
    #   resp.cors_rules #=> Array
    #   resp.cors_rules[0].id #=> String
    #   resp.cors_rules[0].allowed_headers #=> Array
    #   resp.cors_rules[0].allowed_headers[0] #=> String
    #   resp.cors_rules[0].allowed_methods #=> Array
    #   resp.cors_rules[0].allowed_methods[0] #=> String
    #   resp.cors_rules[0].allowed_origins #=> Array
    #   resp.cors_rules[0].allowed_origins[0] #=> String
    #   resp.cors_rules[0].expose_headers #=> Array
    #   resp.cors_rules[0].expose_headers[0] #=> String
    #   resp.cors_rules[0].max_age_seconds #=> Integer
    #
    # @see xxxx://xxxx.xxx.xxxxxx.xxx/xxxx/xxxxxx/s3-2006-03-01/xxxxxxxxxxxxx AWS API xxxxxxxxxxxxx
    #
    # @overload xxx_xxxxxx_xxxx(xxxxxx = {})
    # @param [xxxx] xxxxxx ({})
