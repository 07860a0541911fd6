"""What may not be shown or kept, by the names of the members."""

from collections.abc import Iterator

from aws_job_conformance.authoring.infer._job_model import JobModel
from aws_job_conformance.authoring.infer.job_operations import Steps
from aws_job_conformance.authoring.infer.words import listed, words
from aws_job_conformance.protocol import raw_models

_DEEPEST = 12
_ENDS = {
    **dict.fromkeys(listed("arn arns queue topic role"), "arn"),
    **dict.fromkeys(listed("uri uris bucket prefix key path location destination"), "s3-url"),
    **dict.fromkeys(listed("jar file"), "s3-url"),
    **dict.fromkeys(listed("url urls"), "presigned-url"),
    **dict.fromkeys(listed("id ids identifier identifiers token hash"), "id"),
    **dict.fromkeys(listed("name names by tag target targets class template user"), "name"),
    **dict.fromkeys(listed("email message messages reason reasons comment prompt"), "text"),
    **dict.fromkeys(listed("definition args detail details description password policy"), "text"),
    **dict.fromkeys(listed("secret credentials"), "text"),
    "owner": "account-id",
}
_WHOLE = listed(
    "header headers column columns field fields tags parameters environment metadata arguments"
    " variables configuration attributes properties"
    " failures errors warnings error cause input output inputs outputs value values text"
    " content rows records results samples data body query sql statement command script"
)
_TEXTS = ("string", "character", "blob")


def of_job(job: JobModel) -> dict[str, str]:
    """Return the paths of a job's secrets, and what each holds."""
    status, root = job.found.at, job.found.root
    below = _below(job, job.shape(job.output), (), ())
    return {job.path(at): kind for at, kind in below if at != status and at[: len(root)] == root}


def _below(
    job: JobModel, shape: raw_models.Data, steps: Steps, around: tuple[int, ...]
) -> Iterator[tuple[Steps, str]]:
    if id(shape) in around or len(steps) > _DEEPEST:
        return
    refs = {0: shape["member"]} if shape["type"] == "list" else shape.get("members", {})
    for step, ref in refs.items() if shape["type"] in ("list", "structure") else ():
        inner, at = job.shape(ref["shape"]), (*steps, step)
        if (kind := _kind(job, inner, at)) is not None:
            yield at, kind
        else:
            yield from _below(job, inner, at, (*around, id(shape)))


def _kind(job: JobModel, shape: raw_models.Data, steps: Steps) -> str | None:
    """Return what a member holds that may not be shown, or None."""
    if job.found.at[: len(steps)] == steps:
        return None
    if shape.get("sensitive") or shape.get("document") or shape["type"] == "map":
        return "text"
    name = next(step for step in reversed(steps) if isinstance(step, str))
    inner = shape
    while inner["type"] == "list":
        inner = job.shape(inner["member"]["shape"])
    if inner["type"] == "structure":
        return "text" if words(name)[-1:] == ("tags",) else None
    return _of_text(name, inner) if inner["type"] in _TEXTS and "enum" not in inner else None


def _of_text(name: str, shape: raw_models.Data) -> str | None:
    said = words(name)
    last = said[-1] if said else ""
    if "account" in said and last in ("id", "ids", "account", "accounts"):
        return "account-id"
    if "s3" in name.lower() and last in ("url", "urls"):
        return "s3-url"
    if last in _ENDS:
        return _ENDS[last]
    return "text" if _WHOLE & set(said) or shape["type"] == "blob" else None
