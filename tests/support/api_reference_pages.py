"""A writer of API Reference pages from botocore's models, which shares no code with the readers.

`tests/authoring/test_pages_written.py` holds its blocks to real ones, token for token. What a page
leaves open is left open here too.
"""

from __future__ import annotations

import html
import json
import re

PROTOCOLS = ("json", "rest-json", "smithy-rpc-v2-cbor")
UNION = (
    "Important This data type is a UNION, so only one of the following members can be specified"
    " when used or returned."
)
PLAIN = {
    "string": "String",
    "character": "String",
    "integer": "Integer",
    "long": "Long",
    "float": "Float",
    "double": "Double",
    "boolean": "Boolean",
    "timestamp": "Timestamp",
    "blob": "Base64-encoded binary data object",
}


def block(shape, protocol):
    """Return the lines of a response's block in JSON."""
    body = {n: m for n, m in shape.members.items() if "location" not in m.serialization}
    payload = shape.serialization.get("payload")
    if payload:
        return value(shape.members[payload], 0, (shape.name,), protocol).split("\n")
    return members(body, 0, (shape.name,), protocol).split("\n")


def members(shapes, depth, around, protocol):
    if not shapes:
        return "{\n" + "   " * depth + "}"
    inner = "   " * (depth + 1)
    lines = []
    for name in sorted(shapes, key=str.lower):
        shape = shapes[name]
        wire = shape.serialization.get("name", name)
        lines.append(f'{inner}"{wire}": {value(shape, depth + 1, around, protocol)}')
    return "{ \n" + ",\n".join(lines) + "\n" + "   " * depth + "}"


def value(shape, depth, around, protocol):
    if shape.name in around:
        return f'"{shape.name}"'
    below, inner = (*around, shape.name), "   " * (depth + 1)
    if shape.type_name == "structure":
        if getattr(shape, "is_document_type", False):
            return "JSON value"
        union = getattr(shape, "is_tagged_union", False)
        return "{ ... }" if union else members(shape.members, depth, below, protocol)
    if shape.type_name == "list":
        item = value(shape.member, depth + 1, below, protocol)
        return f"[ \n{inner}{item}\n{'   ' * depth}]" if "\n" in item else f"[ {item} ]"
    if shape.type_name == "map":
        item = value(shape.value, depth + 1, below, protocol)
        return f'{{ \n{inner}"string" : {item} \n{"   " * depth}}}'
    return scalar(shape, protocol)


def scalar(shape, protocol):
    if shape.type_name == "timestamp":
        form = shape.serialization.get("timestampFormat") or shape.metadata.get("timestampFormat")
        default = "unixTimestamp" if protocol in ("json", "rest-json") else "iso8601"
        return "number" if (form or default) == "unixTimestamp" else '"string"'
    words = {"boolean": "boolean", "blob": "blob", "string": '"string"', "character": '"string"'}
    return words.get(shape.type_name, "number")


def type_words(shape, *, plural=False):
    kind = shape.type_name
    end = "s" if plural else ""
    if kind == "structure":
        if getattr(shape, "is_document_type", False):
            return "JSON value" + end
        return f"[{shape.name}] object{end}"
    if kind == "list":
        return f"{'a' if plural else 'A'}rray{end} of {type_words(shape.member, plural=True)}"
    if kind == "map":
        words = type_words(shape.value)
        words = words[0].lower() + words[1:] if words in PLAIN.values() else words
        words = words.replace("Array of", "array of").replace("String to", "string to")
        return f"{'s' if plural else 'S'}tring to {words} map{end}"
    return PLAIN[kind].lower() + end if plural else PLAIN[kind]


def facts(shape):
    """Yield the facts of a member below its type, as (label, words) pairs."""
    yield "Type", type_words(shape)
    if getattr(shape, "is_tagged_union", False):
        yield "Note", "This object is a Union. Only one member of this object can be specified."
    yield from limits(shape)


def bounds(shape, what):
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and low == high:
        return f"Fixed {what[1] if what[0] == 'number of' else what[0]} of {low}{what[2]}."
    said = []
    if low is not None:
        said.append(f"Minimum {what[0]} {low}{what[2]}.")
    if high is not None:
        said.append(f"Maximum {what[0]} {high}{what[2]}.")
    return " ".join(said)


def limits(shape, before=""):
    kind = shape.type_name
    if kind in ("list", "map"):
        if said := bounds(shape, ("number of", "number", " items")):
            yield "Array Members" if kind == "list" else "Map Entries", said
        if kind == "list":
            yield from limits(shape.member)
        else:
            yield from limits(shape.key, "Key ")
            yield from limits(shape.value, "Value ") if shape.value.type_name == "string" else ()
    elif kind == "string":
        yield from of_text(shape, before)
    elif kind in ("integer", "long", "float", "double") and (
        said := bounds(shape, ("value of", "value", ""))
    ):
        yield "Valid Range", said


def of_text(shape, before):
    if said := bounds(shape, ("length of", "length", "")):
        yield f"{before}Length Constraints", said.replace("Fixed length of of", "Fixed length of")
    if shape.metadata.get("pattern"):
        yield f"{before}Pattern", shape.metadata["pattern"]
    if shape.enum:
        yield "Valid Keys" if before == "Key " else "Valid Values", " | ".join(shape.enum)


class Written:
    """A page as parts: headings, code, terms with their facts; `as_…` writes it in a form."""

    def __init__(self, title):
        self.title, self.parts = title, []

    def heading(self, words, anchor):
        self.parts.append(("heading", words, anchor))

    def code(self, lines):
        self.parts.append(("code", lines))

    def text(self, words):
        self.parts.append(("text", words))

    def term(self, name, prose, facts):
        self.parts.append(("term", name, prose, list(facts)))

    def as_markdown(self):
        out = [f"# {self.title}", f'<a name="API_{self.title}"></a>', ""]
        for kind, *part in self.parts:
            if kind == "heading":
                out += [f"## {part[0]}", f'<a name="API_{self.title}_{part[1]}"></a>', ""]
            elif kind == "code":
                out += ["```", *part[0], "```", ""]
            elif kind == "text":
                out += [part[0], ""]
            else:
                name, prose, said = part
                shown = bold(name, " ** ", " ** ").rstrip()
                out.append(f'{shown}   <a name="x-{self.title}-{name.split()[0]}"></a>')
                lines = [prose, *(f"{label}: {code(label, words)}" for label, words in said)]
                out += ["  \n".join(lines), ""]
        return "\n".join(out)

    def as_html(self):
        out = [
            "<!DOCTYPE html><html><head><title>",
            self.title,
            "</title><script>Response Syntax {",
        ]
        out.append("</script></head><body><nav>Errors</nav>")
        out.append(f'<h1 id="API_{self.title}">{self.title}</h1>')
        open_list = False
        for kind, *part in self.parts:
            if kind != "term" and open_list:
                out.append("</dl></div>")
                open_list = False
            if kind == "heading":
                out.append(f'<h2 id="API_{self.title}_{part[1]}">{part[0]}</h2>')
            elif kind == "code":
                text = html.escape("\n".join(part[0]), quote=False)
                text = text.replace("number", "<code class='replaceable'>number</code>")
                out.append(
                    f'<pre class="programlisting"><code class="nohighlight">{text}</code></pre>'
                )
            elif kind == "text":
                out.append(f"<p>{html.escape(part[0])}</p>")
            else:
                name, prose, said = part
                if not open_list:
                    out.append('<div class="variablelist"><dl>')
                    open_list = True
                shown = bold(name, "<b>", "</b>")
                out.append(f'<dt><span class="term">{shown}</span></dt><dd><p>{prose}</p>')
                for label, words in said:
                    out.append(f"<p>{label}: {html.escape(bare(label, words))}</p>")
                out.append("</dd>")
        return "\n".join([*out, "</body></html>"])

    def as_lines(self):
        out = [self.title]
        for kind, *part in self.parts:
            if kind == "heading":
                out.append(part[0])
            elif kind == "code":
                out += [line.strip() for line in part[0] if line.strip()]
            elif kind == "text":
                out.append(part[0])
            else:
                name, prose, said = part
                out += [
                    f"- {name}",
                    "-",
                    prose,
                    *(f"{label}: {bare(label, words)}" for label, words in said),
                ]
        return "\n".join(out)

    def as_one_line(self):
        return " ".join(self.as_lines().replace("\n-\n", "\n").replace("\n- ", "\n").split())


def bold(name, begin, end):
    """Return a name in bold; of `Key (request), key (response)` both, and not what is between."""
    return re.sub(r"[\w.:-]+(?= \(| *$)", lambda found: f"{begin}{found[0]}{end}", name)


def code(label, words):
    if label == "Type":
        return re.sub(r"\[(\w+)\]", r"[\1](API_\1.md)", words)
    return words if label == "Note" or not words or words[-1] == "." else f"`{words}`"


def bare(label, words):
    return re.sub(r"\[(\w+)\]", r"\1", words) if label == "Type" else words


def operation_page(model):
    """Return the page of an operation of a JSON protocol."""
    page = Written(model.name)
    shape, protocol = model.output_shape, model.service_model.resolved_protocol
    page.text("Tells how it goes.")
    page.heading("Request Syntax", "RequestSyntax")
    page.code(['{ "JobId": "string" }'] if protocol == "json" else ["GET /jobs/JobId HTTP/1.1"])
    page.heading("Response Syntax", "ResponseSyntax")
    head = [] if protocol == "json" else [f"HTTP/1.1 {status(shape)}", *headers(shape)]
    body = block(shape, protocol)
    if protocol != "json":
        head += ["Content-type: application/json", ""]
    page.code([*head, *body])
    page.heading("Response Elements", "ResponseElements")
    page.text("If the action is successful, the service sends back an HTTP 200 response.")
    page.text("The following data is returned in JSON format by the service.")
    payload = shape.serialization.get("payload")
    listed = shape.members[payload].members if payload else shape.members
    for name in sorted(listed, key=str.lower):
        member = listed[name]
        located = member.serialization.get("location") == "statusCode"
        wire = name if located else member.serialization.get("name", name)
        page.term(wire, "What it says.", facts(member))
    page.heading("Errors", "Errors")
    page.text("For information about the errors that are common to all actions, see Common Errors.")
    for error in model.error_shapes:
        code = error.metadata.get("error", {}).get("httpStatusCode") or 400
        page.term(error.name, "It went wrong.", [("HTTP Status Code", str(code))])
    page.heading("See Also", "SeeAlso")
    page.text("For more information about using this API, see the following: AWS SDKs.")
    return page


def status(shape):
    """Return what stands in the first line: the member that is the status, if one is."""
    return next(
        (n for n, m in shape.members.items() if m.serialization.get("location") == "statusCode"),
        "200",
    )


def headers(shape):
    for name, member in shape.members.items():
        if member.serialization.get("location") == "header":
            yield f"{member.serialization.get('name', name)}: {name}"


def type_page(shape):
    """Return the page of a data type."""
    page = Written(shape.name)
    page.text("What it is.")
    page.heading("Contents", "Contents")
    if getattr(shape, "is_tagged_union", False):
        page.text(UNION)
    for name in sorted(shape.members, key=str.lower):
        member = shape.members[name]
        wire = member.serialization.get("name", name)
        required = ("Required", "Yes" if name in shape.required_members else "No")
        page.term(wire, "What it says.", [*facts(member), required])
    page.heading("See Also", "SeeAlso")
    page.text("For more information about using this API, see the following: AWS SDKs.")
    return page


def types(shape):
    """Return every structure below a shape by its name, that of the shape itself left out."""
    found, waiting = {}, [shape]
    while waiting:
        one = waiting.pop()
        kind = one.type_name
        inner = {
            "structure": lambda one=one: list(one.members.values()),
            "list": lambda one=one: [one.member],
            "map": lambda one=one: [one.key, one.value],
        }.get(kind, list)()
        if kind == "structure" and one is not shape:
            if one.name in found:
                continue
            found[one.name] = one
        waiting += inner
    found.pop(shape.name, None)
    return found


def tokens(text):
    """Return a block as its words and marks, whatever its line breaks."""
    return json.dumps(text).replace("\\n", " ").replace('\\"', '"')[1:-1].split()
