"""The line model as a graph: PP-OCRv6 "small", its normalisations folded into the convolutions beside them.

The network (PP-LCNetV4 backbone, light SVTR neck, CTC head) is described in the PP-OCRv6 papers and in the
modules its weights are named after. Three things are ours, and change nothing but speed:

- batch normalisation, and the three branches of a depthwise block, become one convolution each;
- a line is grey, so the three equal channels of the input become one;
- the network was trained on lines padded with white to 2560 pixels and reads ghosts at the end of a shorter
  one, since it averages over the whole picture. It is given a little white, and the averages are reckoned as
  if there were all of it: the white it was not given is like the white it was.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ingest.arabic_reader.onnx_file import Floats, Graph

#: Height of a line, and the width that lines were padded to in training, in pixels.
HEIGHT, TRAINED_WIDTH = 96, 2560
#: Pixels of input for a column of output.
STEP = 8
#: White to the right of every line, in pixels. Beyond 60 pixels of it the line has no influence, and 52 at
#: the end feel the edge: between lies a column that is like all the white that was left out.
MARGIN = 128
#: Where that column is, counted from the right: columns of the backbone, of 4 pixels.
_WHITE_COLUMN = -15

_VARIANCE = 1e-5  # added to variances by PyTorch's normalisations; 1e-6 in the neck's last
_HEADS = 8
#: Blocks of each stage: the stride of the first block's height, and which blocks weigh their channels.
_STAGES = {
    "blocks2": (1, 1, {0}),
    "blocks3": (2, 1, set[int]()),
    "blocks4": (7, 2, {1, 3, 5}),
    "blocks5": (3, 2, {1}),
}

Weights = Mapping[str, Floats]


def build(weights: Weights, symbols: int) -> Graph:
    """The graph of the model.

    Inputs: `lines`, lines x 1 x 96 x width (ink 1, paper 0; width a multiple of 8, MARGIN of white at the
    right at least); `known`, lines x 1 x 1 x width/8, 1 where a column is of the line, 0 in the
    padding; `missing`, the share (0..1) of the trained width that was not given. Output: `probabilities`,
    lines x width/8 x symbols; symbol 0 is the blank. Raises KeyError for weights of another network.
    """
    return _Builder(weights).build(symbols)


class _Builder:
    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.graph = Graph("arabic-line-reader")

    def build(self, symbols: int) -> Graph:
        graph = self.graph
        lines = graph.input("lines", "lines", 1, HEIGHT, "width")
        known = graph.input("known", "lines", 1, 1, "columns")
        missing = graph.input("missing", 1)
        self.missing, self.given = missing, graph.add("Sub", graph.floats(np.ones(1)), missing)
        x = self._stem(lines)
        for stage, (blocks, stride, weighing) in _STAGES.items():
            for place in range(blocks):
                name = f"backbone.{stage}.{place}"
                # The first block of a stage that halves the height has no way round it.
                x = self._block(x, name, stride if place == 0 else 1, place in weighing)
        x = graph.add("AveragePool", x, kernel_shape=[HEIGHT // 16, 2], strides=[HEIGHT // 16, 2])
        x = self._neck(x, known)
        x = self._linear(x, "head.fc")
        graph.add("Softmax", x, named="probabilities", axis=-1)
        graph.output("probabilities", "lines", "columns", symbols)
        return graph

    # --- backbone ---

    def _stem(self, x: str) -> str:
        """Two branches, a quarter of the size."""
        first = "backbone.conv1.stem1"
        weight, bias = self._folded(f"{first}.conv.weight", f"{first}.bn")
        x = self._relu(self._convolution(x, weight.sum(axis=1, keepdims=True), bias, stride=2))
        # Even kernels: padded at the right and below ("SAME").
        y = self._relu(self._named(x, "backbone.conv1.stem2a", pads=[0, 0, 1, 1]))
        y = self._relu(self._named(y, "backbone.conv1.stem2b", pads=[0, 0, 1, 1]))
        # The padding of a maximum never wins in ONNX: as if it were minus infinity.
        x = self.graph.add("MaxPool", x, kernel_shape=[2, 2], strides=[1, 1], pads=[0, 0, 1, 1])
        x = self.graph.add("Concat", x, y, axis=1)
        x = self._relu(self._named(x, "backbone.conv1.stem3", stride=2))
        return self._relu(self._named(x, "backbone.conv1.stem4"))

    def _block(self, x: str, name: str, stride: int, weighing: bool) -> str:
        """Columns and rows are mixed depthwise, then the channels; around the latter leads a way."""
        residual = stride == 1
        if residual:
            weight, bias = self._one_depthwise(f"{name}.token_mixer.rep_dw")
        else:
            mixer = f"{name}.token_mixer.dw_conv"
            weight, bias = self._folded(f"{mixer}.conv.weight", f"{mixer}.bn")
        x = self._convolution(x, weight, bias, strides=[stride, 1], groups=len(weight))
        if weighing:
            x = self._weighed(x, f"{name}.token_mixer.se")
        y = self._named(x, f"{name}.channel_mixer.expand")
        y = self._named(self.graph.add("Gelu", y), f"{name}.channel_mixer.compress")
        return self.graph.add("Add", x, y) if residual else y

    def _weighed(self, x: str, name: str) -> str:
        """Channels weighed by what they hold on average, the white that was left out counted."""
        graph = self.graph
        column = graph.add(
            "Slice", x, graph.ints(_WHITE_COLUMN), graph.ints(_WHITE_COLUMN + 1), graph.ints(3)
        )
        seen = graph.add("Mul", graph.add("GlobalAveragePool", x), self.given)
        white = graph.add("Mul", graph.add("GlobalAveragePool", column), self.missing)
        y = graph.add("Add", seen, white)
        y = self._relu(self._plain(y, f"{name}.conv1"))
        y = graph.add("HardSigmoid", self._plain(y, f"{name}.conv2"), alpha=1 / 6, beta=0.5)
        return graph.add("Mul", x, y)

    # --- neck ---

    def _neck(self, x: str, known: str) -> str:
        """Columns are told of one another: by a convolution over seven, then by attention over all."""
        graph = self.graph
        way_round = self._silu(self._named(x, "neck.skip_conv", norm="norm"))
        x = self._silu(self._named(x, "neck.conv_reduce", norm="norm"))
        x = graph.add("Mul", x, known)
        weight, bias = self._folded("neck.local_conv.0.weight", "neck.local_conv.1")
        near = self._silu(self._convolution(x, weight, bias, pads=[0, 3, 0, 3], groups=len(weight)))
        x = graph.add("Mul", graph.add("Add", x, near), known)
        x = self._as_sequence(x)
        # What is added to the attention paid to a column: nothing, or as good as minus infinity.
        away = graph.add(
            "Mul", graph.add("Sub", known, graph.floats(np.ones(1))), graph.floats(np.array([1e9]))
        )
        for block in ("neck.svtr_block.0", "neck.svtr_block.1"):
            x = graph.add("Add", x, self._attention(self._norm(x, f"{block}.norm1"), f"{block}.mixer", away))
            y = self._linear(self._norm(x, f"{block}.norm2"), f"{block}.mlp.fc1")
            x = graph.add("Add", x, self._linear(self._silu(y), f"{block}.mlp.fc2"))
        x = self._norm(x, "neck.norm", 1e-6)
        return graph.add("Add", x, self._as_sequence(way_round))

    def _attention(self, x: str, name: str, away: str) -> str:
        """Self-attention of eight heads. x: lines x columns x channels."""
        graph = self.graph
        size = self.weights[f"{name}.proj.weight"].shape[0] // _HEADS
        parts = graph.add("Reshape", self._linear(x, f"{name}.qkv"), graph.ints(0, 0, 3, _HEADS, size))
        parts = graph.add("Transpose", parts, perm=[2, 0, 3, 1, 4])
        query, key, value = (graph.add("Gather", parts, self._index(place), axis=0) for place in range(3))
        query = graph.add("Mul", query, graph.floats(np.array([size**-0.5])))
        scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
        weights = graph.add("Softmax", graph.add("Add", scores, away), axis=-1)
        mixed = graph.add("Transpose", graph.add("MatMul", weights, value), perm=[0, 2, 1, 3])
        mixed = graph.add("Reshape", mixed, graph.ints(0, 0, _HEADS * size))
        return self._linear(mixed, f"{name}.proj")

    def _index(self, place: int) -> str:
        shape = self.graph.ints()
        return self.graph.add("Reshape", self.graph.ints(place), shape)

    def _as_sequence(self, x: str) -> str:
        """From lines x channels x 1 x columns to lines x columns x channels."""
        x = self.graph.add("Squeeze", x, self.graph.ints(2))
        return self.graph.add("Transpose", x, perm=[0, 2, 1])

    # --- layers ---

    def _norm(self, x: str, name: str, variance: float = _VARIANCE) -> str:
        scale, shift = self._array(f"{name}.weight"), self._array(f"{name}.bias")
        graph = self.graph
        return graph.add(
            "LayerNormalization", x, graph.floats(scale), graph.floats(shift), axis=-1, epsilon=variance
        )

    def _linear(self, x: str, name: str) -> str:
        x = self.graph.add("MatMul", x, self.graph.floats(self._array(f"{name}.weight").T))
        return self.graph.add("Add", x, self.graph.floats(self._array(f"{name}.bias")))

    def _relu(self, x: str) -> str:
        return self.graph.add("Relu", x)

    def _silu(self, x: str) -> str:
        return self.graph.add("Mul", x, self.graph.add("Sigmoid", x))

    def _named(
        self, x: str, name: str, *, norm: str = "bn", stride: int = 1, pads: list[int] | None = None
    ) -> str:
        """The convolution of that name, its normalisation folded into it."""
        weight, bias = self._folded(f"{name}.conv.weight", f"{name}.{norm}")
        return self._convolution(x, weight, bias, stride=stride, pads=pads)

    def _plain(self, x: str, name: str) -> str:
        return self._convolution(x, self._array(f"{name}.weight"), self._array(f"{name}.bias"))

    def _convolution(
        self,
        x: str,
        weight: NDArray[np.float64],
        bias: NDArray[np.float64],
        *,
        stride: int = 1,
        strides: list[int] | None = None,
        pads: list[int] | None = None,
        groups: int = 1,
    ) -> str:
        height, width = weight.shape[2:]
        around = pads or [height // 2, width // 2, height // 2, width // 2]
        graph = self.graph
        return graph.add(
            "Conv",
            x,
            graph.floats(weight),
            graph.floats(bias),
            kernel_shape=[height, width],
            strides=strides or [stride, stride],
            pads=around,
            group=groups,
        )

    # --- folding ---

    def _one_depthwise(self, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Three branches (3 x 3 normalised, 1 x 1, none) and the normalisation of their sum as one."""
        weight, bias = self._folded(f"{name}.conv.conv.weight", f"{name}.conv.bn")
        weight[:, :, 1, 1] += self._array(f"{name}.conv1.weight")[:, :, 0, 0] + 1.0
        return self._normalised(weight, bias, f"{name}.bn")

    def _folded(self, weight: str, norm: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        kernel = self._array(weight)
        return self._normalised(kernel, np.zeros(len(kernel)), norm)

    def _normalised(
        self, weight: NDArray[np.float64], bias: NDArray[np.float64], name: str
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """A convolution followed by a batch normalisation, as one."""
        mean, variance = self._array(f"{name}.running_mean"), self._array(f"{name}.running_var")
        scale = self._array(f"{name}.weight") / np.sqrt(variance + _VARIANCE)
        shift = self._array(f"{name}.bias") - mean * scale
        return weight * scale[:, None, None, None], bias * scale + shift

    def _array(self, name: str) -> NDArray[np.float64]:
        return self.weights[name].astype(np.float64)
