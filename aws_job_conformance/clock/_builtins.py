"""A function of C whose insides are exchanged for a function of Python, and put back.

A name can be bound to something else in one module; it stays bound to the old object in every
other module, default argument and closure that took it. So the object itself is changed: the two
words that say which C function it calls, and with what `self`. CPython's own `PyObject_Call…` have
just the signatures of such C functions, and call their `self`: ours, whose errors pass through.

The layout is CPython's (`PyCFunctionObject`, the same from 3.8 to 3.14); it is looked at before it
is written to, and where it is another one, nothing is touched.
"""

import ctypes
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from aws_job_conformance.core.errors import SuiteError

_VARARGS, _KEYWORDS, _NO_ARGUMENTS, _ONE, _CLASS, _FAST = 0x1, 0x2, 0x4, 0x8, 0x10, 0x80
_FORWARD = {
    _VARARGS: "PyObject_CallObject",
    _VARARGS | _KEYWORDS: "PyObject_Call",
    _NO_ARGUMENTS: "PyObject_CallNoArgs",
    _ONE: "PyObject_CallOneArg",
    _FAST | _KEYWORDS: "PyObject_Vectorcall",
}
"""By calling convention, what of CPython's takes the same arguments and calls the first of them."""


class _Definition(ctypes.Structure):
    """CPython's PyMethodDef."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("calls", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("doc", ctypes.c_char_p),
    )


class ExchangedClassMethod:
    """A class method of C, such as `datetime.now`, that is answered by a function of Python.

    Each look at it makes another object; what they share is the definition, and that is changed.
    The replacement is called through ctypes, which lets no error through: one is raised in the
    frame that called, at the instruction after the call, as a debugger would.
    """

    def __init__(self, method: Any, replacement: Callable[..., Any]) -> None:
        """Prepare; raises SuiteError as ExchangedBuiltin does."""
        self._definition = _definition(method, _words(method))
        flags = self._definition.flags & ~_CLASS
        if flags not in (_NO_ARGUMENTS, _FAST | _KEYWORDS):
            raise SuiteError(f"{method!r} is called in a way that is not known")
        self._takes = flags != _NO_ARGUMENTS
        given = (ctypes.c_ssize_t, ctypes.c_void_p) if self._takes else ()
        form = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.c_void_p, *given)
        self._before = self._definition.calls
        self._real = form(self._before or 0)
        self._replacement = replacement
        self._ours = form(self._call)

    def real(self, of: type, *args: Any) -> Any:
        """Return what the method itself answers."""
        if not self._takes:
            return self._real(of, None)
        given = (ctypes.py_object * len(args))(*args)
        return self._real(of, ctypes.addressof(given), len(args), None)

    def put(self) -> None:
        """Let the replacement answer."""
        self._definition.calls = ctypes.cast(self._ours, ctypes.c_void_p).value

    def take_back(self) -> None:
        """Let the method answer again."""
        self._definition.calls = self._before

    def _call(self, of: type, args: int | None, count: int = 0, names: int | None = None) -> Any:
        try:
            named = ctypes.cast(names, ctypes.py_object).value if names else ()
            size = count + len(named)
            given = [*(ctypes.py_object * size).from_address(args)] if size and args else []
            return self._replacement(
                of, *given[:count], **dict(zip(named, given[count:], strict=True))
            )
        except BaseException as error:  # noqa: BLE001 - ctypes would print it and go on
            _raise_next(sys._getframe(1), error)  # noqa: SLF001 - who called
            return None


class ExchangedBuiltin:
    """A builtin function, and the Python function that takes its place while `put` has been called.

    The replacement calls a `twin` for what the function did.
    """

    def __init__(self, function: Any, replacement: Callable[..., Any]) -> None:
        """Prepare; raises SuiteError where this Python builds its functions otherwise."""
        self._words = _words(function)
        definition = _definition(function, self._words)
        flags = definition.flags
        if flags == _FAST:  # nothing of CPython's takes these; the longer form takes as many
            flags |= _KEYWORDS
        forward = ctypes.cast(getattr(ctypes.pythonapi, _FORWARD[flags]), ctypes.c_void_p)
        self._ours = _Definition(definition.name, forward.value, flags, definition.doc)
        self._other = _made(ctypes.addressof(self._ours), replacement)
        self._before = self._insides(function)
        self._after = self._insides(self._other)
        self._kept = (function, replacement)

    @staticmethod
    def _insides(function: Any) -> tuple[int | None, ...]:
        words = _words(function)
        return words[0], words[1], words[4]

    def put(self) -> None:
        """Let the function call the replacement, from whatever name it is called by."""
        self._write(_words(self._other), self._before)
        self._write(self._words, self._after)

    def take_back(self) -> None:
        """Let the function be what it was."""
        self._write(self._words, self._before)
        self._write(_words(self._other), self._after)

    @staticmethod
    def _write(words: Any, insides: tuple[int | None, ...]) -> None:
        # One store in C, so that no thread sees half of it. Both functions own what they lead to;
        # as they change places, what is counted stays right.
        words[:] = (insides[0], insides[1], words[2], words[3], insides[2])


_IS_TRACED_FIRST = sys.version_info >= (3, 13)
"""CPython 3.13 may give no event of opcodes that were asked for before anybody traced; 3.12.1 dies
of those asked for after."""


def _words(function: Any) -> Any:
    """Return definition, self, module, weak references, vectorcall: as they lie in memory."""
    return (ctypes.c_void_p * 5).from_address(id(function) + object.__basicsize__)


def _definition(function: Any, words: Any) -> _Definition:
    is_known = words[0] is not None and words[1] == id(function.__self__)
    found = _Definition.from_address(words[0]) if is_known else None
    if found is None or found.name != function.__name__.encode():
        raise SuiteError(f"{function!r} lies in memory otherwise than CPython's functions do")
    return found


def _raise_next(frame: FrameType, error: BaseException) -> None:
    """Raise an error at the next instruction of a frame of the calling thread."""
    before, of_frame = sys.gettrace(), (frame.f_trace, frame.f_trace_opcodes)

    def trace(at: FrameType, event: str, _: Any) -> Any:
        if at is frame and event == "opcode":
            frame.f_trace, frame.f_trace_opcodes = of_frame  # a debugger's, or none
            sys.settrace(before)
            raise error
        return trace

    if _IS_TRACED_FIRST:
        sys.settrace(trace)
    frame.f_trace, frame.f_trace_opcodes = trace, True
    if not _IS_TRACED_FIRST:
        sys.settrace(trace)


def twin(function: Any) -> Any:
    """Return another builtin function that does what this one does, whatever becomes of this one.

    Raises SuiteError as ExchangedBuiltin does.
    """
    return _made(ctypes.addressof(_definition(function, _words(function))), function.__self__)


def _made(definition: int, self_: Any) -> Any:
    make = ctypes.pythonapi.PyCFunction_NewEx
    make.restype = ctypes.py_object
    make.argtypes = (ctypes.c_void_p, ctypes.py_object, ctypes.c_void_p)
    return make(definition, self_, None)
