"""Elements of XML as the value their shape has, and what of them does not fit it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.text import label
from aws_job_conformance.protocol import _xml_values, xml_names
from aws_job_conformance.protocol.bodies import Fault, Faults
from aws_job_conformance.protocol.xml_scan import Element

if TYPE_CHECKING:
    from botocore.model import Shape


@lru_cache(maxsize=4096)
def members(shape: Shape) -> Mapping[str, str]:
    """Return a structure's members by the names of their elements; a flattened list has two."""
    out: dict[str, str] = {}
    for name, inner in shape.members.items():
        if xml_names.is_in_body(inner) and not xml_names.is_attribute(inner):
            out.setdefault(xml_names.element(name, inner), name)
            if xml_names.is_flattened(inner):
                out.setdefault(xml_names.own(name, inner), name)
    return out


@lru_cache(maxsize=4096)
def _folded(shape: Shape) -> Mapping[str, str]:
    """Return the elements of a structure by what they may be called by mistake."""
    known = members(shape)
    return {name.lower(): tag for tag, member in known.items() for name in (tag, member)}


def generic(element: Element) -> Any:
    """Return what nobody documented: a text, or an object of texts and lists."""
    if not element.children:
        return element.text
    out: dict[str, Any] = {}
    for child in element.children:
        value = generic(child)
        if child.name not in out:
            out[child.name] = value
        elif isinstance(out[child.name], list):
            out[child.name].append(value)
        else:
            out[child.name] = [out[child.name], value]
    return out


class XmlReading:
    """One body as it is read: its faults so far."""

    def __init__(self) -> None:
        self.faults = Faults()

    def _fault(self, steps: paths.Steps, got: str, what: str, expected: str, fix: str) -> None:
        self.faults.append(Fault(steps, got, f"{what}, expected {expected}", expected, fix))

    def value(self, shape: Shape, element: Element, steps: paths.Steps) -> Any:
        """Return the value of an element that has this shape."""
        kind = shape.type_name
        if kind == "structure":
            return self.structure(shape, element, steps)
        if kind == "list":
            return self._wrapped(shape, element, steps)
        if kind == "map":
            fix = "Put each key and its value into an <entry>."
            return self._map(shape, self._entries(element, "entry", steps, fix), steps)
        if element.children:
            name = element.children[0].name
            what = f"got elements (<{label(name)}>) in <{label(element.name)}>"
            fix = "Send the text itself; botocore reads what stands before the first element."
            self._fault(steps, "elements", what, "a text", fix)
            return generic(element)
        return self._text(_xml_values.reader(shape), element.text, steps)

    def _text(self, reader: _xml_values.Read, text: str, steps: paths.Steps) -> Any:
        found = reader(text)
        if isinstance(found, _xml_values.Wrong):
            self._fault(steps, found.got, found.what, found.expected, found.fix)
            return found.value
        return found

    def structure(
        self, shape: Shape, element: Element, steps: paths.Steps, beside: tuple[str, ...] = ()
    ) -> Any:
        """Return a structure; beside: elements that are no members, and known all the same."""
        if self._is_text(element, "a structure", steps):
            return element.text
        known = members(shape)
        given: dict[str, list[Element]] = {}
        for child in element.children:
            if child.name in known:
                given.setdefault(known[child.name], []).append(child)
        out: dict[str, Any] = {}
        for child in element.children:
            if child.name in known or child.name in beside:
                continue
            if (meant := _folded(shape).get(child.name.lower())) is None or known[meant] in given:
                out[child.name] = generic(child)
            else:
                given[known[meant]] = [child]
                fix = "Names of elements are exact; botocore reads nothing of one in another case."
                self._misnamed(child.name, meant, (*steps, known[meant]), fix)
        for member, elements in given.items():
            out[member] = self._given(shape.members[member], elements, (*steps, member))
        for name, text, inner in _attributes(shape, element):
            out[name] = self._text(_xml_values.reader(inner), text, (*steps, name))
        return out

    def _is_text(self, element: Element, expected: str, steps: paths.Steps) -> bool:
        if element.children or not element.text.strip():
            return False
        what = f"got {_xml_values.sized(element.text)} in <{label(element.name)}>"
        fix = "Send its elements; botocore reads none of them, and says nothing."
        self._fault(steps, "a text", what, expected, fix)
        return True

    def _misnamed(self, name: str, meant: str, steps: paths.Steps, fix: str) -> None:
        got = f"<{label(name)}>"
        self._fault(steps, got, f"got {got}", f"<{meant}>", fix)

    def _given(self, shape: Shape, elements: list[Element], steps: paths.Steps) -> Any:
        """Return the value of a member that is there, once or more often."""
        if xml_names.is_flattened(shape):
            if shape.type_name == "map":
                return self._map(shape, elements, steps)
            return self._items(shape.member, elements, steps)
        if len(elements) > 1:
            what = f"<{label(elements[0].name)}> stands {len(elements)} times"
            fix = (
                "Send each member once; botocore makes a list of them, raises, or takes the first."
            )
            self._fault(steps, elements[0].name, what, "one element", fix)
        return self.value(shape, elements[0], steps)

    def _wrapped(self, shape: Shape, element: Element, steps: paths.Steps) -> Any:
        if self._is_text(element, "a list", steps):
            return element.text
        fix = "Name each entry so; botocore reads an entry by any name."
        entries = self._entries(element, xml_names.item(shape), steps, fix)
        return self._items(shape.member, entries, steps)

    def _items(self, shape: Shape, elements: list[Element], steps: paths.Steps) -> list[Any]:
        return [self.value(shape, item, (*steps, at)) for at, item in enumerate(elements)]

    def _entries(
        self, element: Element, wanted: str, steps: paths.Steps, fix: str
    ) -> list[Element]:
        other = next((item.name for item in element.children if item.name != wanted), None)
        if other is not None:
            self._misnamed(other, wanted, steps, fix)
        return element.children

    def _map(self, shape: Shape, entries: list[Element], steps: paths.Steps) -> Any:
        key_name, value_name = xml_names.entry(shape)
        out: dict[str, Any] = {}
        for entry in entries:
            inside = [child.name for child in entry.children]
            if sorted(inside) != sorted((key_name, value_name)):
                what = f"got an entry of {len(inside)} elements"
                expected = f"<{key_name}> and <{value_name}>"
                fix = "botocore raises on others, and takes what is missing from the entry before."
                self._fault(steps, "an entry", what, expected, fix)
                continue
            key, value = sorted(entry.children, key=lambda child: child.name != key_name)
            if key.text in out:
                fix = "Send each key once; botocore keeps the last."
                self._fault(
                    (*steps, key.text), "a key", "the key stands twice", "each key once", fix
                )
            out[key.text] = self.value(shape.value, value, (*steps, key.text))
        return out


def _attributes(shape: Shape, element: Element) -> Iterator[tuple[str, str, Shape]]:
    for name, inner in shape.members.items():
        if xml_names.is_attribute(inner):
            _, _, local = xml_names.own(name, inner).rpartition(":")
            text = element.attributes.get(local)
            if text is not None:
                yield name, text, inner
