import type { MetadataBearer as __MetadataBearer } from "@smithy/types";
import type { DescribeImportInput, DescribeImportOutput } from "../models/models_0";
/**
 * @public
 */
xxxxxx xxxx { __xxxxxxxxxxxxxx };
/**
 * @public
 *
 * xxx xxxxx xxx {@link DescribeImportCommand}.
 */
xxxxxx xxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxxxx {
}
/**
 * @public
 *
 * xxx xxxxxx xx {@link DescribeImportCommand}.
 */
xxxxxx xxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxxxxx, __xxxxxxxxxxxxxx {
}
xxxxxxx xxxxx xxxxxxxxxxxxxxxxxxxxx_xxxx: {
    xxx (xxxxx: xxxxxxxxxxxxxxxxxxxxxxxxxx): xxxxxx("@smithy/xxxx/xxxxxx").xxxxxxxxxxx<DescribeImportCommandInput, DescribeImportCommandOutput, import("..").DynamoDBClientResolvedConfig, import("..").ServiceInputTypes, import("..").ServiceOutputTypes>;
    xxx (xxxxx: xxxxxxxxxxxxxxxxxxxxxxxxxx): xxxxxx("@smithy/xxxx/xxxxxx").xxxxxxxxxxx<DescribeImportCommandInput, DescribeImportCommandOutput, import("..").DynamoDBClientResolvedConfig, import("..").ServiceInputTypes, import("..").ServiceOutputTypes>;
    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx(): xxxxxx("@smithy/xxxxx").xxxxxxxxxxxxxxxxxxxxxxxxxxxxx;
};
/**
 * <p> xxxxxxxxxx xxx xxxxxxxxxx xx xxx xxxxxx. </p>
 * @example
 * xxx a xxxx-xxxxx xxxxxx xxx xxx xxxxxxx xxx xxxx xx xxxx xx API xxxx.
 * ```javascript
 * import { DynamoDBClient, DescribeImportCommand } from "@aws-sdk/client-dynamodb"; // ES Modules import
 * // const { DynamoDBClient, DescribeImportCommand } = require("@aws-sdk/client-dynamodb"); // CommonJS import
 * // import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
 * const config = {}; // type is DynamoDBClientConfig
 * const client = new DynamoDBClient(config);
 * const input = { // DescribeImportInput
 *   ImportArn: "STRING_VALUE", // required
 * };
 * const command = new DescribeImportCommand(input);
 * const response = await client.send(command);
 * // { // DescribeImportOutput
 * //   ImportTableDescription: { // ImportTableDescription
 * //     ImportArn: "STRING_VALUE",
 * //     ImportStatus: "IN_PROGRESS" || "COMPLETED" || "CANCELLING" || "CANCELLED" || "FAILED",
 * //     TableArn: "STRING_VALUE",
 * //     TableId: "STRING_VALUE",
 * //     ClientToken: "STRING_VALUE",
 * //     S3BucketSource: { // S3BucketSource
 * //       S3BucketOwner: "STRING_VALUE",
 * //       S3Bucket: "STRING_VALUE", // required
 * //       S3KeyPrefix: "STRING_VALUE",
 * //     },
 * //     ErrorCount: Number("long"),
 * //     CloudWatchLogGroupArn: "STRING_VALUE",
 * //     InputFormat: "DYNAMODB_JSON" || "ION" || "CSV",
 * //     InputFormatOptions: { // InputFormatOptions
 * //       Csv: { // CsvOptions
 * //         Delimiter: "STRING_VALUE",
 * //         HeaderList: [ // CsvHeaderList
 * //           "STRING_VALUE",
 * //         ],
 * //       },
 * //     },
 * //     InputCompressionType: "GZIP" || "ZSTD" || "NONE",
 * //     TableCreationParameters: { // TableCreationParameters
 * //       TableName: "STRING_VALUE", // required
 * //       AttributeDefinitions: [ // AttributeDefinitions // required
 * //         { // AttributeDefinition
 * //           AttributeName: "STRING_VALUE", // required
 * //           AttributeType: "S" || "N" || "B", // required
 * //         },
 * //       ],
 * //       KeySchema: [ // KeySchema // required
 * //         { // KeySchemaElement
 * //           AttributeName: "STRING_VALUE", // required
 * //           KeyType: "HASH" || "RANGE", // required
 * //         },
 * //       ],
 * //       BillingMode: "PROVISIONED" || "PAY_PER_REQUEST",
 * //       ProvisionedThroughput: { // ProvisionedThroughput
 * //         ReadCapacityUnits: Number("long"), // required
 * //         WriteCapacityUnits: Number("long"), // required
 * //       },
 * //       OnDemandThroughput: { // OnDemandThroughput
 * //         MaxReadRequestUnits: Number("long"),
 * //         MaxWriteRequestUnits: Number("long"),
 * //       },
 * //       SSESpecification: { // SSESpecification
 * //         Enabled: true || false,
 * //         SSEType: "AES256" || "KMS",
 * //         KMSMasterKeyId: "STRING_VALUE",
 * //       },
 * //       GlobalSecondaryIndexes: [ // GlobalSecondaryIndexList
 * //         { // GlobalSecondaryIndex
 * //           IndexName: "STRING_VALUE", // required
 * //           KeySchema: [ // required
 * //             {
 * //               AttributeName: "STRING_VALUE", // required
 * //               KeyType: "HASH" || "RANGE", // required
 * //             },
 * //           ],
 * //           Projection: { // Projection
 * //             ProjectionType: "ALL" || "KEYS_ONLY" || "INCLUDE",
 * //             NonKeyAttributes: [ // NonKeyAttributeNameList
 * //               "STRING_VALUE",
 * //             ],
 * //           },
 * //           ProvisionedThroughput: {
 * //             ReadCapacityUnits: Number("long"), // required
 * //             WriteCapacityUnits: Number("long"), // required
 * //           },
 * //           OnDemandThroughput: {
 * //             MaxReadRequestUnits: Number("long"),
 * //             MaxWriteRequestUnits: Number("long"),
 * //           },
 * //           WarmThroughput: { // WarmThroughput
 * //             ReadUnitsPerSecond: Number("long"),
 * //             WriteUnitsPerSecond: Number("long"),
 * //           },
 * //         },
 * //       ],
 * //       VectorIndexes: [ // VectorIndexList
 * //         { // VectorIndex
 * //           IndexName: "STRING_VALUE", // required
 * //           VectorAttribute: { // VectorAttributeDefinition
 * //             AttributeName: "STRING_VALUE", // required
 * //           },
 * //           SearchSchema: [ // SearchSchema
 * //             { // SearchSchemaElement
 * //               AttributeName: "STRING_VALUE", // required
 * //               SearchSchemaElementType: "HASH" || "INLINE_FILTER", // required
 * //             },
 * //           ],
 * //           Projection: {
 * //             ProjectionType: "ALL" || "KEYS_ONLY" || "INCLUDE",
 * //             NonKeyAttributes: [
 * //               "STRING_VALUE",
 * //             ],
 * //           },
 * //           Dimensions: Number("long"), // required
 * //           DistanceFunction: "COSINE" || "DOT_PRODUCT" || "EUCLIDEAN", // required
 * //         },
 * //       ],
 * //     },
 * //     StartTime: new Date("TIMESTAMP"),
 * //     EndTime: new Date("TIMESTAMP"),
 * //     ProcessedSizeBytes: Number("long"),
 * //     ProcessedItemCount: Number("long"),
 * //     ImportedItemCount: Number("long"),
 * //     FailureCode: "STRING_VALUE",
 * //     FailureMessage: "STRING_VALUE",
 * //   },
 * // };
 *
 * ```
 *
 * @param xxxxxxxxxxxxxxxxxxxxxxxxxx - {@link DescribeImportCommandInput}
 * @returns {@link DescribeImportCommandOutput}
 * @see {@link DescribeImportCommandInput} xxx xxxxxxx's `input` xxxxx.
 * @see {@link DescribeImportCommandOutput} xxx xxxxxxx's `response` xxxxx.
 * @see {@link xxxxxxxxxxxxxxxxxxxxxxxxxxxx | xxxxxx} xxx xxxxxxxxxxxxxx's `config` xxxxx.
 *
 * @throws {@link ImportNotFoundException} (client fault)
 *  <p> xxx xxxxxxxxx xxxxxx xxx xxx xxxxx. </p>
 *
 * @throws {@link DynamoDBServiceException}
 * <p>xxxx xxxxxxxxx xxxxx xxx xxx xxxxxxx xxxxxxxxxx xxxx xxxxxxxx xxxxxxx.</p>
 *
 *
 * @public
 */
xxxxxx xxxxxxx xxxxx xxxxxxxxxxxxxxxxxxxxx xxxxxxx xxxxxxxxxxxxxxxxxxxxx_xxxx {
    /** @internal xxxx xxxxxxxxxx xxxxxx, xxx xx xxxxxxx. */
    xxxxxxxxx xxxxxx __xxxxx: {
        xxx: {
            xxxxx: xxxxxxxxxxxxxxxxxxx;
            xxxxxx: xxxxxxxxxxxxxxxxxxxx;
        };
        xxx: {
            xxxxx: xxxxxxxxxxxxxxxxxxxxxxxxxx;
            xxxxxx: xxxxxxxxxxxxxxxxxxxxxxxxxxx;
        };
    };
}
