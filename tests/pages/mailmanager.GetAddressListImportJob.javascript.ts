import type { MetadataBearer as __MetadataBearer } from "@smithy/types";
import type { GetAddressListImportJobRequest, GetAddressListImportJobResponse } from "../models/models_0";
/**
 * @public
 */
xxxxxx xxxx { __xxxxxxxxxxxxxx };
/**
 * @public
 *
 * xxx xxxxx xxx {@link GetAddressListImportJobCommand}.
 */
xxxxxx xxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx {
}
/**
 * @public
 *
 * xxx xxxxxx xx {@link GetAddressListImportJobCommand}.
 */
xxxxxx xxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, __xxxxxxxxxxxxxx {
}
xxxxxxx xxxxx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxx: {
    xxx (xxxxx: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx): xxxxxx("@smithy/xxxx/xxxxxx").xxxxxxxxxxx<GetAddressListImportJobCommandInput, GetAddressListImportJobCommandOutput, import("..").MailManagerClientResolvedConfig, import("..").ServiceInputTypes, import("..").ServiceOutputTypes>;
    xxx (xxxxx: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx): xxxxxx("@smithy/xxxx/xxxxxx").xxxxxxxxxxx<GetAddressListImportJobCommandInput, GetAddressListImportJobCommandOutput, import("..").MailManagerClientResolvedConfig, import("..").ServiceInputTypes, import("..").ServiceOutputTypes>;
    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx(): xxxxxx("@smithy/xxxxx").xxxxxxxxxxxxxxxxxxxxxxxxxxxxx;
};
/**
 * <p>xxxxx xxxxxxxxxx xx xx xxxxxx xxx.</p>
 * @example
 * xxx a xxxx-xxxxx xxxxxx xxx xxx xxxxxxx xxx xxxx xx xxxx xx API xxxx.
 * ```javascript
 * import { MailManagerClient, GetAddressListImportJobCommand } from "@aws-sdk/client-mailmanager"; // ES Modules import
 * // const { MailManagerClient, GetAddressListImportJobCommand } = require("@aws-sdk/client-mailmanager"); // CommonJS import
 * // import type { MailManagerClientConfig } from "@aws-sdk/client-mailmanager";
 * const config = {}; // type is MailManagerClientConfig
 * const client = new MailManagerClient(config);
 * const input = { // GetAddressListImportJobRequest
 *   JobId: "STRING_VALUE", // required
 * };
 * const command = new GetAddressListImportJobCommand(input);
 * const response = await client.send(command);
 * // { // GetAddressListImportJobResponse
 * //   JobId: "STRING_VALUE", // required
 * //   Name: "STRING_VALUE", // required
 * //   Status: "CREATED" || "PROCESSING" || "COMPLETED" || "FAILED" || "STOPPED", // required
 * //   PreSignedUrl: "STRING_VALUE", // required
 * //   ImportedItemsCount: Number("int"),
 * //   FailedItemsCount: Number("int"),
 * //   ImportDataFormat: { // ImportDataFormat
 * //     ImportDataType: "CSV" || "JSON", // required
 * //   },
 * //   AddressListId: "STRING_VALUE", // required
 * //   CreatedTimestamp: new Date("TIMESTAMP"), // required
 * //   StartTimestamp: new Date("TIMESTAMP"),
 * //   CompletedTimestamp: new Date("TIMESTAMP"),
 * //   Error: "STRING_VALUE",
 * // };
 *
 * ```
 *
 * @param xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx - {@link GetAddressListImportJobCommandInput}
 * @returns {@link GetAddressListImportJobCommandOutput}
 * @see {@link GetAddressListImportJobCommandInput} xxx xxxxxxx's `input` xxxxx.
 * @see {@link GetAddressListImportJobCommandOutput} xxx xxxxxxx's `response` xxxxx.
 * @see {@link xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | xxxxxx} xxx xxxxxxxxxxxxxxxxx's `config` xxxxx.
 *
 * @throws {@link AccessDeniedException} (client fault)
 *  <p>xxxxxx xxxx a xxxx xx xxxxxx xxxxxx xx a xxxxxxxx xxxxxxxx xx xxxxxx.</p>
 *
 * @throws {@link ResourceNotFoundException} (client fault)
 *  <p>xxxxxx xxxx a xxxxxxxxx xxxxxxxx xx xxx xxxxx.</p>
 *
 * @throws {@link ThrottlingException} (client fault)
 *  <p>xxxxxx xxxx a xxxxxxx's xxxxxxx xxxx xxxxx xx xxxxxxxx, xxxxxxxxx xx xxxxxxxxxx xx xxxxxxx xxxxxxxx.</p>
 *
 * @throws {@link ValidationException} (client fault)
 *  <p>xxx xxxxxxx xxxxxxxxxx xxx xxxxxx. xxx xxxxxxx, xxx xxx xxxxxxxxxxxx xxxxx xxxxxxx.</p>
 *
 * @throws {@link MailManagerServiceException}
 * <p>xxxx xxxxxxxxx xxxxx xxx xxx xxxxxxx xxxxxxxxxx xxxx xxxxxxxxxxx xxxxxxx.</p>
 *
 *
 * @public
 */
xxxxxx xxxxxxx xxxxx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxx {
    /** @internal xxxx xxxxxxxxxx xxxxxx, xxx xx xxxxxxx. */
    xxxxxxxxx xxxxxx __xxxxx: {
        xxx: {
            xxxxx: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx;
            xxxxxx: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx;
        };
        xxx: {
            xxxxx: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx;
            xxxxxx: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx;
        };
    };
}
