"""Only the models inside botocore's own package are used, and what stands elsewhere is told."""

import json
import os
import subprocess
import sys

import pytest
from support.deceived import GET, LIST, model_of, write
from support.loopback import answering
from support.loopback_aws import aws
from support.params import quick_first

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.watch import watch
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.family import finds
from aws_job_conformance.protocol import package_models
from aws_job_conformance.protocol.http import AnsweredCall, HttpResponse
from aws_job_conformance.runner import _call_plan
from aws_job_conformance.runner.options import Options
from aws_job_conformance.targets.endpoint import _emulator, addresses, find_jobs
from aws_job_conformance.targets.simulator._app import Simulator
from aws_job_conformance.targets.simulator._settings import setup

GENUINE = ("GET", "/v2/email/import-jobs/x")
ASK = (
    "import sys\n"
    "from aws_job_conformance.targets.endpoint import caller, guard\n"
    f"own = guard.Guard([{GET!r}, {LIST!r}])\n"
    "asks = caller.live(own) if sys.argv[1] == 'live' else caller.at(sys.argv[1], own)\n"
    "asks.client('sesv2').get_import_job(JobId='x')\n"
)
PLUGIN = (
    "def initialize_client_plugin(client):\n"
    "    client.meta.events.register('before-send.*.*', lambda request, **_: setattr(request,"
    " 'url', request.url + '/plugged'))\n"
)


def hostile():
    """Return the model of the issue: Get deletes an identity."""
    model = model_of("sesv2")
    model["operations"]["GetImportJob"]["http"] = {
        "method": "DELETE",
        "requestUri": "/v2/email/identities/{JobId}",
    }
    return model


def asked(url, env):
    done = subprocess.run(
        [sys.executable, "-c", ASK, url], env=env, capture_output=True, text=True, check=False
    )
    return done.stderr.strip().splitlines()[-1:]


def in_a_variable(place):
    return place / "models", {"AWS_DATA_PATH": str(place / "models")}


def in_home(place):
    return place / ".aws" / "models", {"HOME": str(place), "USERPROFILE": str(place)}


def in_a_profile(place):
    config = place / "config"
    config.write_text(f"[default]\ndata_path = {place / 'models'}\n")
    return place / "models", {"AWS_CONFIG_FILE": str(config)}


@pytest.mark.parametrize("version", ["2019-09-27", "2099-01-01"])
@pytest.mark.parametrize("where", quick_first([in_a_variable, in_home, in_a_profile]))
def test_a_model_elsewhere_changes_nothing_of_what_a_run_sends(tmp_path, where, version):
    models, told = where(tmp_path)
    write(models, "sesv2", hostile(), version=version)
    extras = {"merge": {"operations": {"GetImportJob": {"http": {"method": "DELETE"}}}}}
    write(models, "sesv2", extras, version=version, kind="service-2.sdk-extras")
    with answering() as server:
        assert asked(server.url, os.environ | told) == []
        assert [one[:2] for one in server.asked] == [GENUINE]


def test_rules_of_hosts_elsewhere_lead_no_signed_request_away_from_aws(tmp_path):
    models = tmp_path / "models"
    rules = package_models.loader().load_service_model("sesv2", "endpoint-rule-set-1")
    text = json.dumps(rules).replace("https://email", "https://evil")
    write(models, "sesv2", json.loads(text), kind="endpoint-rule-set-1")
    partitions = json.dumps(package_models.loader().load_data("partitions"))
    (models / "partitions.json").write_text(partitions.replace("amazonaws.com", "evil.example"))
    with aws(Simulator((), setup()), tmp_path) as there:
        env = there.environment() | {"AWS_DATA_PATH": str(models)}
        env["BOTOCORE_EXPERIMENTAL__PLUGINS"] = "mine=plugged"
        assert "ClientError" in "".join(asked("live", env)) or there.asked
        assert there.hosts == {"email.eu-west-1.amazonaws.com"}


def test_a_plugin_of_botocore_is_not_loaded_into_the_clients_of_a_run(tmp_path):
    (tmp_path / "plugged.py").write_text(PLUGIN)
    env = os.environ | {
        "BOTOCORE_EXPERIMENTAL__PLUGINS": "mine=plugged",
        "PYTHONPATH": str(tmp_path),
    }
    with answering() as server:
        assert asked(server.url, env) == []
        assert [one[:2] for one in server.asked] == [GENUINE]


def test_a_redirect_is_an_answer_and_not_another_request():
    with answering() as other, answering(307, {"location": f"{other.url}/x"}) as server:
        asked(server.url, dict(os.environ))
        assert _emulator.named(server.url) == _emulator.UNKNOWN
        assert server.asked[0][:2] == GENUINE
        assert other.asked == []


# What a plan says of it.


def planned(monkeypatch, folder):
    monkeypatch.setenv("AWS_DATA_PATH", str(folder))
    return _call_plan.lines(Options(live=True, operation=(GET,)))


def test_a_plan_shows_the_method_and_the_path_of_each_call(monkeypatch, tmp_path):
    told = planned(monkeypatch, tmp_path)
    assert "  sesv2:GetImportJob is GET /v2/email/import-jobs/{JobId}" in told
    assert "  sesv2:ListImportJobs is POST /v2/email/import-jobs/list" in told


@pytest.mark.parametrize("version", ["2019-09-27", "2099-01-01"])
def test_a_plan_tells_in_one_line_of_a_model_that_says_otherwise(monkeypatch, tmp_path, version):
    file = write(tmp_path, "sesv2", hostile(), version=version)
    before = planned(monkeypatch, tmp_path / "none")
    (line,) = [one for one in planned(monkeypatch, tmp_path) if one not in before]
    assert line == (
        f"sesv2:GetImportJob: {file} says DELETE /v2/email/identities/{{JobId}}; it is not used"
    )


def longer(model):
    shape = model["operations"]["GetImportJob"]["input"]["shape"]
    model["shapes"][shape]["members"]["More"] = {"shape": "JobId"}


def escaping(model):
    model["operations"]["GetImportJob"]["http"]["requestUri"] = "/\x1b[2J\n" + "a" * 10_000


def lost(model):
    del model["operations"]["GetImportJob"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (longer, "says something else of its input"),
        (lambda m: m["metadata"].update(protocol="query"), "of its metadata"),
        (escaping, r"says GET /\x1b[2J\na"),
        (lost, "says nothing of it"),
    ],
)
def test_a_plan_tells_what_of_a_model_is_another(monkeypatch, tmp_path, change, said):
    model = model_of("sesv2")
    change(model)
    write(tmp_path, "sesv2", model)
    lines = [one for one in planned(monkeypatch, tmp_path) if "not used" in one]
    assert len(lines) == len({line.partition(" ")[0] for line in lines})
    assert said in lines[0]
    assert all(line.isprintable() and len(line) < 500 for line in lines)


@pytest.mark.parametrize("content", ["[", "[" * 100_000, "9" * 5000, "\0", '{"operations": 5}'])
def test_a_model_that_cannot_be_read_is_told_and_not_raised(monkeypatch, tmp_path, content):
    write(tmp_path, "sesv2", {}).write_text(content)
    lines = [one for one in planned(monkeypatch, tmp_path) if "not used" in one]
    assert 1 <= len(lines) <= 2
    assert all("read" in line for line in lines)


def test_a_plan_tells_of_other_hosts_and_of_what_is_added_to_a_model(monkeypatch, tmp_path):
    write(tmp_path, "sesv2", {"rules": []}, kind="endpoint-rule-set-1")
    write(tmp_path, "sesv2", {"merge": {}}, kind="service-2.sdk-extras")
    (tmp_path / "partitions.json").write_text("{}")
    lines = [one for one in planned(monkeypatch, tmp_path) if "not used" in one]
    assert sorted(line.partition(":")[0] for line in lines) == ["any service", "sesv2", "sesv2"]


def test_waiters_and_a_copy_of_botocores_own_models_are_no_news(monkeypatch, tmp_path):
    write(tmp_path, "sesv2", {"version": 2, "waiters": {}}, kind="waiters-2")
    assert not [one for one in planned(monkeypatch, tmp_path) if "not used" in one]
    assert not [one for one in planned(monkeypatch, package_models.folder()) if "not used" in one]


# Ids that name another call.


@pytest.mark.parametrize("value", [".", "..", "%2e%2E", "a/..", "a/b", "..;x", "\0", "a\nb"])
def test_a_job_that_is_named_by_a_part_of_a_path_is_refused_before_anything_is_asked(value):
    job = f"snow-device-management:DescribeTask:taskId={value}"
    with pytest.raises(InputError) as error:
        Options(live=True, job=(job,)).must_be_possible()
    text = str(error.value)
    assert text.startswith("--job snow-device-management:DescribeTask: taskId is '")
    assert "; in POST /task/{taskId} that may be another call. Give the id" in text
    assert text.isprintable()


def test_an_id_that_a_path_can_hold_is_no_trouble():
    for value in ("a.b", "...", "a..b", "%41", "arn:aws:x:y:1:task/a", "ä", "a b", "~"):
        job = f"snow-device-management:DescribeTask:taskId={value}"
        Options(live=True, job=(job,)).must_be_possible()


def listing(*entries):
    """Return what answers every call with jobs of these ids."""
    jobs = {"ImportJobs": [{"JobId": one} for one in entries]}
    return lambda call: AnsweredCall(call, HttpResponse(200, {}, b""), jobs, None)


def test_an_id_that_a_server_lists_and_that_names_another_call_is_told_and_not_asked_for():
    found = find_jobs.search(listing("a", "..", "b/c", "", "%2e"), load(GET), 25)
    assert [one.params for one in found.found] == [{"JobId": "a"}]
    told = "sesv2:GetImportJob: ListImportJobs lists what is not asked for: JobId is "
    assert [sentence.startswith(told) for sentence in found.odd] == [True] * 3


def test_a_server_that_lists_nothing_but_such_ids_is_not_told_of_without_end():
    found = find_jobs.search(listing(*[".."] * 10_000), load(GET), 25)
    assert len(found.odd) == 3
    assert found.found == []


def test_a_parent_that_names_another_call_is_not_looked_into():
    contract = load("pinpoint:GetImportJob")
    assert len(finds(contract)) == 2
    asked_for = []

    def ask(call):
        asked_for.append(call.operation)
        apps = {"ApplicationsResponse": {"Item": [{"Id": "../x"}]}}
        return AnsweredCall(call, HttpResponse(200, {}, b""), apps, None)

    found = find_jobs.search(ask, contract, 25)
    assert asked_for == ["pinpoint:GetApps"]
    assert "ApplicationId" in found.odd[0]


# What else of a stranger's is not obeyed.


@pytest.mark.parametrize(
    ("url", "server", "may"),
    [
        ("https://b.s3.eu-west-1.amazonaws.com/x?X-Amz-Signature=1", None, True),
        ("http://b.s3.eu-west-1.amazonaws.com/x", None, False),
        ("https://amazonaws.com.evil.example/x", None, False),
        ("https://169.254.169.254/latest", None, False),
        ("http://127.0.0.1:9/x", "http://localhost:5000", True),
        ("http://169.254.169.254/latest", "http://localhost:5000", False),
        ("https://b.s3.amazonaws.com/x", "http://localhost:5000", False),
        ("file:///etc/passwd", "http://localhost:5000", False),
        ("http://emulator.example:1/x", "http://emulator.example:5000", True),
        ("http://127.0.0.1/x", "http://emulator.example:5000", False),
        ("http://[x", None, False),
    ],
)
def test_a_file_goes_only_to_the_server_that_was_asked(url, server, may):
    assert addresses.of_same(url, server) is may


def test_watch_refuses_a_client_whose_model_makes_another_call_of_a_read(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    write(tmp_path, "sesv2", hostile())
    import boto3

    with answering() as server:
        client = boto3.Session().client(
            "sesv2",
            region_name="us-east-1",
            endpoint_url=server.url,
            aws_access_key_id="nobody",
            aws_secret_access_key="nobody",
        )
        with pytest.raises(InputError) as error:
            watch(GET, client=client, timeout=0, JobId="x")
        assert "is 'DELETE /v2/email/identities/{JobId}'" in str(error.value)
        assert "in botocore GET /v2/email/import-jobs/{JobId}" in str(error.value)
        assert server.asked == []
