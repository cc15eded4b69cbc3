"""Writes a network as an ONNX file: as much of the format as our line model needs, and no library for it.

ONNX files are Protocol Buffers. The field numbers are those of the public `onnx.proto` (ONNX 1.15, IR 9).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Attribute = int | float | Sequence[int]

#: Versions of the format and of its set of operators. 20 is the first that knows Gelu.
_IR_VERSION, _OPERATORS = 9, 20
# Wire types of Protocol Buffers.
_VARINT, _BYTES, _FIXED32 = 0, 2, 5
# TensorProto.DataType and AttributeProto.AttributeType.
_FLOAT, _INT64 = 1, 7
_A_FLOAT, _AN_INT, _INTS = 1, 2, 7


@dataclass
class Graph:
    """A network under construction: each call adds a node and gives the name of its output."""

    name: str
    _nodes: list[bytes] = field(default_factory=list)
    _weights: list[bytes] = field(default_factory=list)
    _inputs: list[bytes] = field(default_factory=list)
    _outputs: list[bytes] = field(default_factory=list)

    def input(self, name: str, *shape: int | str) -> str:
        """An input of 32 bit floats. A name in place of a size: known only when it runs."""
        self._inputs.append(_value(name, shape))
        return name

    def output(self, name: str, *shape: int | str) -> None:
        """Make the node called `name` an output."""
        self._outputs.append(_value(name, shape))

    def floats(self, values: NDArray[np.floating]) -> str:
        """Weights."""
        return self._weight(np.ascontiguousarray(values, dtype="<f4"), _FLOAT)

    def ints(self, *values: int) -> str:
        """Whole numbers: sizes, axes."""
        return self._weight(np.array(values, dtype="<i8"), _INT64)

    def add(self, operator: str, *inputs: str, named: str = "", **attributes: Attribute) -> str:
        """A node with one output; its name ("" as an input: left out)."""
        output = named or f"{operator.lower()}_{len(self._nodes)}"
        parts = [*(_text(1, one) for one in inputs), _text(2, output), _text(4, operator)]
        parts += [_message(5, _attribute(name, value)) for name, value in attributes.items()]
        self._nodes.append(b"".join(parts))
        return output

    def to_bytes(self, facts: Mapping[str, str]) -> bytes:
        """The file. `facts` are kept in it as metadata."""
        graph = b"".join(
            [
                *(_message(1, node) for node in self._nodes),
                _text(2, self.name),
                *(_message(5, weight) for weight in self._weights),
                *(_message(11, value) for value in self._inputs),
                *(_message(12, value) for value in self._outputs),
            ]
        )
        parts = [_number(1, _IR_VERSION), _message(7, graph), _message(8, _number(2, _OPERATORS))]
        parts += [_message(14, _text(1, key) + _text(2, value)) for key, value in facts.items()]
        return b"".join(parts)

    def _weight(self, values: NDArray[np.generic], kind: int) -> str:
        name = f"weight_{len(self._weights)}"
        dims = b"".join(_number(1, size) for size in values.shape)
        self._weights.append(dims + _number(2, kind) + _text(8, name) + _message(9, values.tobytes()))
        return name


def _varint(number: int) -> bytes:
    number &= (1 << 64) - 1  # negative numbers are written as 64 bit two's complement
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    parts.append(number)
    return bytes(parts)


def _number(tag: int, value: int) -> bytes:
    return _varint(tag << 3 | _VARINT) + _varint(value)


def _message(tag: int, content: bytes) -> bytes:
    return _varint(tag << 3 | _BYTES) + _varint(len(content)) + content


def _text(tag: int, content: str) -> bytes:
    return _message(tag, content.encode())


def _value(name: str, shape: Iterable[int | str]) -> bytes:
    """A ValueInfoProto: an input or output of floats."""
    sizes = (_number(1, size) if isinstance(size, int) else _text(2, size) for size in shape)
    dims = b"".join(_message(1, size) for size in sizes)
    tensor = _number(1, _FLOAT) + _message(2, dims)
    return _text(1, name) + _message(2, _message(1, tensor))


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, float):
        content = _varint(2 << 3 | _FIXED32) + struct.pack("<f", value) + _number(20, _A_FLOAT)
    elif isinstance(value, int):
        content = _number(3, value) + _number(20, _AN_INT)
    else:
        content = b"".join(_number(8, one) for one in value) + _number(20, _INTS)
    return _text(1, name) + content
