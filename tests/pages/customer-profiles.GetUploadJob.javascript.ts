import { Command as $Command } from "@smithy/smithy-client";
import type { MetadataBearer as __MetadataBearer } from "@smithy/types";
import type { CustomerProfilesClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes } from "../CustomerProfilesClient";
import type { GetUploadJobRequest, GetUploadJobResponse } from "../models/models_0";
/**
 * @public
 */
xxxxxx xxxx { __xxxxxxxxxxxxxx };
xxxxxx { $xxxxxxx };
/**
 * @public
 *
 * xxx xxxxx xxx {@link GetUploadJobCommand}.
 */
xxxxxx xxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxxxx {
}
/**
 * @public
 *
 * xxx xxxxxx xx {@link GetUploadJobCommand}.
 */
xxxxxx xxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxxxxx, __xxxxxxxxxxxxxx {
}
xxxxxxx xxxxx xxxxxxxxxxxxxxxxxxx_xxxx: {
    xxx (xxxxx: xxxxxxxxxxxxxxxxxxxxxxxx): xxxxxx("@smithy/xxxxxx-xxxxxx").xxxxxxxxxxx<GetUploadJobCommandInput, GetUploadJobCommandOutput, CustomerProfilesClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>;
    xxx (xxxxx: xxxxxxxxxxxxxxxxxxxxxxxx): xxxxxx("@smithy/xxxxxx-xxxxxx").xxxxxxxxxxx<GetUploadJobCommandInput, GetUploadJobCommandOutput, CustomerProfilesClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>;
    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx(): xxxxxx("@smithy/xxxxxxxxxx-xxxxxxxx").xxxxxxxxxxxxxxxxxxxxxxxxxxxxx;
};
/**
 * <p>xxxx API xxxxxxxxx xxx xxxxxxx xx a xxxxxxxx xxxxxx xxx. </p>
 * @example
 * xxx a xxxx-xxxxx xxxxxx xxx xxx xxxxxxx xxx xxxx xx xxxx xx API xxxx.
 * ```javascript
 * import { CustomerProfilesClient, GetUploadJobCommand } from "@aws-sdk/client-customer-profiles"; // ES Modules import
 * // const { CustomerProfilesClient, GetUploadJobCommand } = require("@aws-sdk/client-customer-profiles"); // CommonJS import
 * // import type { CustomerProfilesClientConfig } from "@aws-sdk/client-customer-profiles";
 * const config = {}; // type is CustomerProfilesClientConfig
 * const client = new CustomerProfilesClient(config);
 * const input = { // GetUploadJobRequest
 *   DomainName: "STRING_VALUE", // required
 *   JobId: "STRING_VALUE", // required
 * };
 * const command = new GetUploadJobCommand(input);
 * const response = await client.send(command);
 * // { // GetUploadJobResponse
 * //   JobId: "STRING_VALUE",
 * //   DisplayName: "STRING_VALUE",
 * //   Status: "CREATED" || "IN_PROGRESS" || "PARTIALLY_SUCCEEDED" || "SUCCEEDED" || "FAILED" || "STOPPED",
 * //   StatusReason: "VALIDATION_FAILURE" || "INTERNAL_FAILURE",
 * //   CreatedAt: new Date("TIMESTAMP"),
 * //   CompletedAt: new Date("TIMESTAMP"),
 * //   Fields: { // FieldMap
 * //     "<keys>": { // ObjectTypeField
 * //       Source: "STRING_VALUE",
 * //       Target: "STRING_VALUE",
 * //       ContentType: "STRING" || "NUMBER" || "PHONE_NUMBER" || "EMAIL_ADDRESS" || "NAME",
 * //     },
 * //   },
 * //   UniqueKey: "STRING_VALUE",
 * //   ResultsSummary: { // ResultsSummary
 * //     UpdatedRecords: Number("long"),
 * //     CreatedRecords: Number("long"),
 * //     FailedRecords: Number("long"),
 * //   },
 * //   DataExpiry: Number("int"),
 * // };
 *
 * ```
 *
 * @param xxxxxxxxxxxxxxxxxxxxxxxx - {@link GetUploadJobCommandInput}
 * @returns {@link GetUploadJobCommandOutput}
 * @see {@link GetUploadJobCommandInput} xxx xxxxxxx's `input` xxxxx.
 * @see {@link GetUploadJobCommandOutput} xxx xxxxxxx's `response` xxxxx.
 * @see {@link xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | xxxxxx} xxx xxxxxxxxxxxxxxxxxxxxxx's `config` xxxxx.
 *
 * @throws {@link AccessDeniedException} (client fault)
 *  <p>xxx xx xxx xxxx xxxxxxxxxx xxxxxx xx xxxxxxx xxxx xxxxxx.</p>
 *
 * @throws {@link BadRequestException} (client fault)
 *  <p>xxx xxxxx xxx xxxxxxxx xx xxxxxxx.</p>
 *
 * @throws {@link InternalServerException} (server fault)
 *  <p>xx xxxxxxxx xxxxxxx xxxxx xxxxxxxx.</p>
 *
 * @throws {@link ResourceNotFoundException} (client fault)
 *  <p>xxx xxxxxxxxx xxxxxxxx xxxx xxx xxxxx, xx xxxxxx xxx xxxxxx.</p>
 *
 * @throws {@link ThrottlingException} (client fault)
 *  <p>xxx xxxxxxxx xxx xxxxxxx xxxxxx xx xxxxxxxx.</p>
 *
 * @throws {@link CustomerProfilesServiceException}
 * <p>xxxx xxxxxxxxx xxxxx xxx xxx xxxxxxx xxxxxxxxxx xxxx xxxxxxxxxxxxxxxx xxxxxxx.</p>
 *
 *
 * @public
 */
xxxxxx xxxxxxx xxxxx xxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxxxx_xxxx {
    /** @internal xxxx xxxxxxxxxx xxxxxx, xxx xx xxxxxxx. */
    xxxxxxxxx xxxxxx __xxxxx: {
        xxx: {
            xxxxx: xxxxxxxxxxxxxxxxxxx;
            xxxxxx: xxxxxxxxxxxxxxxxxxxx;
        };
        xxx: {
            xxxxx: xxxxxxxxxxxxxxxxxxxxxxxx;
            xxxxxx: xxxxxxxxxxxxxxxxxxxxxxxxx;
        };
    };
}
