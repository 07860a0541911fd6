"""The documentation page that botocore renders of an operation."""

from typing import Any


def render(service: str, operation: str, *, session: Any = None) -> str:
    """Write the page of an operation as botocore documents it, offline.

    `service` and `operation` are botocore's names ("sesv2", "GetImportJob"); `session` is a
    botocore session, a new one if None. Returns reStructuredText that `pages.reading` reads; it
    names neither the service nor the exceptions. Raises botocore's UnknownServiceError and
    OperationNotFoundError.
    """
    import botocore.session  # noqa: PLC0415 - slow, and readers of saved pages never need it
    from botocore import xform_name  # noqa: PLC0415
    from botocore.docs.bcdoc.restdoc import DocumentStructure  # noqa: PLC0415
    from botocore.docs.method import document_model_driven_method  # noqa: PLC0415

    session = session or botocore.session.get_session()
    model = session.get_service_model(service).operation_model(operation)
    name = xform_name(operation)
    page = DocumentStructure(name)
    document_model_driven_method(
        page,
        name,
        model,
        session.get_component("event_emitter"),
        method_description=model.documentation,
        example_prefix=f"response = client.{name}",
    )
    return str(page.flush_structure().decode())
