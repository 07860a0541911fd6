"""Requests that are no HTTP, or none that a service takes: bytes, and the status HTTP names."""

from __future__ import annotations

import gzip
import json

JOBS = "/v2/email/import-jobs"
WHOLE = {
    "ImportDestination": {"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}},
    "ImportDataSource": {"S3Url": "s3://made/up.csv", "DataFormat": "CSV"},
}
GOOD = json.dumps(WHOLE).encode()


def get(target="/health", *fields, host="Host: here", version="HTTP/1.1", method="GET"):
    """Return a request without a body."""
    lines = [f"{method} {target} {version}", *filter(None, [host]), *fields, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def post(body, *fields, target=JOBS, length=True, method="POST"):
    """Return a request with a body."""
    told = [f"Content-Length: {len(body)}"] if length else []
    return get(target, *told, *fields, method=method) + body


def chunked(body, *fields):
    """Return a request whose body is these bytes, said to be chunks."""
    return get(JOBS, "Transfer-Encoding: chunked", *fields, method="POST") + body


def framed(*fields):
    """Return a request with a good body and these fields to frame it."""
    return get(JOBS, *fields, method="POST") + GOOD


def put(value):
    """Return a request with the S3Url replaced by a JSON text."""
    return post(GOOD.replace(b'"s3://made/up.csv"', value))


def dynamodb(body):
    """Return a call of DynamoDB, whose protocol names the operation in a header."""
    return post(body, "X-Amz-Target: DynamoDB_20120810.DescribeImport", target="/", method="POST")


def cbor(body):
    """Return a call of Mail Manager in CBOR."""
    at = "/service/MailManagerSvc/operation/CreateAddressListImportJob"
    return post(body, "smithy-protocol: rpc-v2-cbor", "content-type: application/cbor", target=at)


CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(GOOD), GOOD)
DIGITS = "9" * 5000
DEEP = 100_000
LINES = {
    "no version": (b"GET /health\r\n\r\n", 400),
    "a line alone": (b"GET\r\n\r\n", 400),
    "words": (b"please give me the health\r\n\r\n", 400),
    "spaces around": (b" GET /health HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "two spaces": (b"GET  /health HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "a tab": (b"GET\t/health\tHTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "a space at the end": (b"GET /health HTTP/1.1 \r\nHost: x\r\n\r\n", 400),
    "a target with a space": (b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "a small version": (get(version="http/1.1"), 400),
    "a version without a minor one": (get(version="HTTP/1"), 400),
    "a version of more digits": (get(version="HTTP/1.10"), 400),
    "a signed version": (get(version="HTTP/+1.1"), 400),
    "another protocol": (get(version="RTSP/1.0"), 400),
    "HTTP/2.0": (get(version="HTTP/2.0"), 505),
    "HTTP/3.0": (get(version="HTTP/3.0"), 505),
    "HTTP/0.9 in full": (get(version="HTTP/0.9"), 505),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)), 400),
    "SSH": (b"SSH-2.0-OpenSSH_9.6\r\n", 400),
    "NULs": (b"\0" * 100, 400),
    "noise": (bytes(range(128, 256)), 400),
    "an answer": (b"HTTP/1.1 200 OK\r\n\r\n", 400),
    "an unknown method": (get(method="FROB"), 501),
    "a small method": (get(method="get"), 501),
    "a method of one letter": (get(method="G"), 501),
    "a long method": (get(method="A" * 300), 501),
    "a method of no token": (get(method="G(T"), 400),
    "CONNECT": (get("here:443", method="CONNECT"), 501),
    "TRACE": (get(method="TRACE"), 501),
    "a line of 9 kB": (get("/" + "a" * 9_000), 414),
    "a line of 1 MB": (get("/" + "a" * 1_000_000), 414),
    "a method that never ends": (b"A" * 10_000, 414),
    "a query of 1 MB": (get("/health?" + "a=b&" * 250_000), 414),
}
TARGETS = {
    "no slash": (get("health"), 400),
    "an authority": (get("here:80"), 400),
    "an asterisk": (get("*"), 400),
    "another scheme": (get("ftp://here/health"), 400),
    "a file": (get("file:///etc/passwd"), 400),
    "a URL with a user": (get("http://a@here/health"), 400),
    "a URL of nobody": (get("http:///health"), 400),
    "a fragment": (get("/health#x"), 400),
    "a letter beyond ASCII": (get("/h\xe9alth"), 400),
    "a control": (get("/he\x01lth"), 400),
    "half an escape": (get("/health%2"), 400),
    "an escape of no digits": (get("/health%zz"), 400),
    "an escape in a query": (get("/health?a=%g1"), 400),
    "an escaped NUL": (get(f"{JOBS}/%00"), 400),
    "dots": (get(f"{JOBS}/.."), 400),
    "dots on the way": (get("/v2/../health"), 400),
    "a dot": (get("/./health"), 400),
    "escaped dots": (get(f"{JOBS}/%2e%2E/x"), 400),
    "a dot and an escaped one": (get(f"{JOBS}/.%2e"), 400),
    "digits in a path": (get(f"{JOBS}/{DIGITS}"), 404),
    "digits in the path of an upload": (get(f"/simulator/uploads/{DIGITS}", method="PUT"), 403),
    "digits in the path of failures": (get(f"/simulator/failures/{DIGITS}"), 403),
    "digits of another script": (get("/simulator/uploads/%D9%A1", method="PUT"), 403),
    "digits in a query": (get(f"/v1/apps/x/jobs/import?page-size={DIGITS}"), 404),
    "bytes that are no UTF-8": (get(f"{JOBS}/%ff%fe"), 404),
    "a bracket": (get(f"{JOBS}/["), 404),
    "slashes": (get("//health"), 404),
}
FIELDS = {
    "a space before the colon": (get("/health", "X : y"), 400),
    "no colon": (get("/health", "nothing"), 400),
    "no name": (get("/health", ": y"), 400),
    "a name of no token": (get("/health", "a(b: y"), 400),
    "a name beyond ASCII": (get("/health", "\xe9: y"), 400),
    "a folded field": (get("/health", "X: y", " z"), 400),
    "a field folded by a tab": (get("/health", "X: y", "\tz"), 400),
    "a fold before every field": (b"GET /health HTTP/1.1\r\n X: y\r\nHost: x\r\n\r\n", 400),
    "a NUL": (get("/health", "X: a\0b"), 400),
    "a control in a value": (get("/health", "X: a\x01b"), 400),
    "a DEL": (get("/health", "X: a\x7fb"), 400),
    "a CR alone": (b"GET /health HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n", 400),
    "an LF alone": (b"GET /health HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", 400),
    "LFs alone": (b"GET /health HTTP/1.1\nHost: x\n\n", 400),
    "CRs alone": (b"GET /health HTTP/1.1\rHost: x\r\r", 400),
    "an LF after the line": (b"GET /health HTTP/1.1\nHost: x\r\n\r\n", 400),
    "101 fields": (get("/health", *(f"X{n}: y" for n in range(101))), 431),
    "a million fields": (get("/health", *["X: y"] * 1_000_000), 431),
    "a field of 40 kB": (get("/health", f"X: {'a' * 40_000}"), 431),
    "a field of 5 MB": (get("/health", f"X: {'a' * 5_000_000}"), 431),
    "a name of 40 kB": (get("/health", f"{'a' * 40_000}: x"), 431),
    "half a header": (b"GET /health HTTP/1.1\r\nHost: x\r\n", 400),
    "half a field": (b"GET /health HTTP/1.1\r\nHo", 400),
    "no Host": (get(host=None), 400),
    "two Hosts": (get("/health", "Host: there"), 400),
    "the same Host twice": (get("/health", "Host: here"), 400),
    "an empty Host": (get(host="Host:"), 400),
    "a Host with a path": (get(host="Host: here/there"), 400),
    "a Host with a user": (get(host="Host: me@here"), 400),
    "a Host with spaces": (get(host="Host: here there"), 400),
    "a Host of brackets": (get(host="Host: [here"), 400),
    "a Host of a port of letters": (get(host="Host: here:port"), 400),
    "a Host of a port too high": (get(host="Host: here:65536"), 400),
    "a Host of a port of 5,000 digits": (get(host=f"Host: here:{DIGITS}"), 400),
    "a Host of 5,000 letters": (get(host=f"Host: {'a' * 5000}"), 400),
    "a Host with a quote": (get(host='Host: he"re'), 400),
    "another expectation": (post(GOOD, "Expect: 200-ok"), 417),
    "expectations": (post(GOOD, "Expect: 100-continue, 100-continue"), 417),
}
LENGTHS = {
    "a negative length": (framed("Content-Length: -1"), 400),
    "a signed length": (framed("Content-Length: +5"), 400),
    "a length of letters": (framed("Content-Length: many"), 400),
    "a length in hexadecimal": (framed("Content-Length: 0x10"), 400),
    "a length with a point": (framed("Content-Length: 5.0"), 400),
    "a length with an underscore": (framed("Content-Length: 1_0"), 400),
    "no length": (framed("Content-Length:"), 400),
    "a list of lengths": (framed("Content-Length: 5, 5"), 400),
    "two lengths": (framed("Content-Length: 5", "Content-Length: 6"), 400),
    "the same length twice": (framed("Content-Length: 5", "Content-Length: 5"), 400),
    "a length of another script": (framed("Content-Length: \xb2"), 400),
    "10 GB": (framed("Content-Length: 10000000000"), 413),
    "a length beyond 64 bits": (framed("Content-Length: 18446744073709551616"), 413),
    "a length of 5,000 digits": (framed(f"Content-Length: {DIGITS}"), 413),
    "10 GB on request": (framed("Content-Length: 10000000000", "Expect: 100-continue"), 413),
    "a call of 2 MB": (post(b" " * 2_000_000), 413),
    "a short body": (framed(f"Content-Length: {len(GOOD) + 1}"), 400),
    "a body that never begins": (get(JOBS, "Content-Length: 5", method="POST"), 400),
    "a short upload": (get("/made/x", "Content-Length: 5", method="PUT") + b"a", 400),
    "a length beside chunks": (chunked(CHUNKED, f"Content-Length: {len(CHUNKED)}"), 400),
    "a length of the first chunk": (chunked(CHUNKED, "Content-Length: 5"), 400),
    "a length of nothing": (chunked(CHUNKED, "Content-Length: 0"), 400),
    "a coding in HTTP/1.0": (
        get(JOBS, "Transfer-Encoding: chunked", method="POST", version="HTTP/1.0") + CHUNKED,
        400,
    ),
    "gzip as a transfer coding": (framed("Transfer-Encoding: gzip"), 501),
    "identity": (framed("Transfer-Encoding: identity"), 501),
    "gzip before chunks": (framed("Transfer-Encoding: gzip, chunked"), 501),
    "chunks before gzip": (framed("Transfer-Encoding: chunked, gzip"), 400),
    "chunks of chunks": (framed("Transfer-Encoding: chunked, chunked"), 400),
    "two codings": (framed("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), 400),
    "no coding": (framed("Transfer-Encoding:"), 400),
    "a coding with a control": (framed("Transfer-Encoding: \x0bchunked"), 400),
    "a coding with a letter": (framed("Transfer-Encoding: xchunked"), 501),
    "a coding in quotes": (framed('Transfer-Encoding: "chunked"'), 400),
}
CHUNKS = {
    "a negative chunk": (chunked(b"-1\r\n{}\r\n0\r\n\r\n"), 400),
    "a signed chunk": (chunked(b"+2\r\n{}\r\n0\r\n\r\n"), 400),
    "a chunk in 0x": (chunked(b"0x2\r\n{}\r\n0\r\n\r\n"), 400),
    "a chunk of letters": (chunked(b"xyz\r\n{}\r\n0\r\n\r\n"), 400),
    "a chunk of no size": (chunked(b"\r\n{}\r\n0\r\n\r\n"), 400),
    "a chunk with spaces": (chunked(b" 2\r\n{}\r\n0\r\n\r\n"), 400),
    "a chunk too long": (chunked(b"1\r\n{}\r\n0\r\n\r\n"), 400),
    "a chunk too short": (chunked(b"3\r\n{}\r\n0\r\n\r\n"), 400),
    "a chunk without its end": (chunked(b"2\r\n{}0\r\n\r\n"), 400),
    "a chunk with an LF": (chunked(b"2\n{}\n0\n\n"), 400),
    "a chunk with an LF at its end": (chunked(b"2\r\n{}\n0\r\n\r\n"), 400),
    "a chunk of 5,000 digits": (chunked(f"{DIGITS}\r\n".encode()), 400),
    "a chunk beyond 64 bits": (chunked(b"10000000000000002\r\n{}\r\n0\r\n\r\n"), 400),
    "a chunk with an extension that never ends": (chunked(b"2;" + b"a" * 5_000_000), 400),
    "chunks without an end": (chunked(b"2\r\n{}\r\n"), 400),
    "half a chunk": (chunked(b"ff\r\n{"), 400),
    "half a size": (chunked(b"f"), 400),
    "no chunks": (chunked(b""), 400),
    "too many chunks": (chunked((b"10000\r\n" + b" " * 65536 + b"\r\n") * 32), 413),
    "a trailer of no field": (chunked(b"2\r\n{}\r\n0\r\nnothing\r\n\r\n"), 400),
    "a trailer that never ends": (chunked(b"2\r\n{}\r\n0\r\nX: " + b"a" * 5_000_000), 400),
}
BODIES = {
    "JSON 100,000 deep": (post(b"[" * DEEP + b"]" * DEEP), 400),
    "JSON 100,000 deep and open": (post(b'{"a":' * DEEP), 400),
    "JSON 900 deep": (put(b"[" * 900 + b"]" * 900), 400),
    "a member 70 deep": (put(b'{"a":' * 70 + b"1" + b"}" * 70), 400),
    "a million lists": (post(b"[" + b"[]," * 300_000 + b"[]]"), 400),
    "an integer of 5,000 digits": (put(DIGITS.encode()), 400),
    "an integer beyond 64 bits": (put(b"123456789012345678901234567890"), 400),
    "a float too large": (put(b"1e999"), 400),
    "NaN": (put(b"NaN"), 400),
    "minus Infinity": (put(b"-Infinity"), 400),
    "half a surrogate": (put(b'"s3://made/\\ud800"'), 400),
    "a key that is half a surrogate": (post(GOOD[:-1] + b', "\\udfff": 1}'), 400),
    "bytes that are no UTF-8 in JSON": (put(b'"s3://made/\xff"'), 400),
    "UTF-16": (post(GOOD.decode().encode("utf-16")), 400),
    "UTF-32": (post(GOOD.decode().encode("utf-32")), 400),
    "a byte order mark": (post(b"\xef\xbb\xbf" + GOOD), 400),
    "gzip": (post(gzip.compress(GOOD), "Content-Encoding: gzip"), 415),
    "a bomb of gzip": (
        post(gzip.compress(b" " * 50_000_000), "Content-Encoding: gzip"),
        415,
    ),
    "gzip that does not say so": (post(gzip.compress(GOOD)), 400),
    "deflate": (post(GOOD, "Content-Encoding: deflate"), 415),
    "half of JSON": (post(GOOD[:40]), 400),
    "two objects": (post(GOOD + GOOD), 400),
    "JSON with a comment": (post(b"/* */" + GOOD), 400),
    "JSON in single quotes": (post(GOOD.replace(b'"', b"'")), 400),
    "no body": (get(JOBS, method="POST"), 400),
    "a list": (post(b"[]"), 400),
    "null": (post(b"null"), 400),
    "XML": (post(b"<a/>"), 400),
    "a text too long for a name": (put(b'"' + b"a" * 500_000 + b'!"'), 400),
    "DynamoDB 100,000 deep": (dynamodb(b'{"a":' * DEEP), 400),
    "DynamoDB with no JSON": (dynamodb(b"{"), 400),
    "DynamoDB with half a surrogate": (dynamodb(b'{"ImportArn": "\\ud800"}'), 400),
    "DynamoDB with a number for a text": (dynamodb(b'{"ImportArn": 5}'), 400),
    "DynamoDB with a pattern's worst": (
        dynamodb(b'{"ImportArn": "arn:' + b"a" * 100_000 + b'!"}'),
        400,
    ),
    "CBOR 100,000 deep": (cbor(b"\x81" * DEEP), 400),
    "CBOR 300 deep": (cbor(b"\xa1\x61a" + b"\x81" * 300 + b"\x80"), 400),
    "CBOR that ends early": (cbor(b"\xa1\x64Name"), 400),
    "CBOR of a claimed length": (cbor(b"\xbb" + b"\xff" * 8), 400),
    "CBOR of a text without an end": (cbor(b"\xa1\x64Name\x7b\x7f" + b"\xff" * 7), 400),
    "CBOR that holds itself": (cbor(b"\xa1\x64Name\xd8\x1c\x81\xd8\x1d\x00"), 400),
    "CBOR with a pattern": (cbor(b"\xa1\x64Name\xd8\x23\x65(a+)+"), 400),
    "CBOR with a key that is no text": (cbor(b"\xa1\x01\x02"), 400),
    "CBOR with no UTF-8": (cbor(b"\xa1\x64Name\x61\xff"), 400),
    "CBOR with a number of 32,000 bits": (
        cbor(b"\xa1\x64Name\xc2\x59\x0f\xa0" + b"\xff" * 4000),
        400,
    ),
    "CBOR with NaN": (cbor(b"\xa1\x64Name\xf9\x7e\x00"), 400),
    "CBOR in JSON": (cbor(GOOD), 400),
}
SIGNED = "Authorization: AWS4-HMAC-SHA256 Credential=nobody/20260101/us-east-1/s3/aws4_request"
FILES = {
    "an object of no length": (get("/made/x", SIGNED, method="PUT"), 411),
    "an object of 10 GB": (
        get("/made/x", SIGNED, "Content-Length: 10000000000", method="PUT"),
        413,
    ),
    "an object in a bucket of nobody": (
        post(b"a", SIGNED, target="/nobody/x", method="PUT"),
        404,
    ),
    "a part of an object": (get("/made/x", SIGNED, "Content-Length: 9", method="PUT") + b"a", 400),
}
TABLE = {
    f"{kind}: {name}": case
    for kind, cases in (
        ("line", LINES),
        ("target", TARGETS),
        ("field", FIELDS),
        ("length", LENGTHS),
        ("chunk", CHUNKS),
        ("body", BODIES),
        ("file", FILES),
    )
    for name, case in cases.items()
}
"""Every request by its name, with the status that answers it."""

FINE = {
    "a URL": (get("http://here/health"), 200),
    "a URL of another host": (get("http://there:80/health", host="Host: here"), 200),
    "an empty line before": (b"\r\n" + get(), 200),
    "HTTP/1.0 without a Host": (get(host=None, version="HTTP/1.0"), 200),
    "HTTP/1.7": (get(version="HTTP/1.7"), 200),
    "no space after a colon": (get("/health", "X:y"), 200),
    "spaces around a value": (get("/health", "X: \t y \t"), 200),
    "an empty value": (get("/health", "X:"), 200),
    "a letter beyond ASCII in a value": (get("/health", "X: \xe9"), 200),
    "a query": (get("/health?a=%20&b"), 200),
    "HEAD": (get(method="HEAD"), 200),
    "an address": (get(host="Host: [::1]:8000"), 200),
    "100 fields": (get("/health", *(f"X{n}: y" for n in range(99))), 200),
    "leading zeros in a length": (framed(f"Content-Length: 000{len(GOOD)}"), 200),
    "chunks": (chunked(b"%x\r\n%s\r\n0\r\n\r\n" % (len(GOOD), GOOD)), 200),
    "an extension of a chunk": (chunked(b"%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(GOOD), GOOD)), 200),
    "a trailer": (chunked(b"%x\r\n%s\r\n0\r\nX: y\r\n\r\n" % (len(GOOD), GOOD)), 200),
    "a chunk in capitals": (chunked(b"%X\r\n%s\r\n0\r\n\r\n" % (len(GOOD), GOOD)), 200),
    "chunks of one byte": (
        chunked(b"".join(b"1\r\n%c\r\n" % one for one in GOOD) + b"0\r\n\r\n"),
        200,
    ),
    "a coding in capitals": (
        get(JOBS, "Transfer-Encoding: CHUNKED", method="POST")
        + b"%x\r\n%s\r\n0\r\n\r\n" % (len(GOOD), GOOD),
        200,
    ),
    "a key twice": (post(b'{"ImportDataSource": 1, ' + GOOD[1:]), 200),
    "a coding that is none": (post(GOOD, "Content-Encoding: identity"), 200),
}
"""What is unusual, and allowed."""
