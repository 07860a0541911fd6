"""XML as a tree of elements, or what keeps it from being one: where, and inside which element."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from aws_job_conformance.core.text import label
from aws_job_conformance.protocol import bodies
from aws_job_conformance.protocol.bodies import DEEPEST, MOST_VALUES, Fault, whole

SOMETHING = "an XML document"
"""What a fault expected where there is nothing at all."""

_CUT = {
    expat.errors.codes[getattr(expat.errors, f"XML_ERROR_{name}")]
    for name in ("NO_ELEMENTS", "UNCLOSED_TOKEN", "UNCLOSED_CDATA_SECTION", "PARTIAL_CHAR")
}
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
LONGEST = 60
"""Of a name from the wire no more is shown."""

_MOST_ELEMENTS = MOST_VALUES // 2  # they take more memory than values of JSON

_SHOWN = 3


@dataclass(slots=True)
class Element:
    """One element; names, also those of its attributes, are without their namespaces."""

    name: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text in the element, whatever elements stand between its pieces."""
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A document: its root, None where there is none, and what is wrong with it."""

    root: Element | None
    faults: tuple[Fault, ...]


class _RefusedError(Exception):
    """A document that is not read on."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


def scan(body: bytes) -> Scanned:
    """Return the elements of a body, and its faults; never raises.

    A declared encoding other than UTF-8 is a fault of a body that can still be read; the rest
    (truncated, not UTF-8, HTML, JSON, a document type, nested too deep) are faults of one that
    cannot. No entity but XML's own five is ever expanded, and nothing outside is ever opened.
    """
    if (foreign := _foreign(body)) is not None:
        return Scanned(None, (foreign,))
    builder = _Builder()
    try:
        builder.parser.Parse(body, True)  # noqa: FBT003 - expat takes it by position only
    except _RefusedError as refused:
        return Scanned(None, (*builder.faults, refused.fault))
    except expat.ExpatError as error:
        return Scanned(None, (*builder.faults, _broken(body, error, builder.open)))
    return Scanned(builder.root, tuple(builder.faults))


class _Builder:
    """Makes elements of what expat calls."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.faults: list[Fault] = []
        self.left = _MOST_ELEMENTS
        # As botocore has it: UTF-8, whatever the document declares.
        self.parser = expat.ParserCreate("utf-8", "}")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self.declaration
        self.parser.StartDoctypeDeclHandler = self.document_type
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii", "ascii"):
            what = "it declares an encoding that is not UTF-8"
            fix = "Declare UTF-8 and send it; botocore reads UTF-8 whatever is declared."
            self.faults.append(whole(encoding[:LONGEST], what, "UTF-8", fix))

    def document_type(self, name: str, *_: object) -> None:
        if name.lower() == "html":
            raise _RefusedError(_html())
        what = "it has a document type"
        fix = "Leave it out: no AWS response has one, and entities are how XML attacks its readers."
        raise _RefusedError(whole("<!DOCTYPE", what, "XML without a document type", fix))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = Element(_local(name), {_local(key): value for key, value in attributes.items()})
        self.left -= 1
        if self.left < 0:
            raise _RefusedError(bodies.too_many(_MOST_ELEMENTS))
        if self.open:
            self.open[-1].children.append(element)
        elif element.name.lower() == "html":
            raise _RefusedError(_html())
        else:
            self.root = element
        self.open.append(element)
        if len(self.open) > DEEPEST:
            raise _RefusedError(bodies.too_deep(self.parser.CurrentByteIndex))

    def end(self, _name: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        self.open[-1].pieces.append(text)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _html() -> Fault:
    fix = (
        "A proxy, a load balancer or a login page answered instead of AWS; for ec2 and rest-xml"
        " botocore reads such a page as {}."
    )
    return whole("<html", "it is HTML", "the XML of the response", fix)


def _foreign(body: bytes) -> Fault | None:
    """Return the fault of a body that is no XML in UTF-8, seen before it is parsed."""
    if body.startswith(bodies.GZIP):
        return bodies.gzipped("XML")
    if not (text := body.removeprefix(_BOM).strip()):
        what = f"it is empty ({len(body)} bytes)"
        fix = "Send the response; for rest-xml botocore reads an empty body as {}, else it raises."
        return whole("", what, SOMETHING, fix)
    if text[:1] in (b"{", b"["):
        fix = "Send XML, or say that it is JSON (content-type); botocore raises on it."
        return whole(text[:1].decode(), "it is JSON (offset 0)", "XML", fix)
    if body[:2] in _UTF16:
        fix = "Send UTF-8, as every AWS service does."
        return whole(body[:2].hex(" ").upper(), "it is UTF-16 (offset 0)", "UTF-8", fix)
    if text[:1] != b"<":
        fix = "A proxy or a load balancer answered instead of AWS; botocore raises on it."
        return whole("", "it is no XML: it does not begin with <", "XML", fix)
    return _not_utf8(body)


def _not_utf8(body: bytes) -> Fault | None:
    try:
        body.decode()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return None  # the end of a body that is cut; expat says where
        what = f"byte {body[error.start]:02X} at offset {error.start} is not UTF-8"
        fix = "Send UTF-8, whatever the document declares; botocore raises on it."
        return whole(f"{body[error.start]:02X}", what, "UTF-8", fix)
    return None


def _broken(body: bytes, error: expat.ExpatError, inside: list[Element]) -> Fault:
    at = f"line {error.lineno}, column {error.offset + 1}"
    if error.code in _CUT or _is_cut(body, error):
        around = _around(inside)
        what = f"it ends after {len(body)} bytes ({at}), {around or 'before its first element'}"
        fix = "The connection broke or a length is wrong; botocore raises on such a body."
        return whole(f"{len(body)} bytes", what, "a whole XML document", fix)
    what = f"not XML at {at}: {expat.ErrorString(error.code)}"
    if inside:
        what = f"{what}, {_around(inside)}"
    fix = "Send what an XML library writes; botocore raises on such a body."
    return whole("", what, "XML 1.0 in UTF-8", fix)


def _is_cut(body: bytes, error: expat.ExpatError) -> bool:
    """Return whether the fault is at the very end, where `<!` or a comment is only begun."""
    lines = body.split(b"\n")
    rest = b"\n".join(lines[error.lineno - 1 :]).decode(errors="replace")[error.offset :]
    return any(opening.startswith(rest) for opening in ("<!--", "<![CDATA[", "<!DOCTYPE"))


def _around(inside: list[Element]) -> str:
    if not inside:
        return ""
    names = "".join(f"<{label(element.name)}>" for element in inside[-_SHOWN:])
    before = inside[-1].children
    after = f", after </{label(before[-1].name)}>" if before else ""
    return f"inside {'…' if len(inside) > _SHOWN else ''}{names}{after}"
