import type { MetadataBearer as __MetadataBearer } from "@smithy/types";
import type { GetJobRunRequest, GetJobRunResponse } from "../models/models_2";
/**
 * @public
 */
xxxxxx xxxx { __xxxxxxxxxxxxxx };
/**
 * @public
 *
 * xxx xxxxx xxx {@link GetJobRunCommand}.
 */
xxxxxx xxxxxxxxx xxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxx {
}
/**
 * @public
 *
 * xxx xxxxxx xx {@link GetJobRunCommand}.
 */
xxxxxx xxxxxxxxx xxxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxx, __xxxxxxxxxxxxxx {
}
xxxxxxx xxxxx xxxxxxxxxxxxxxxx_xxxx: {
    xxx (xxxxx: xxxxxxxxxxxxxxxxxxxxx): xxxxxx("@smithy/xxxx/xxxxxx").xxxxxxxxxxx<GetJobRunCommandInput, GetJobRunCommandOutput, import("..").GlueClientResolvedConfig, import("..").ServiceInputTypes, import("..").ServiceOutputTypes>;
    xxx (xxxxx: xxxxxxxxxxxxxxxxxxxxx): xxxxxx("@smithy/xxxx/xxxxxx").xxxxxxxxxxx<GetJobRunCommandInput, GetJobRunCommandOutput, import("..").GlueClientResolvedConfig, import("..").ServiceInputTypes, import("..").ServiceOutputTypes>;
    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx(): xxxxxx("@smithy/xxxxx").xxxxxxxxxxxxxxxxxxxxxxxxxxxxx;
};
/**
 * <p>xxxxxxxxx xxx xxxxxxxx xxx a xxxxx xxx xxx. xxx xxx xxxxxxx xx xxxxxxxxxx xxx 365 xxxx xxx xxxx xxxxxxxx xxx xxx xxx.</p>
 * @example
 * xxx a xxxx-xxxxx xxxxxx xxx xxx xxxxxxx xxx xxxx xx xxxx xx API xxxx.
 * ```javascript
 * import { GlueClient, GetJobRunCommand } from "@aws-sdk/client-glue"; // ES Modules import
 * // const { GlueClient, GetJobRunCommand } = require("@aws-sdk/client-glue"); // CommonJS import
 * // import type { GlueClientConfig } from "@aws-sdk/client-glue";
 * const config = {}; // type is GlueClientConfig
 * const client = new GlueClient(config);
 * const input = { // GetJobRunRequest
 *   JobName: "STRING_VALUE", // required
 *   RunId: "STRING_VALUE", // required
 *   PredecessorsIncluded: true || false,
 * };
 * const command = new GetJobRunCommand(input);
 * const response = await client.send(command);
 * // { // GetJobRunResponse
 * //   JobRun: { // JobRun
 * //     Id: "STRING_VALUE",
 * //     Attempt: Number("int"),
 * //     PreviousRunId: "STRING_VALUE",
 * //     TriggerName: "STRING_VALUE",
 * //     JobName: "STRING_VALUE",
 * //     JobMode: "SCRIPT" || "VISUAL" || "NOTEBOOK",
 * //     JobRunQueuingEnabled: true || false,
 * //     StartedOn: new Date("TIMESTAMP"),
 * //     LastModifiedOn: new Date("TIMESTAMP"),
 * //     CompletedOn: new Date("TIMESTAMP"),
 * //     JobRunState: "STARTING" || "RUNNING" || "STOPPING" || "STOPPED" || "SUCCEEDED" || "FAILED" || "TIMEOUT" || "ERROR" || "WAITING" || "EXPIRED",
 * //     Arguments: { // GenericMap
 * //       "<keys>": "STRING_VALUE",
 * //     },
 * //     ErrorMessage: "STRING_VALUE",
 * //     PredecessorRuns: [ // PredecessorList
 * //       { // Predecessor
 * //         JobName: "STRING_VALUE",
 * //         RunId: "STRING_VALUE",
 * //       },
 * //     ],
 * //     AllocatedCapacity: Number("int"),
 * //     ExecutionTime: Number("int"),
 * //     Timeout: Number("int"),
 * //     MaxCapacity: Number("double"),
 * //     WorkerType: "Standard" || "G.1X" || "G.2X" || "G.4X" || "G.8X" || "G.025X" || "Z.2X" || "G.12X" || "G.16X" || "R.1X" || "R.2X" || "R.4X" || "R.8X",
 * //     NumberOfWorkers: Number("int"),
 * //     SecurityConfiguration: "STRING_VALUE",
 * //     LogGroupName: "STRING_VALUE",
 * //     NotificationProperty: { // NotificationProperty
 * //       NotifyDelayAfter: Number("int"),
 * //     },
 * //     GlueVersion: "STRING_VALUE",
 * //     DPUSeconds: Number("double"),
 * //     ExecutionClass: "FLEX" || "STANDARD",
 * //     MaintenanceWindow: "STRING_VALUE",
 * //     ProfileName: "STRING_VALUE",
 * //     StateDetail: "STRING_VALUE",
 * //     ExecutionRoleSessionPolicy: "STRING_VALUE",
 * //   },
 * // };
 *
 * ```
 *
 * @param xxxxxxxxxxxxxxxxxxxxx - {@link GetJobRunCommandInput}
 * @returns {@link GetJobRunCommandOutput}
 * @see {@link GetJobRunCommandInput} xxx xxxxxxx's `input` xxxxx.
 * @see {@link GetJobRunCommandOutput} xxx xxxxxxx's `response` xxxxx.
 * @see {@link xxxxxxxxxxxxxxxxxxxxxxxx | xxxxxx} xxx xxxxxxxxxx's `config` xxxxx.
 *
 * @throws {@link EntityNotFoundException} (client fault)
 *  <p>A xxxxxxxxx xxxxxx xxxx xxx xxxxx</p>
 *
 * @throws {@link InternalServiceException} (server fault)
 *  <p>xx xxxxxxxx xxxxxxx xxxxx xxxxxxxx.</p>
 *
 * @throws {@link InvalidInputException} (client fault)
 *  <p>xxx xxxxx xxxxxxxx xxx xxx xxxxx.</p>
 *
 * @throws {@link OperationTimeoutException} (client fault)
 *  <p>xxx xxxxxxxxx xxxxx xxx.</p>
 *
 * @throws {@link GlueServiceException}
 * <p>xxxx xxxxxxxxx xxxxx xxx xxx xxxxxxx xxxxxxxxxx xxxx xxxx xxxxxxx.</p>
 *
 *
 * @public
 */
xxxxxx xxxxxxx xxxxx xxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxx_xxxx {
    /** @internal xxxx xxxxxxxxxx xxxxxx, xxx xx xxxxxxx. */
    xxxxxxxxx xxxxxx __xxxxx: {
        xxx: {
            xxxxx: xxxxxxxxxxxxxxxx;
            xxxxxx: xxxxxxxxxxxxxxxxx;
        };
        xxx: {
            xxxxx: xxxxxxxxxxxxxxxxxxxxx;
            xxxxxx: xxxxxxxxxxxxxxxxxxxxxx;
        };
    };
}
