"""The network of multilingual-e5-small as an ONNX graph with 8-bit matrices.

What comes in is one text's summed input vectors (word + position + type), so that the 96 million numbers of the word
table stay out of the graph; what goes out is its sentence vector, of length 1. The graph is written with the very
operators into which onnxruntime would fuse it at load: it opens quickly, and no optimiser's choice changes the vectors.

One text at a time: activations are quantised over all rows of the input together, so in a batch the neighbours of a
text would change its vector. Without neighbours there is nothing to pad or to mask either.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from bot.engine.encoder.network import INPUT, OUTPUT
from bot.engine.encoder.numbers import quantise
from bot.engine.encoder.weights import Weights

_FUSED = "com.microsoft"  # onnxruntime's own operators
_OPSETS = (("", 18), (_FUSED, 1))
_IR_VERSION = 9


class _GraphWriter:
    """Collects nodes and constants; every value is named after the node that makes it."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def vector(self, *names: str) -> str:
        """A constant of the file's float tensors, one after another."""
        return self.constant("+".join(names), np.concatenate([self.weights.vector(name) for name in names]))

    def node(self, operator: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: float) -> str:
        made = helper.make_node(operator, inputs, [output], output, domain=domain)
        made.attribute.extend(helper.make_attribute(name, value) for name, value in sorted(attributes.items()))
        self.nodes.append(made)
        return output

    def linear(self, value: str, names: Sequence[str], inputs: int, output: str, bias: str = "") -> str:
        """`value` times the file's matrices side by side, with 8-bit numbers, plus `bias`."""
        matrix = np.concatenate([self.weights.matrix(name, inputs) for name in names])
        numbers, scales = quantise(matrix)
        operands = [
            value,
            self.constant(f"{output}.weights", numbers.T),
            self.constant(f"{output}.scales", scales),
            self.constant(f"{output}.zeros", np.zeros(len(scales), np.int8)),
            bias,
        ]
        return self.node("DynamicQuantizeMatMul", operands if bias else operands[:4], output, _FUSED)

    def normalised(self, value: str, prefix: str, output: str) -> str:
        operands = [value, self.vector(f"{prefix}.w"), self.vector(f"{prefix}.b")]
        return self.node("LayerNormalization", operands, output, axis=-1, epsilon=self.weights.sizes.epsilon)


def build_graph(weights: Weights) -> ModelProto:
    """The whole network; the same weights always give the same bytes. About a second."""
    writer = _GraphWriter(weights)
    hidden = writer.normalised(INPUT, "emb.ln", "embedded")
    for layer in range(weights.sizes.layers):
        hidden = _write_layer(writer, f"l{layer}", hidden)
    writer.node("ReduceMean", [hidden, writer.constant("rows", np.array([1], np.int64))], "mean", keepdims=0)
    writer.node("LpNormalization", ["mean"], OUTPUT, axis=-1, p=2)
    size = weights.sizes.hidden
    graph = helper.make_graph(
        writer.nodes,
        "multilingual-e5-small",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, "tokens", size])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, size])],
        writer.constants,
    )
    opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
    return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION, producer_name="prepazka")


def _write_layer(writer: _GraphWriter, name: str, hidden: str) -> str:
    """Attention and feed-forward, each added to its input and normalised after it (BERT's order)."""
    size, wide = writer.weights.sizes.hidden, writer.weights.sizes.intermediate
    context = _write_attention(writer, name, hidden)
    projected = writer.linear(context, [f"{name}.ao.w"], size, f"{name}.projected", writer.vector(f"{name}.ao.b"))
    attended = writer.node("Add", [projected, hidden], f"{name}.attended")
    attended = writer.normalised(attended, f"{name}.aln", f"{name}.attended_normal")
    raised = writer.linear(attended, [f"{name}.fi.w"], size, f"{name}.raised")
    active = writer.node("BiasGelu", [raised, writer.vector(f"{name}.fi.b")], f"{name}.active", _FUSED)
    lowered = writer.linear(active, [f"{name}.fo.w"], wide, f"{name}.lowered", writer.vector(f"{name}.fo.b"))
    summed = writer.node("Add", [lowered, attended], f"{name}.summed")
    return writer.normalised(summed, f"{name}.oln", f"{name}.normal")


def _write_attention(writer: _GraphWriter, name: str, hidden: str) -> str:
    """Query, key and value come from one matrix product, their biases are added inside the attention operator."""
    parts = [f"{name}.{part}" for part in "qkv"]
    joined = writer.linear(hidden, [f"{part}.w" for part in parts], writer.weights.sizes.hidden, f"{name}.qkv")
    writer.nodes.append(helper.make_node("Split", [joined], parts, f"{name}.split", axis=-1, num_outputs=3))
    operands = [*parts, writer.vector(*(f"{part}.b" for part in parts))]
    return writer.node("MultiHeadAttention", operands, f"{name}.context", _FUSED, num_heads=writer.weights.sizes.heads)
