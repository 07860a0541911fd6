"""Data of a botocore that has one service with one job, to be changed and compared."""

from __future__ import annotations

import copy
import gzip
import json
import zipfile

from aws_job_conformance.authoring import drift

JOB = "bulk:GetImportJob"
ANSWER = ("shapes", "GetImportJobResponse", "members")
GIVEN = ("shapes", "GetImportJobRequest", "members")
CALL = ("operations", "GetImportJob")
ENUM = ["CREATED", "RUNNING", "COMPLETED", "FAILED"]


def model():
    """Return a service model with one job operation."""
    return {
        "metadata": {"apiVersion": "2020-01-01", "protocol": "json", "protocols": ["json"]},
        "operations": {
            "GetImportJob": {
                "name": "GetImportJob",
                "http": {"method": "POST", "requestUri": "/"},
                "input": {"shape": "GetImportJobRequest"},
                "output": {"shape": "GetImportJobResponse"},
                "errors": [{"shape": "NotFoundException"}, {"shape": "Slow"}],
            },
            "PutThing": {"name": "PutThing", "http": {"method": "POST", "requestUri": "/"}},
        },
        "shapes": {
            "GetImportJobRequest": {
                "type": "structure",
                "required": ["JobId"],
                "members": {
                    "JobId": {"shape": "Id"},
                    "View": {"shape": "View"},
                    "Size": {"shape": "Count"},
                },
            },
            "GetImportJobResponse": {
                "type": "structure",
                "required": ["JobId"],
                "members": {
                    "JobId": {"shape": "Id"},
                    "JobStatus": {"shape": "JobStatus"},
                    "Created": {"shape": "Instant"},
                    "Parts": {"shape": "Parts"},
                    "Tags": {"shape": "Tags"},
                    "Tree": {"shape": "Tree"},
                    "Total": {"shape": "Count"},
                    "Share": {"shape": "Share"},
                },
            },
            "Id": {"type": "string", "min": 1, "max": 64, "pattern": "[a-z]+"},
            "Count": {"type": "integer", "min": 0},
            "Share": {"type": "float"},
            "Instant": {"type": "timestamp"},
            "JobStatus": {"type": "string", "enum": ["CREATED", "RUNNING", "COMPLETED", "FAILED"]},
            "View": {"type": "string", "enum": ["FULL", "SHORT"]},
            "Parts": {"type": "list", "member": {"shape": "Part"}, "max": 10},
            "Part": {
                "type": "structure",
                "members": {"Name": {"shape": "Text"}, "Kind": {"shape": "PartKind"}},
            },
            "PartKind": {"type": "string", "enum": ["A", "B"]},
            "Text": {"type": "string"},
            "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Part"}},
            "Tree": {"type": "structure", "members": {"Below": {"shape": "Tree"}}},
            "NotFoundException": {
                "type": "structure",
                "members": {},
                "exception": True,
                "error": {"httpStatusCode": 404},
            },
            "Slow": {"type": "structure", "members": {}, "exception": True},
        },
    }


def changed(edit):
    """Return the model with an edit: a function of its operation, shapes and whole."""
    found = copy.deepcopy(model())
    edit(found)
    return found


def put(*keys, value):
    """Return an edit that puts a value at these keys of the model."""

    def edit(data):
        for key in keys[:-1]:
            data = data[key]
        data[keys[-1]] = value

    return edit


def drop(*keys):
    """Return an edit that takes these keys out of the model."""

    def edit(data):
        for key in keys[:-1]:
            data = data[key]
        del data[keys[-1]]

    return edit


def folder(place, *models, release="9.9.8", zipped=True):
    """Write a botocore with these models, each under its service's name; return its folder."""
    package = place / "botocore"
    for number, data in enumerate(models):
        name = "bulk" if number == 0 else f"bulk{number}"
        path = package / "data" / name / data["metadata"]["apiVersion"]
        path.mkdir(parents=True, exist_ok=True)
        text = json.dumps(data).encode()
        if zipped:
            (path / "service-2.json.gz").write_bytes(gzip.compress(text))
        else:
            (path / "service-2.json").write_bytes(text)
    # Whoever imports this fails, so a comparison has read data only.
    (package / "__init__.py").write_text(f"__version__ = '{release}'\nraise SystemExit('run')\n")
    return place


def wheel(place, source, release, data=None):
    """Return a wheel of a botocore in a folder, as pip takes it. data: no more than these files."""
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"botocore-{release}-py3-none-any.whl"
    info = f"botocore-{release}.dist-info"
    with zipfile.ZipFile(path, "w") as out:
        for file in sorted(source.rglob("*") if data is None else data):
            if file.is_file():
                out.write(file, file.relative_to(source).as_posix())
        if data is not None:
            out.writestr("botocore/__init__.py", f"__version__ = '{release}'\n")
        out.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: botocore\nVersion: {release}\n"
        )
        out.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        out.writestr(f"{info}/RECORD", "")
    return path


def told(tmp_path, before, after, only=None):
    """Compare two models; return each change as kind, grade, side and path."""
    sides = [
        drift.opened(str(folder(tmp_path / name, data)), tmp_path)
        for name, data in (("before", before), ("after", after))
    ]
    report = drift.between(*sides, only)
    return [(c.kind, c.grade, c.side, c.path) for c in report.changes], report
