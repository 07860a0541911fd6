"""Clients of a stranger's model under a run's guard, and what came of what they were asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import botocore.loaders
import botocore.session
from botocore.config import Config

from aws_job_conformance.clients import offline
from aws_job_conformance.protocol import package_models
from aws_job_conformance.targets.endpoint import caller
from aws_job_conformance.targets.endpoint.guard import Guard

GET, LIST = "sesv2:GetImportJob", "sesv2:ListImportJobs"
DYNAMO, STACK, EC2 = (
    "dynamodb:DescribeImport",
    "cloudformation:DescribeResourceScan",
    "ec2:DescribeBundleTasks",
)
CHANGE, CBOR = "route53:GetChange", "cloudwatchomni:GetTelemetryQueryResults"
GLUE, PORTAL, WHO = "glue:GetJobRun", "workspaces-web:GetPortal", "sts:GetCallerIdentity"
ALLOWED = (GET, LIST, DYNAMO, STACK, EC2, CHANGE, CBOR, GLUE, PORTAL, "apigateway:GetExport")


def model_of(service):
    """Return botocore's own model of a service, to be changed."""
    found = package_models.loader().load_service_model(service, "service-2")
    return json.loads(json.dumps(found))


def write(place, service, data, *, version="2099-01-01", kind="service-2"):
    """Write a model below a folder of AWS_DATA_PATH."""
    file = Path(place) / service / version / f"{kind}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data))
    return file


@dataclass
class Here:
    """One try: a server on loopback, a folder for models, and the guard of a run."""

    server: object
    place: Path

    def client(self, service, model=None):
        """Return the client of a run; with a model, one that was made of that and nothing else."""
        if model is None:
            return caller.at(self.server.url, Guard(ALLOWED)).client(service)
        write(self.place, service, model)
        with offline.no_aws_environment():
            session = botocore.session.Session()
            loader = botocore.loaders.Loader([str(self.place), package_models.folder()])
            session.register_component("data_loader", loader)
            client = session.create_client(
                service,
                region_name="us-east-1",
                endpoint_url=self.server.url,
                aws_access_key_id="nobody",
                aws_secret_access_key="nobody",
                config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
            )
        return Guard(ALLOWED).on(client, self.server.url)

    def lied(self, service, change):
        """Return a client of a model that a function has changed."""
        model = model_of(service)
        change(model)
        return self.client(service, model)
