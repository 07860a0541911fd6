"""Has botocore read each vector of sesv2:GetImportJob: `vectors.py GetImportJob.smithy.json`."""

from __future__ import annotations

import json
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import get_session


class VectorServer(BaseHTTPRequestHandler):
    """Answers with the vector whose turn it is."""

    vector: dict[str, Any]

    def do_GET(self) -> None:
        """Answer."""
        body = self.vector["body"].encode()
        self.send_response(self.vector["code"])
        for name, value in {**self.vector["headers"], "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing of requests."""


def main() -> None:
    """Read the vectors, and say which were read otherwise."""
    shapes = json.loads(Path(sys.argv[1]).read_bytes())["shapes"].values()
    every = [
        v for s in shapes for v in s.get("traits", {}).get("smithy.test#httpResponseTests", ())
    ]
    server = HTTPServer(("127.0.0.1", 0), VectorServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = get_session().create_client(
        "sesv2",
        region_name="us-east-1",
        endpoint_url=f"http://127.0.0.1:{server.server_port}",
        aws_access_key_id="nobody",
        aws_secret_access_key="nobody",  # noqa: S106 - signs a request to ourselves
        config=Config(retries={"total_max_attempts": 1}, proxies={}),
    )
    wrong = 0
    for vector in every:
        VectorServer.vector = vector
        wanted = (
            vector["params"].get("JobId") if vector["code"] == HTTPStatus.OK else None,
            vector["tags"][1],
        )
        try:
            read = client.get_import_job(JobId="a")
            got = read.get("JobId"), read.get("JobStatus")
        except ClientError as error:
            got = None, error.response["Error"]["Code"]
        if got != wanted:
            wrong += 1
            print(vector["id"], "wanted", wanted, "got", got)  # noqa: T201 - what it is for
    print(f"{len(every)} vectors read, {wrong} wrong")  # noqa: T201 - as above
    sys.exit(1 if wrong or not every else 0)


if __name__ == "__main__":
    main()
