import type { MetadataBearer as __MetadataBearer } from "@smithy/types";
import type { GetImportJobRequest, GetImportJobResponse } from "../models/models_0";
/**
 * @public
 */
xxxxxx xxxx { __xxxxxxxxxxxxxx };
/**
 * @public
 *
 * xxx xxxxx xxx {@link GetImportJobCommand}.
 */
xxxxxx xxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxxxx {
}
/**
 * @public
 *
 * xxx xxxxxx xx {@link GetImportJobCommand}.
 */
xxxxxx xxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxxxxx, __xxxxxxxxxxxxxx {
}
xxxxxxx xxxxx xxxxxxxxxxxxxxxxxxx_xxxx: {
    xxx (xxxxx: xxxxxxxxxxxxxxxxxxxxxxxx): xxxxxx("@smithy/xxxx/xxxxxx").xxxxxxxxxxx<GetImportJobCommandInput, GetImportJobCommandOutput, import("..").SESv2ClientResolvedConfig, import("..").ServiceInputTypes, import("..").ServiceOutputTypes>;
    xxx (xxxxx: xxxxxxxxxxxxxxxxxxxxxxxx): xxxxxx("@smithy/xxxx/xxxxxx").xxxxxxxxxxx<GetImportJobCommandInput, GetImportJobCommandOutput, import("..").SESv2ClientResolvedConfig, import("..").ServiceInputTypes, import("..").ServiceOutputTypes>;
    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx(): xxxxxx("@smithy/xxxxx").xxxxxxxxxxxxxxxxxxxxxxxxxxxxx;
};
/**
 * <p>xxxxxxxx xxxxxxxxxxx xxxxx xx xxxxxx xxx.</p>
 * @example
 * xxx a xxxx-xxxxx xxxxxx xxx xxx xxxxxxx xxx xxxx xx xxxx xx API xxxx.
 * ```javascript
 * import { SESv2Client, GetImportJobCommand } from "@aws-sdk/client-sesv2"; // ES Modules import
 * // const { SESv2Client, GetImportJobCommand } = require("@aws-sdk/client-sesv2"); // CommonJS import
 * // import type { SESv2ClientConfig } from "@aws-sdk/client-sesv2";
 * const config = {}; // type is SESv2ClientConfig
 * const client = new SESv2Client(config);
 * const input = { // GetImportJobRequest
 *   JobId: "STRING_VALUE", // required
 * };
 * const command = new GetImportJobCommand(input);
 * const response = await client.send(command);
 * // { // GetImportJobResponse
 * //   JobId: "STRING_VALUE",
 * //   ImportDestination: { // ImportDestination
 * //     SuppressionListDestination: { // SuppressionListDestination
 * //       SuppressionListImportAction: "DELETE" || "PUT", // required
 * //     },
 * //     ContactListDestination: { // ContactListDestination
 * //       ContactListName: "STRING_VALUE", // required
 * //       ContactListImportAction: "DELETE" || "PUT", // required
 * //     },
 * //   },
 * //   ImportDataSource: { // ImportDataSource
 * //     S3Url: "STRING_VALUE", // required
 * //     DataFormat: "CSV" || "JSON", // required
 * //   },
 * //   FailureInfo: { // FailureInfo
 * //     FailedRecordsS3Url: "STRING_VALUE",
 * //     ErrorMessage: "STRING_VALUE",
 * //   },
 * //   JobStatus: "CREATED" || "PROCESSING" || "COMPLETED" || "FAILED" || "CANCELLED",
 * //   CreatedTimestamp: new Date("TIMESTAMP"),
 * //   CompletedTimestamp: new Date("TIMESTAMP"),
 * //   ProcessedRecordsCount: Number("int"),
 * //   FailedRecordsCount: Number("int"),
 * // };
 *
 * ```
 *
 * @param xxxxxxxxxxxxxxxxxxxxxxxx - {@link GetImportJobCommandInput}
 * @returns {@link GetImportJobCommandOutput}
 * @see {@link GetImportJobCommandInput} xxx xxxxxxx's `input` xxxxx.
 * @see {@link GetImportJobCommandOutput} xxx xxxxxxx's `response` xxxxx.
 * @see {@link xxxx2xxxxxxxxxxxxxxxxxxxx | xxxxxx} xxx xxxx2xxxxxx's `config` xxxxx.
 *
 * @throws {@link BadRequestException} (client fault)
 *  <p>xxx xxxxx xxx xxxxxxxx xx xxxxxxx.</p>
 *
 * @throws {@link NotFoundException} (client fault)
 *  <p>xxx xxxxxxxx xxx xxxxxxxxx xx xxxxxx xxxxx't xxxxx.</p>
 *
 * @throws {@link TooManyRequestsException} (client fault)
 *  <p>xxx xxxx xxxxxxxx xxxx xxxx xxxx xx xxx xxxxxxxxx.</p>
 *
 * @throws {@link SESv2ServiceException}
 * <p>xxxx xxxxxxxxx xxxxx xxx xxx xxxxxxx xxxxxxxxxx xxxx xxxx2 xxxxxxx.</p>
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
