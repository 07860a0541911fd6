"""Credentials that nobody has, every way a chain can come by them, and who hands them out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

ACCOUNT = "414243444546"
REGION = "eu-west-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/reader"
WAYS = ("keys", "role", "sso", "web-identity", "none")
_START = "https://example.awsapps.com/start"
_STATUS = {200: "OK", 400: "Bad Request", 403: "Forbidden"}


@dataclass(frozen=True)
class Keys:
    """What signs a call."""

    key_id: str
    secret: str
    token: str | None = None

    def expiring(self):
        until = datetime.now(UTC) + timedelta(hours=1)
        return self.key_id, self.secret, self.token, until


OWN = Keys("AKIAOWNOWNOWNOWNOWN1", "own+secret/of+a+user+that+is+not+there+1")
OF_ROLE = Keys(
    "ASIAROLEROLEROLERO01", "role+secret/of+nobody/that+is+there+++01", "role-token-" * 9
)
OF_SSO = Keys("ASIASSOSSOSSOSSOSS01", "sso+secret/of+nobody/that+is+there++++01", "sso-token--" * 9)
OF_WEB = Keys("ASIAWEBWEBWEBWEBWE01", "web+secret/of+nobody/that+is+there++++01", "web-token--" * 9)
SSO_TOKEN = "sso-access-token-of-nobody-0123456789"
WEB_TOKEN = "eyJhbGciOiJub25lIn0.web-identity-of-nobody.0123456789"
SECRETS = tuple(
    part for one in (OWN, OF_ROLE, OF_SSO, OF_WEB) for part in (one.key_id, one.secret, one.token)
)
SECRETS = (*filter(None, SECRETS), SSO_TOKEN, WEB_TOKEN, ACCOUNT, ROLE)


def configure(way, home):
    """Write the files of a way to credentials; return the variables that choose it."""
    config, credentials = home / ".aws" / "config", home / ".aws" / "credentials"
    keys = f"aws_access_key_id = {OWN.key_id}\naws_secret_access_key = {OWN.secret}\n"
    if way == "keys":
        return {"AWS_ACCESS_KEY_ID": OWN.key_id, "AWS_SECRET_ACCESS_KEY": OWN.secret}
    if way == "role":
        credentials.write_text(f"[own]\n{keys}")
        config.write_text(f"[profile reader]\nrole_arn = {ROLE}\nsource_profile = own\n")
        return {"AWS_PROFILE": "reader"}
    if way == "sso":
        config.write_text(
            f"[profile reader]\nsso_start_url = {_START}\nsso_region = {REGION}\n"
            f"sso_account_id = {ACCOUNT}\nsso_role_name = reader\n"
        )
        session = (
            home / ".aws" / "sso" / "cache" / f"{hashlib.sha1(_START.encode()).hexdigest()}.json"
        )
        session.parent.mkdir(parents=True, exist_ok=True)
        until = f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
        session.write_text(json.dumps({"accessToken": SSO_TOKEN, "expiresAt": until}))
        return {"AWS_PROFILE": "reader"}
    if way == "web-identity":
        (home / "token").write_text(WEB_TOKEN)
        return {"AWS_ROLE_ARN": ROLE, "AWS_WEB_IDENTITY_TOKEN_FILE": str(home / "token")}
    return {}


def _told(start_response, status, kind, text):
    start_response(f"{status} {_STATUS[status]}", [("content-type", kind)])
    return [text.encode()]


def sts(request, start_response):
    """Answer who asks STS."""
    given = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    action = given.get("Action", "")
    keys = {"AssumeRole": OF_ROLE, "AssumeRoleWithWebIdentity": OF_WEB}.get(action)
    if action == "GetCallerIdentity":
        result = (
            f"<Arn>arn:aws:sts::{ACCOUNT}:assumed-role/reader/x</Arn><UserId>AROAX:x</UserId>"
            f"<Account>{ACCOUNT}</Account>"
        )
    elif keys is None or given.get("WebIdentityToken", WEB_TOKEN) != WEB_TOKEN:
        error = "<ErrorResponse><Error><Code>InvalidIdentityToken</Code></Error></ErrorResponse>"
        return _told(start_response, 400, "text/xml", error)
    else:
        key_id, secret, token, until = keys.expiring()
        result = (
            f"<Credentials><AccessKeyId>{key_id}</AccessKeyId><SecretAccessKey>{secret}"
            f"</SecretAccessKey><SessionToken>{token}</SessionToken><Expiration>"
            f"{until:%Y-%m-%dT%H:%M:%SZ}</Expiration></Credentials>"
        )
    name = f"{action}Result"
    text = f"<{action}Response><{name}>{result}</{name}></{action}Response>"
    return _told(start_response, 200, "text/xml", text)


def sso(request, start_response):
    """Answer who asks the portal of SSO for the keys of a role."""
    if request.headers.get("x-amz-sso_bearer_token") != SSO_TOKEN:
        error = json.dumps(
            {"__type": "UnauthorizedException", "message": "Session token not found"}
        )
        return _told(start_response, 403, "application/json", error)
    key_id, secret, token, until = OF_SSO.expiring()
    found = {
        "accessKeyId": key_id,
        "secretAccessKey": secret,
        "sessionToken": token,
        "expiration": int(until.timestamp() * 1000),
    }
    return _told(start_response, 200, "application/json", json.dumps({"roleCredentials": found}))
