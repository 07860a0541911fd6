"""Tries with ids, with handlers of a client's events, and with the client's own insides."""

from __future__ import annotations

import io

from botocore.awsrequest import AWSRequest
from botocore.model import OperationModel

from support.tricks import TRICKS, trick


def asks(client):
    return client.get_import_job(JobId="x")


def on(event, handler, *, last=True):
    """Return a trick that registers a handler on a run's client, and asks for a job."""

    def run(here):
        client = here.client("sesv2")
        add = client.meta.events.register_last if last else client.meta.events.register_first
        add(event, handler)
        return asks(client)

    return run


IDS = {
    "the segment .": ".",
    "the segment ..": "..",
    "an encoded ..": "%2e%2e",
    "a twice encoded ..": "%252e%252E",
    "a way up": "a/../b",
    "an encoded way up": "a%2F..%2Fb",
    "a slash": "x/delete",
    "an encoded slash": "x%2fdelete",
    "a backslash": "..\\x",
    "a .. with a parameter": "..;v=1",
    "a .. with blanks": " .. ",
    "a .. of full width": "\uff0e\uff0e",
    "nothing": "",
    "slashes side by side": "arn:aws:x:y:1:a//b",
    "NUL": "a\0b",
    "CR LF": "a\r\nX-Evil: 1",
    "an encoded line": "a%0d%0ab",
    "no UTF-8": "a\udc80",
}
TRICKS.update({
    f"an id: {name}": (lambda here, text=text: here.client("sesv2").get_import_job(JobId=text),
                       "JobId is .*, which .*that may be another call")
    for name, text in IDS.items()
})  # fmt: skip


@trick("an id: another operation's path", "its path is that of ListSessions too")
def _(here):
    client = here.client("workspaces-web")
    client.get_portal(portalArn="x/sessions")


@trick("a token with NUL in the query", "parameters is .*, which holds the control character")
def _(here):
    here.client("apigateway").get_export(
        restApiId="x", stageName="x", exportType="x", parameters={"a": "b\0"}
    )


@trick("a header of two lines", "accepts is .*, which holds the control character")
def _(here):
    here.client("apigateway").get_export(
        restApiId="x", stageName="x", exportType="x", accepts="a\r\nX-Evil: 1"
    )


def changed(**told):
    return lambda params, **_: params.update(told)


def put(**told):
    def handler(request, **_):
        for name, value in told.items():
            setattr(request, name, value)

    return handler


def header(name, value):
    return lambda request, **_: request.headers.update({name: value})


def moved(request, **_):
    request.url = request.url.replace("import-jobs", "identities")


HANDLERS = {
    "provide-client-params gives other inputs": (
        on("provide-client-params.*.*", lambda **_: {"JobId": ".."}),
        "in its path is or holds",
    ),
    "before-parameter-build changes an id": (
        on("before-parameter-build.*.*", changed(JobId=".")),
        "in its path is or holds",
    ),
    "before-call changes the method": (
        on("before-call.*.*", changed(method="DELETE")),
        "its method is 'DELETE'",
    ),
    "before-call changes the URL": (
        on(
            "before-call.*.*",
            lambda params, **_: (
                moved(type("", (), params))
                or params.update(url=params["url"].replace("import-jobs", "identities"))
            ),
        ),
        "its path is",
    ),
    "before-call adds a body": (on("before-call.*.*", changed(body=b"{}")), None),
    "before-call adds members": (on("before-call.*.*", changed(body=b'{"a": 1}')), "its body"),
    "before-call adds a target": (
        on("before-call.*.*", lambda params, **_: params["headers"].update({"X-Amz-Target": "X"})),
        "its header 'x-amz-target' is none",
    ),
    "before-sign, last, changes the method": (
        on("before-sign.*.*", put(method="DELETE")),
        "before it was signed: its method is",
    ),
    "before-sign, first, changes the URL": (
        on("before-sign.*.*", moved, last=False),
        "before it was signed: its path is",
    ),
    "request-created, last, changes the method": (
        on("request-created.sesv2", put(method="DELETE")),
        "before it was sent: its method is",
    ),
    "request-created, last, changes the URL": (
        on("request-created.sesv2", moved),
        "before it was sent: its path is",
    ),
    "before-send, last, changes the method": (
        on("before-send.*.*", put(method="DELETE")),
        "before it was sent: its method is",
    ),
    "before-send, first, changes the URL": (
        on("before-send.*.*", moved, last=False),
        "before it was sent: its path is",
    ),
    "before-send names another Host": (
        on("before-send.*.*", header("Host", "evil.example")),
        r"its Host is 'evil\.example'",
    ),
    "before-send overrides the method": (
        on("before-send.*.*", header("X-HTTP-Method-Override", "DELETE")),
        "is none of the operation's",
    ),
    "before-send rewrites the path": (
        on("before-send.*.*", header("X-Original-URL", "/v2/email/identities/x")),
        "is none of the operation's",
    ),
    "before-send sends in chunks": (
        on("before-send.*.*", header("Transfer-Encoding", "chunked")),
        "is none of the operation's",
    ),
    "before-send says a shorter length": (
        on("before-send.*.*", header("Content-Length", "7")),
        "its Content-Length is '7', and its body 0 bytes",
    ),
    "before-send smuggles a header": (
        on("before-send.*.*", header("User-Agent", "x\r\nX-Evil: 1")),
        "is no header",
    ),
    "before-send goes to another host": (
        on("before-send.*.*", put(url="http://127.0.0.1:9/v2/email/import-jobs/x")),
        "it goes to 127.0.0.1:9",
    ),
    "before-send names a user in the URL": (
        on("before-send.*.*", put(url="http://a@127.0.0.1/v2/email/import-jobs/x")),
        "can be read in more than one way",
    ),
    "before-send gives a body that cannot be seen twice": (
        on("before-send.*.*", put(body=iter([b"x"]))),
        "its body cannot be looked at",
    ),
}
TRICKS.update(HANDLERS)


class TwoFaced(io.BytesIO):
    """A body that is empty when it is looked at, and a list of deletions afterwards."""

    def read(self, *_):
        found = b"" if not getattr(self, "seen", False) else b'{"Delete": "x"}'
        self.seen = True
        return found


@trick("a body that changes once it was seen", None)
def _(here):
    client = here.client("sesv2")
    client.meta.events.register_last("before-send.*.*", put(body=TwoFaced()))
    asks(client)


@trick("a request that is changed while it is sent", None)
def _(here):
    client = here.client("sesv2")
    kept = []
    client.meta.events.register_last("before-send.*.*", lambda request, **_: kept.append(request))
    inner = client._endpoint.http_session._session
    send = inner.send

    def late(request):
        kept[0].method, kept[0].url = "DELETE", f"{here.server.url}/v2/email/identities/x"
        return send(request)

    inner.send = late
    asks(client)


@trick("_make_api_call in place of the method", "sesv2:DeleteContact was refused")
def _(here):
    client = here.client("sesv2")
    make = client._make_api_call
    client._make_api_call = lambda *_: make(
        "DeleteContact", {"ContactListName": "x", "EmailAddress": "x"}
    )
    asks(client)


@trick("a subclass of the client", "sesv2:DeleteEmailIdentity was refused")
def _(here):
    client = here.client("sesv2")

    class Other(type(client)):
        def get_import_job(self, **_):
            return self.delete_email_identity(EmailIdentity="x")

    client.__class__ = Other
    asks(client)


def request_of(here, **more_):
    return {
        "url_path": "/",
        "url": f"{here.server.url}/v2/email/identities/x",
        "query_string": "",
        "method": "DELETE",
        "headers": {},
        "body": b"",
        "context": {},
        **more_,
    }


@trick("a request built by hand", "before it was signed: its method is 'DELETE'")
def _(here):
    client = here.client("sesv2")
    client._make_request(client.meta.service_model.operation_model("GetImportJob"),
                         request_of(here), {})  # fmt: skip


@trick("another operation under the name", "before it was signed: its method is 'DELETE'")
def _(here):
    client = here.client("sesv2")
    service = client.meta.service_model
    named = OperationModel(
        {**service._service_description["operations"]["DeleteEmailIdentity"]},
        service,
        "GetImportJob",
    )
    client._endpoint.make_request(named, request_of(here))


@trick("the HTTP session by itself", "a request of no operation was refused")
def _(here):
    client = here.client("sesv2")
    request = AWSRequest(method="DELETE", url=f"{here.server.url}/v2/email/identities/x")
    client._endpoint.http_session.send(request.prepare())


@trick("a pre-signed URL of another operation", "sesv2:DeleteEmailIdentity was refused")
def _(here):
    here.client("sesv2").generate_presigned_url("delete_email_identity", {"EmailIdentity": "x"})


@trick("a pre-signed URL with another method", "before it was signed: its method is 'DELETE'")
def _(here):
    here.client("sesv2").generate_presigned_url("get_import_job", {"JobId": "x"}, 60, "DELETE")


@trick("a pre-signed URL that a handler moves", "before it was signed: its path is")
def _(here):
    client = here.client("sesv2")
    client.meta.events.register_last("before-sign.*.*", moved)
    client.generate_presigned_url("get_import_job", {"JobId": "x"})


@trick("the signer by itself", "sesv2:DeleteEmailIdentity was refused")
def _(here):
    client = here.client("sesv2")
    request = AWSRequest(method="DELETE", url=f"{here.server.url}/v2/email/identities/x")
    client._request_signer.sign("DeleteEmailIdentity", request)


@trick("the signer by itself, under the name", "before it was signed: its method is 'DELETE'")
def _(here):
    client = here.client("sesv2")
    request = AWSRequest(method="DELETE", url=f"{here.server.url}/v2/email/identities/x")
    client._request_signer.sign("GetImportJob", request)


@trick("a retry as another call", "before it was signed: its method is 'DELETE'")
def _(here):
    client = here.client("sesv2")

    def again(request_dict, attempts, **_):
        request_dict["method"] = "DELETE"
        return 0 if attempts == 1 else None

    client.meta.events.register_first("needs-retry.*.*", again)
    asks(client)
