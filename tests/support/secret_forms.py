"""The one table of what is secret by its form: what each text is, and what a sentence shows of it.

What stands in « » is the secret: no part of it, four letters or more, may be left anywhere.
"""

# ruff: noqa: E501 - a row of the table is one line

import re

KEY = "IOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "aB3xYz9QkL0wVu8TsR7pOn6MlKj5IhGf4EdCb2ZaYx1WvUtSrQpOnMlKjIhGf9"
TOKEN_URL = "aB3x-z9QkL0w_u8TsR7pOn6-lKj5IhGf4_dCb2ZaYx1W-UtSrQpOnMl_jIhGf9"
SIGNATURE = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"

TABLE = {
    "ARN": ("by «arn:aws:iam::210987654321:role/winter», no", "by <arn>, no"),
    "ARN that is torn": ("by «arn:aws:iam::2109", "by <arn>"),
    "ARN in capitals": ("«ARN:AWS:IAM::210987654321:role/winter»", "<arn>"),
    **{
        f"id {prefix}": (f"key «{prefix}{KEY}» is", "key <key-id> is")
        for prefix in (
            *("AKIA", "ASIA", "AROA", "AIDA", "AGPA", "AIPA", "ANPA", "ANVA", "APKA", "ABIA"),
            *("ACCA", "ASCA", "A3TX"),
        )
    },
    "id in small letters": ("«akiaiosfodnn7example»", "<key-id>"),
    "id that is glued": (f"x«AKIA{KEY}»x", "x<key-id>x"),
    "id behind percent": (f"Credential%3D«AKIA{KEY}»%2F2020", "Credential%3D<key-id>%2F2020"),
    "secret key": (f"is «{SECRET_KEY}» there", "is <secret-key> there"),
    "secret key before a path": (f"is «{SECRET_KEY}»/1.1 429", "is <secret-key>/1.1 429"),
    "secret key behind a path": (f"of /«{SECRET_KEY}» there", "of /<secret-key> there"),
    "secret key behind =": (f"aws_secret_access_key=«{SECRET_KEY}»", "aws_secret_access_key=<secret>"),
    "secret key in a file": (f"aws_secret_access_key = «{SECRET_KEY}»", "aws_secret_access_key = <secret>"),
    "secret key in a variable": (f"AWS_SECRET_ACCESS_KEY='«{SECRET_KEY}»'", "AWS_SECRET_ACCESS_KEY='<secret>'"),
    "signature in a header": ("X-Amz-Signature: «0f1e2d3c4b»", "X-Amz-Signature: <secret>"),
    "signature in JSON": ('{"Signature": "«vjby/xybd+»"}', '{"Signature": "<secret>"}'),
    "signature in JSON in a text": (r'{\"Signature\":\"«vjbyxybd»\"}', r'{\"Signature\":\"<secret>\"}'),
    "signature alone": (f"of «{SIGNATURE}».", "of <signature>."),
    "signature in a query": ("GET /?Signature=«abcdef0189»&x=1", "GET /?Signature=<secret>&x=1"),
    "account": ("of «210987654321» now", "of <account> now"),
    "account with hyphens": ("of «2109-8765-4321» now", "of <account> now"),
    "account in threes": ("of «210-987-654-321» now", "of <account> now"),
    "account with dots": ("of «2109.8765.4321» now", "of <account> now"),
    "account between dots": ("a.«210987654321».b", "a.<account>.b"),
    "account that is glued": ("acct«210987654321»x", "acct<account>x"),
    "account behind a hyphen": ("import-«210987654321»", "import-<account>"),
    "session token": (f"see «{TOKEN}»!", "see <token>!"),
    "session token in base64url": (f"see «{TOKEN_URL}»!", "see <token>!"),
    "session token in lines": (f"see «{TOKEN[:32]}\n{TOKEN[32:]}»!", "see <token>!"),
    "session token in escaped lines": (rf"see «{TOKEN[:32]}\n{TOKEN[32:]}»!", "see <token>!"),
    "session token by its beginning": ("«IQoJb3JpZ2luX2VjEJ7h»", "<token>"),
    "session token by its name": ("X-Amz-Security-Token: «shrtTkn9»", "X-Amz-Security-Token: <secret>"),
    "bearer": ("Authorization: Bearer «abc12defg»", "Authorization: Bearer <token>"),
    "bearer that is short": ("bearer «abc12» is", "bearer <token> is"),
    "JWT": ("«eyJhbGciOi.eyJzdWIi.sigx_-»", "<token>"),
    "GitHub": ("«ghp_abcdef0123456789»", "<token>"),
    "Slack": ("«xoxb-1234-abcd-defg»", "<token>"),
    "Stripe": ("«sk_live_abcdefgh1234»", "<token>"),
    "bucket": ("in «winter».s3.eu-west-1.amazonaws.com", "in <bucket>.s3.eu-west-1.amazonaws.com"),
    "bucket with a scheme": ("https://«winter».s3.amazonaws.com/«deep/key»", "https://<bucket>.s3.amazonaws.com/<s3-key>"),
    "bucket of a website": ("«winter».s3-website-us-east-1.amazonaws.com", "<bucket>.s3-website-us-east-1.amazonaws.com"),
    "bucket in a path": ("s3.dualstack.us-east-1.amazonaws.com/«winter/deep»", "s3.dualstack.us-east-1.amazonaws.com/<s3-key>"),
    "access point": ("«winter-mine».s3-accesspoint.us-east-1.amazonaws.com", "<bucket>.s3-accesspoint.us-east-1.amazonaws.com"),
    "S3 URL": ("s3://«winter/deep»", "s3://<s3-url>"),
    "signed URL": ("https://«h.test/deep»?X-Amz-Signature=«abcd0123» end", "https://<signed-url> end"),
    "query": ("https://h.test/x?a=«winter» end", "https://h.test/x?<query> end"),
    "user of a URL": ("postgres://«jane:winter»@host/", "postgres://<user>@host/"),
    "PEM": ("-----BEGIN RSA PRIVATE KEY-----«\nMIIEabcd\nefgh=\n»-----END RSA PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----<private-key>-----END RSA PRIVATE KEY-----"),
    "PEM that is escaped and torn": (r"-----BEGIN PRIVATE KEY-----«\nMIIEabcd\nefgh»", "-----BEGIN PRIVATE KEY-----<private-key>"),
    "password": ("login password=«hunter2x» ok", "login password=<secret> ok"),
    "password in YAML": ("passwd: «hunter2x»", "passwd: <secret>"),
    "password in a form": ("a=1&pwd=«hunter2x»&b=2", "a=1&pwd=<secret>&b=2"),
    "password of many words": ('"password": "«winter garden»"', '"password": "<secret>"'),
    "password in XML": ("<Password>«hunter2x»</Password>", "<Password><secret></Password>"),
    "password of a command": ("--password «hunter2x»", "--password <secret>"),
    "API key": ("api_key='«abcdefgh»'", "api_key='<secret>'"),
    "cursor": ('{"NextToken":"«abcdefgh»"}', '{"NextToken":"<secret>"}'),
    "cookie": ("Set-Cookie: «session=abcdefgh; Path=/deep»", "Set-Cookie: <cookie>"),
    "e-mail": ("to «jane.roe+x@mail.example.com».", "to <e-mail>."),
    "e-mail with percent": ("to «jane%40example.com»", "to <e-mail>"),
    "telephone": ("call +«49 170 1234567»", "call +<phone>"),
}  # fmt: skip

STAYS = [
    *("COMPLETED", "PREPARING_FOR_INITIALIZATION", "PartiallySucceeded", "in-progress", "v1.2.3"),
    *("2020-08-12T17:05:15.243Z", "20200812T170515Z", "G.1X", "AWSGlue:4.0"),
    "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    *("ImportTableDescription", "FailedRecordsS3Url", "NextToken", "SignatureVersion", "tokenized"),
    "0e52d8c6e1f0b6b1bf7c8ee2e6e1a1d2c3b4a596",
    "AmazonSageMakerFeatureStoreOfflineTableImportJobIdentifier",
]
"""Names, statuses, instants, ids and versions that look like a service's own."""

SENTENCES = [
    "at 1597251915243 of 00000000-1111-2222-3333-444444444444",
    "The security token included in the request is invalid",
    "ExpiredToken: The provided token has expired",
    "ends at 0.210987654321 of 192.168.100.200, basic plan, token is missing",
    "https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetImportJob.html",
    "550e8400-e29b-41d4-a716-446655440000 at 2020-08-12T17:05:15+02:00",
]
"""What no form may take for a secret."""


def plain(marked):
    """Return a text of the table without its marks."""
    return re.sub("[«»]", "", marked)


def pieces(marked):
    """Return the parts of the secret in a text of the table that may be left nowhere."""
    inside = re.findall("«([^»]*)", marked)
    words = [word for one in inside for word in re.findall("[A-Za-z0-9]{4,}", one)]
    return {word for word in words if word.lower() not in PUBLIC}


PUBLIC = {"akia", "asia", "role", "session", "path", "mail", "test", "example", "live"}
"""Words that say nothing of a secret, though they stand in one."""
