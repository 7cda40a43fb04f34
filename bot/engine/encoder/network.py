"""The only door to onnxruntime: one opened graph."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

INPUT, OUTPUT = "input_vectors", "sentence_vector"


class Network:
    """The graph that graph.py wrote, ready to run; several threads may run it at once."""

    def __init__(self, graph: Path) -> None:
        options = SessionOptions()
        options.intra_op_num_threads = 1  # conversations at once do better than one text on several cores
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # saves memory that long texts would leave reserved
        options.graph_optimization_level = GraphOptimizationLevel.ORT_DISABLE_ALL  # it is written as it shall run
        self._session = InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])

    def sentence_vector(self, input_vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Input vectors of one text, shape (tokens, hidden) → its vector of length 1, shape (hidden,)."""
        output: NDArray[np.float32] = self._session.run([OUTPUT], {INPUT: input_vectors[None]})[0][0]
        return output
