"""Tries to have another call sent than a run may make: each through a real client.

A trick is a function of a `Here`; it is given to `trick` with what the guard says of it, or None
where the genuine call is made all the same.
"""

from __future__ import annotations

from support.deceived import CBOR, CHANGE, DYNAMO, EC2, GET, GLUE, LIST, STACK, WHO

TRICKS = {}
HOSTILE = "/v2/email/identities/{JobId}"


def trick(name, said):
    """Keep a function as a trick."""

    def keep(function):
        TRICKS[name] = (function, said)
        return function

    return keep


def lie(operation, change, **params):
    """Return a trick of a client whose model says something else of an operation."""
    service, _, name = operation.partition(":")

    def run(here):
        client = here.lied(service, lambda model: change(model, model["operations"][name]))
        return client._make_api_call(name, params)

    return run


def http(method, uri):
    return lambda _, operation: operation["http"].update(method=method, requestUri=uri)


def renamed(member, name):
    """Return a change by which a member of an input travels under another name."""

    def change(model, operation):
        shape = model["shapes"][operation["input"]["shape"]]
        shape["members"][member]["locationName"] = name

    return change


def more(member, **told):
    def change(model, operation):
        shape = model["shapes"][operation["input"]["shape"]]
        model["shapes"]["OfAStranger"] = {"type": "string"}
        shape["members"][member] = {"shape": "OfAStranger", **told}

    return change


def meta(**told):
    return lambda model, _: model["metadata"].update(told)


MODELS = {
    "a model: Get is DELETE": (lie(GET, http("DELETE", HOSTILE), JobId="x"), "its method is"),
    "a model: Get is DELETE of its own path": (
        lie(GET, http("DELETE", "/v2/email/import-jobs/{JobId}"), JobId="x"),
        "its method is 'DELETE', and that of the operation GET",
    ),
    "a model: another path": (lie(GET, http("GET", HOSTILE), JobId="x"), "its path is"),
    "a model: a path with one more segment": (
        lie(GET, http("GET", "/v2/email/import-jobs/{JobId}/x"), JobId="x"),
        "its path is",
    ),
    "a model: a query behind the path": (
        lie(GET, http("GET", "/v2/email/import-jobs/{JobId}?delete"), JobId="x"),
        "its query has 'delete'",
    ),
    "a model: a member more in the query": (
        lie(GET, more("Op", location="querystring", locationName="op"), JobId="x", Op="delete"),
        "its query has 'op'",
    ),
    "a model: a member more in the headers": (
        lie(
            GET,
            more("Op", location="header", locationName="X-HTTP-Method-Override"),
            JobId="x",
            Op="DELETE",
        ),
        "its header 'x-http-method-override' is none of the operation's",
    ),
    "a model: a member more in the body (rest-json)": (
        lie(LIST, more("Delete"), Delete="x"),
        "its body has 'Delete'",
    ),
    "a model: a body for a Get": (lie(GET, more("Delete"), JobId="x", Delete="x"), "its body"),
    "a model: a host of another service": (
        lie(GET, lambda _, o: o.update(endpoint={"hostPrefix": "evil."}), JobId="x"),
        r"it goes to evil\.",
    ),
    "a model: another protocol": (
        lie(
            GET,
            meta(protocol="json", protocols=["json"], targetPrefix="Evil", jsonVersion="1.1"),
            JobId="x",
        ),
        "its path is '/', and that of the operation",
    ),
    "a model: another target (json)": (
        lie(DYNAMO, meta(targetPrefix="DynamoDB_20120810.DeleteTable#"), ImportArn="x"),
        "its target is",
    ),
    "a model: another method (json)": (
        lie(DYNAMO, http("PUT", "/"), ImportArn="x"),
        "its method is 'PUT'",
    ),
    "a model: a member renamed (json)": (
        lie(DYNAMO, renamed("ImportArn", "TableName"), ImportArn="x"),
        "its body has 'TableName'",
    ),
    "a model: another version of the API (query)": (
        lie(STACK, meta(apiVersion="2009-01-01"), ResourceScanId="x"),
        "its Version is '2009-01-01'",
    ),
    "a model: a member that is the Action (query)": (
        lie(STACK, renamed("ResourceScanId", "Action"), ResourceScanId="DeleteStack"),
        "its Action is 'DeleteStack'",
    ),
    "a model: a member renamed (query)": (
        lie(STACK, renamed("ResourceScanId", "StackName"), ResourceScanId="x"),
        "its body has 'StackName'",
    ),
    "a model: a member more (ec2)": (
        lie(EC2, more("InstanceId"), InstanceId="i-1"),
        "its body has 'InstanceId'",
    ),
    "a model: a member that is the Action (ec2)": (
        lie(EC2, more("Op", locationName="Action"), Op="TerminateInstances"),
        "its Action is",
    ),
    "a model: Get is DELETE (rest-xml)": (
        lie(CHANGE, http("DELETE", "/2013-04-01/hostedzone/{Id}"), Id="x"),
        "its method is",
    ),
    "a model: another path (rest-xml)": (
        lie(CHANGE, http("GET", "/2013-04-01/hostedzone/{Id}"), Id="x"),
        "its path is",
    ),
    "a model: another service in the path (cbor)": (
        lie(CBOR, meta(targetPrefix="Evil"), queryId="x"),
        "its path is",
    ),
    "a model: a member more in the body (cbor)": (
        lie(CBOR, more("delete"), delete="x"),
        "its body has 'delete'",
    ),
    "a model: an inferred contract's target": (
        lie(GLUE, meta(targetPrefix="AWSGlue.DeleteJob#"), JobName="x", RunId="x"),
        "its target is",
    ),
    "a model: GetCallerIdentity is of another version": (
        lie(WHO, meta(apiVersion="2009-01-01")),
        "its Version is",
    ),
    "a model: GetCallerIdentity is a target": (
        lie(WHO, meta(protocol="json", protocols=["json"], targetPrefix="X", jsonVersion="1.1")),
        "its header 'x-amz-target' is none",
    ),
}
TRICKS.update(MODELS)
