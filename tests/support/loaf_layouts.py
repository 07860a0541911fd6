"""One job, a loaf that is baked, as each layout of a documentation page shows it."""

CLI = """\
[ aws . bakery ]

get-loaf-job
************

Description
***********

Output
******

LoafId -> (string)

    Which loaf.

Status -> (string)

    How far.

    Possible values:

    * ``RISING``
    * ``BAKED``

Crumbs -> (integer)

Toppings -> (list)

    (string)

Ovens -> (map)

    key -> (string)

    value -> (structure)

        Heat -> (double)

BakedAt -> (timestamp)
"""

FACTS = {
    "LoafId": "string",
    "Status": ("RISING", "BAKED"),
    "Crumbs": "integer",
    "Toppings": ["string"],
    "Ovens": ("map", "string", {"Heat": "float"}),
    "BakedAt": "timestamp",
}

PHP = """\
GetLoafJob
$result = $client->getLoafJob([/* ... */]);
$promise = $client->getLoafJobAsync([/* ... */]);
Parameter Syntax
Result Syntax
[
    'LoafId' => '<string>',
    'Status' => 'RISING|BAKED',
    'Crumbs' => <integer>,
    'Toppings' => ['<string>', ...],
    'Ovens' => [
        '<OvenName>' => [
            'Heat' => <float>,
        ],
        // ...
    ],
    'BakedAt' => <DateTime>,
]
"""

RUBY = """\
#   resp = client.get_loaf_job({
#     loaf_id: "LoafId", # required
#   })
#
# @example Response structure
#
#   resp.loaf_id #=> String
#   resp.status #=> String, one of "RISING", "BAKED"
#   resp.crumbs #=> Integer
#   resp.toppings #=> Array
#   resp.toppings[0] #=> String
#   resp.ovens #=> Hash
#   resp.ovens["OvenName"].heat #=> Float
#   resp.baked_at #=> Time
#
"""

JAVASCRIPT = """\
/**
 * import { BakeryClient, GetLoafJobCommand } from "@aws-sdk/client-bakery";
 * const command = new GetLoafJobCommand(input);
 * const response = await client.send(command);
 * // { // GetLoafJobResponse
 * //   LoafId: "STRING_VALUE",
 * //   Status: "RISING" || "BAKED", // required
 * //   Crumbs: Number("int"),
 * //   Toppings: [ // Toppings
 * //     "STRING_VALUE",
 * //   ],
 * //   Ovens: { // Ovens
 * //     "<keys>": { // Oven
 * //       Heat: Number("double"),
 * //     },
 * //   },
 * //   BakedAt: new Date("TIMESTAMP"),
 * // };
 *
 * @throws {@link OvenColdException} (client fault)
 */
"""

SNAKE = {
    "loaf_id": "text",  # or a blob, which Ruby shows as a String too
    "status": ("RISING", "BAKED"),
    "crumbs": "integer",
    "toppings": ["text"],
    "ovens": ("map", "string", {"heat": "float"}),
    "baked_at": "timestamp",
}

ALL_LEVELS = {
    "aws-cli": (CLI, FACTS, "get_loaf_job"),
    "php": (PHP, FACTS, "GetLoafJob"),
    "ruby-client": (RUBY, SNAKE, "get_loaf_job"),
    "javascript": (JAVASCRIPT, FACTS, "GetLoafJob"),
}

DOTNET = """\
The GetLoafJobResponse type exposes the following members
Namespace: Amazon.Bakery.Model
Properties
NameTypeDescription
Public Property BakedAt System.DateTime
Public Property ContentLength System.Int64 Inherited from Amazon.Runtime.AmazonWebServiceResponse.
Public Property FailedRecordsCount System.Int32
Public Property Loaf Amazon.Bakery.Model.Loaf
Public Property ResponseMetadata Amazon.Runtime.ResponseMetadata
Public Property Status Amazon.Bakery.LoafStatus
Public Property Tags System.Collections.Generic.List<System.String>
"""

RUST = """\
Struct aws_sdk_bakery::operation::get_loaf_job::GetLoafJobOutput
#[non_exhaustive]pub struct GetLoafJobOutput {
pub baked_at: Option<DateTime>,
pub crumbs: Option<i32>,
pub loaf: Option<Loaf>,
pub tags: Option<HashMap<String, String>>,
/* private fields */
}
"""

TYPES = """\
Class: Aws::Bakery::Types::GetLoafJobResponse
Instance Attribute Details
#baked_at ⇒ Time
When.
#job_status ⇒ String
How far.
Possible values:
- RISING
- BAKED
#loaf ⇒ Types::Loaf
#toppings ⇒ Array<String>
"""

JAVA = """\
software.amazon.awssdk.services.bakery.model
Class GetLoafJobResponse
Method Summary
final Instant\tbakedAt()
final boolean\thasToppings()
final Loaf\tloaf()
final LoafStatus\tstatus()
final String\tstatusAsString()
final List<String>\ttoppings()
final String\ttoString()
"""

KOTLIN = """\
bakery / aws.sdk.kotlin.services.bakery.model / GetLoafJobResponse
class GetLoafJobResponse
Properties
val
bakedAt
:
Instant
?
val crumbs: Int
val loaf: Loaf?
val toppings: List<String>?
"""

ABAP = """\
/AWS1/IF_BKY=>GETLOAFJOB()
About GetLoafJob
lo_result = lo_result.
IF lo_result IS NOT INITIAL.
  lv_loafid = lo_result->get_loafid( ).
  lo_oven = lo_result->get_oven( ).
  IF lo_oven IS NOT INITIAL.
    lv_heat = lo_oven->get_heat( ).
  ENDIF.
ENDIF.
"""

MODEL = """\
/AWS1/CL_BKYLOAF
Queryable Attributes
LoafId
Accessible with the following methods
GET_LOAFID() Getter for LOAFID, with configurable default
ASK_LOAFID() Getter for LOAFID w/ exceptions if field has no value
"""

ONE_LEVEL = {
    "dotnet": (
        DOTNET,
        {
            "BakedAt": "timestamp",
            "FailedRecordsCount": "integer",
            "Loaf": {},
            "Status": "string",
            "Tags": ["string"],
        },
    ),
    "rust": (
        RUST,
        {
            "baked_at": "timestamp",
            "crumbs": "integer",
            "loaf": "open",
            "tags": ("map", "string", "string"),
        },
    ),
    "ruby-types": (
        TYPES,
        {
            "baked_at": "timestamp",
            "job_status": ("RISING", "BAKED"),
            "loaf": {},
            "toppings": ["text"],
        },
    ),
    "java": (
        JAVA,
        {"bakedAt": "timestamp", "loaf": {}, "status": "string", "toppings": ["string"]},
    ),
    "kotlin": (
        KOTLIN,
        {"bakedAt": "timestamp", "crumbs": "integer", "loaf": "open", "toppings": ["string"]},
    ),
    "abap": (ABAP, {"loafid": "open", "oven": {"heat": "open"}}),
}

REST = """\
# Loaf job

## HTTP methods

### GET

**Operation ID:** `GetLoafJob`

| Status code | Response model | Description |
| --- |--- |--- |
| 200 | LoafJobResponse | The request succeeded. |
| 404 | MessageBody | It was not found (NotFoundException). |

## Schemas

#### LoafJobResponse schema

```
{ "Status": enum, "Crumbs": integer, "Definition": { "Url": "string" } }
```

## Properties

### LoafResource

| Property | Type | Required | Description |
| --- |--- |--- |--- |
| Url | string | True | Where. |

### LoafJobResponse

| Property | Type | Required | Description |
| --- |--- |--- |--- |
| Crumbs | integer | False | Of it. |
| Definition | [LoafResource](#x) | True | What. |
| Status | string<br />Values: `RISING \\| BAKED` | True | How far. |
"""
