"""One invented job, documented in every layout that is read, and its facts as literals."""

from __future__ import annotations

import re

from aws_job_conformance.authoring._response_syntax import DocumentedShape
from aws_job_conformance.authoring.pages.documented import Page
from aws_job_conformance.authoring.pages.reading import read as read_page
from aws_job_conformance.core.errors import SyntaxPageError

BLOCK = """\
{
    'LoafId': 'string',
    'Status': 'RISING'|'BAKED'|'BURNT',
    'Crumbs': 123,
    'Weight': 123.0,
    'Sliced': True|False,
    'BakedAt': datetime(2015, 1, 1),
    'Photo': b'bytes',
    'Recipe': {
        'Flour': 'RYE',
        'Secret': {}
    },
    'Toppings': [
        'string',
    ],
    'Ovens': {
        'string': {
            'Heat': 123
        }
    },
    'Prices': {
        'EUR'|'CHF': 123.0
    }
}"""
FACTS = {
    "LoafId": "string",
    "Status": ("RISING", "BAKED", "BURNT"),
    "Crumbs": "integer",
    "Weight": "float",
    "Sliced": "boolean",
    "BakedAt": "timestamp",
    "Photo": "blob",
    "Recipe": {"Flour": ("RYE",), "Secret": {}},
    "Toppings": ["string"],
    "Ovens": ("map", "string", {"Heat": "integer"}),
    "Prices": ("map", ("EUR", "CHF"), "float"),
}
BULLETS = f"""\
Bakery / Client / get_loaf_job

get_loaf_job

Bakery.Client.get_loaf_job(**kwargs)

Tells how the baking goes. The Response Syntax is further down.

Request Syntax

response = client.get_loaf_job(
    LoafId='string'
)
Parameters:

• LoafId (string) –

Returns:

Response Syntax

{BLOCK}

Response Structure

  • (dict) –

    • LoafId (string) –

      Which loaf.

Exceptions

  • Bakery.Client.exceptions.OvenColdException

  • Bakery.Client.exceptions.NoSuchLoafException
"""
RAISES = frozenset({"OvenColdException", "NoSuchLoafException"})
SAME_PAGE = {
    "bullets": BULLETS,
    "dashes": BULLETS.replace("•", "-").replace("–", "--"),
    "flattened onto one line": " ".join(
        BULLETS.replace("•", "-").replace("Response Syntax\n\n", "- Response Syntax- ").split()
    ),
    "flattened with a line for each entry": BULLETS.replace(
        "Response Syntax\n\n" + BLOCK, "- Response Syntax- " + " ".join(BLOCK.split()) + " -"
    ),
    "pilcrows": re.sub(
        r"^(get_loaf_job|Bakery\.Client.*|Response \w+)$", r"\1¶", BULLETS, flags=re.MULTILINE
    ),
    "headings that end in a number sign": re.sub(
        r"^(get_loaf_job|Bakery\.Client.*|Response \w+|Exceptions)$",
        r"\1#",
        BULLETS,
        flags=re.MULTILINE,
    ),
    "Markdown headings": re.sub(
        r"^(Request|Response) Syntax$", r"### \1 Syntax", BULLETS, flags=re.MULTILINE
    ),
    "no breadcrumb": BULLETS.partition("\n\n")[2],
    "the old signature and no breadcrumb": BULLETS.partition("\n\n")[2].replace(
        "Bakery.Client.get_loaf_job(**kwargs)", "get_loaf_job(**kwargs)"
    ),
    "no request": re.sub(r"Request Syntax.*?\)\n", "", BULLETS, flags=re.DOTALL),
    "CRLF line ends": BULLETS.replace("\n", "\r\n"),
    "tabs": BULLETS.replace("    ", "\t"),
    "no-break spaces": BULLETS.replace("    ", "\xa0\xa0"),
    "a byte order mark": "\ufeff" + BULLETS,
    "trailing commas": re.sub(r"(?<=[\w'}\])])\n(\s*[}\]])", r",\n\1", BULLETS),
    "double quotes": BULLETS.replace("'", '"'),
}
INTERFACE = """\
IBakeryGetLoafJobResponse
Interface in AWS.Bakery
Interface for GetLoafJob responses.
Properties
BakedAt
property BakedAt: TOptional<TDateTime>
When it left the oven.
Crumbs
property Crumbs: TOptional<Integer>
How many crumbs fell so far:
MANY – keep a broom.
LoafId
property LoafId: string
Name of the loaf, an ID – not a number.
Recipe
property Recipe: IBakeryRecipe
What went in.
Size
property Size: TOptional<string>
Its size, one of: S_1 - a roll. LARGE – a loaf.
Sliced
property Sliced: TOptional<Boolean>;
Whether it is cut.
Status
property Status: string
How far it is. Either of:
RISING– It waits.IN_OVEN — It is hot, a well-known state.BAKED- It is done.BURNT – Sorry, a NO-GO.
After RISING – never before – it is hot.
"""


def plain(shape: DocumentedShape) -> object:
    """Write a shape as literals: dict, [item], ("map", key, value), enum or name of the kind."""
    if shape.kind == "structure":
        return {name: plain(member) for name, member in shape.members.items()}
    if shape.kind == "list":
        return [plain(shape.member)]
    if shape.kind == "map":
        return ("map", plain(shape.key), plain(shape.member))
    return shape.enum or shape.kind


def outcome(text: str) -> Page | SyntaxPageError:
    """Return the page or the one error that reading may raise; any other error is the test's."""
    try:
        return read_page(text)
    except SyntaxPageError as error:
        return error
