# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy>=1.24", "onnxruntime>=1.20", "torch>=2.5"]
# ///
"""Teaches the upper layers of the encoder to tell this counter's topics apart.

    prepazka lessons var/lessons.npz
    python setup/teach_encoder.py var/lessons.npz bot/engine/encoder/taught.npz --begin bot/engine/encoder/taught.npz

Needs PyTorch, which neither running nor training needs; about four minutes a round on two cores. Teach on when
many topics have changed: a single new topic is learnt by the classifier alone. Gain and price: docs/decisions/0008.
"""

import argparse
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.engine.encoder.taught import read_taught, write_taught

HEADS = 12
EPSILON = 1e-12
LONGEST = 96  # tokens; hardly any question is longer
CHUNK = 20  # batches that are sorted by length together


@dataclass(frozen=True)
class Lessons:
    """The file of `prepazka lessons`: questions as token numbers, their labels, and the packaged network."""

    questions: list[Tensor]
    labels: Tensor
    names: list[str]
    vectors: Tensor
    network: dict[str, Tensor]

    @classmethod
    def read(cls, path: Path) -> "Lessons":
        with np.load(path, allow_pickle=False) as file:
            place = {int(word): row for row, word in enumerate(file["words"])}
            rows = torch.tensor([place[int(token)] for token in file["tokens"]])
            begins = file["offsets"].tolist()
            questions = [rows[a:b][:LONGEST] for a, b in zip(begins, begins[1:], strict=False)]
            network = {name: torch.tensor(file[name]) for name in file.files if "." in name}
            labels = torch.tensor(file["labels"])
            return cls(questions, labels, file["names"].tolist(), torch.tensor(file["vectors"]), network)


class Layer(nn.Module):  # type: ignore[misc]
    """One layer of the encoder, begun with the packaged weights."""

    def __init__(self, network: dict[str, Tensor], number: int, dropout: float) -> None:
        super().__init__()
        prefix = f"l{number}."
        parts = {name.removeprefix(prefix): value for name, value in network.items() if name.startswith(prefix)}
        self.tensors = nn.ParameterDict({name.replace(".", "_"): nn.Parameter(v.clone()) for name, v in parts.items()})
        self.dropout = dropout
        self.prefix = prefix

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        t = self.tensors
        count, length, size = hidden.shape
        shape = (count, length, HEADS, size // HEADS)
        query, key, value = (F.linear(hidden, t[f"{n}_w"], t[f"{n}_b"]).view(shape).transpose(1, 2) for n in "qkv")
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = F.linear(seen.transpose(1, 2).reshape(count, length, size), t["ao_w"], t["ao_b"])
        hidden = self._normal(hidden + F.dropout(seen, self.dropout, self.training), "aln")
        wide = F.gelu(F.linear(hidden, t["fi_w"], t["fi_b"]))
        lowered = F.dropout(F.linear(wide, t["fo_w"], t["fo_b"]), self.dropout, self.training)
        return self._normal(hidden + lowered, "oln")

    def _normal(self, hidden: Tensor, name: str) -> Tensor:
        weight, bias = self.tensors[f"{name}_w"], self.tensors[f"{name}_b"]
        return F.layer_norm(hidden, weight.shape, weight, bias, EPSILON)

    def named(self) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
        """The tensors under their names in the weight file."""
        return {self.prefix + name.replace("_", "."): value.detach().numpy() for name, value in self.tensors.items()}


class Teacher:
    """The lower layers are computed once and kept; the upper ones learn together with a plane for each label."""

    def __init__(self, lessons: Lessons, options: argparse.Namespace) -> None:
        self.lessons, self.options = lessons, options
        count = sum(name.endswith(".q.w") for name in lessons.network)
        layers = [Layer(lessons.network, number, options.dropout) for number in range(count)]
        self.lower, self.upper = layers[: options.frozen], nn.ModuleList(layers[options.frozen :])
        self.inputs = self._through_lower_layers()

    def _through_lower_layers(self) -> list[Tensor]:
        network = self.lessons.network
        places = network["emb.pos"] + network["emb.type"][: network["emb.pos"].shape[1]]
        kept: list[Tensor] = [torch.empty(0)] * len(self.lessons.questions)
        by_length = sorted(range(len(kept)), key=lambda row: len(self.lessons.questions[row]))
        with torch.no_grad():
            for begin in range(0, len(kept), 2 * self.options.batch):
                rows = by_length[begin : begin + 2 * self.options.batch]
                words = [self.lessons.vectors[self.lessons.questions[row]] for row in rows]
                hidden, mask = padded([vectors + places[: len(vectors)] for vectors in words])
                hidden = F.layer_norm(hidden, hidden.shape[2:], network["emb.ln.w"], network["emb.ln.b"], EPSILON)
                for layer in self.lower:
                    hidden = layer.eval()(hidden, mask[:, None, None, :])
                for place, row in enumerate(rows):
                    kept[row] = hidden[place, : len(words[place])].to(torch.bfloat16)
        return kept

    def vectors(self, rows: list[int]) -> Tensor:
        """The sentence vectors of these questions, shape (rows, hidden), of length 1."""
        hidden, mask = padded([self.inputs[row] for row in rows])
        for layer in self.upper:
            hidden = layer(hidden, mask[:, None, None, :])
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return F.normalize(mean, dim=-1)

    def teach(self) -> None:
        options, labels = self.options, self.lessons.labels
        shift, planes = self._beginning()
        parameters = list(self.upper.parameters())
        groups = [
            {"params": parameters, "lr": options.rate, "weight_decay": 0.01},
            {"params": [shift, planes], "lr": options.plane_rate, "weight_decay": 0.0},
        ]
        optimiser = torch.optim.AdamW(groups)
        steps = options.epochs * math.ceil(len(labels) / options.batch)
        slope = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1.0, (step + 1) / (0.06 * steps)) * max(0.0, 1 - step / steps)
        )
        started = time.monotonic()
        self.upper.train()
        for epoch in range(options.epochs):
            total = 0.0
            for rows in self._batches():
                away = F.normalize(self.vectors(rows) - shift, dim=-1)
                powers = options.sharpness * away @ F.normalize(planes, dim=-1).T
                loss = F.cross_entropy(powers, labels[rows], label_smoothing=options.smoothing)
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(parameters, 1.0)
                optimiser.step()
                slope.step()
                total += loss.item() * len(rows)
            took = time.monotonic() - started
            print(f"epoch {epoch + 1} of {options.epochs}: loss {total / len(labels):.3f}, {took:.0f} s", flush=True)

    def _beginning(self) -> tuple[nn.Parameter, nn.Parameter]:
        """Where the planes begin: at the mean vector of each label."""
        self.upper.eval()
        rows = list(range(len(self.inputs)))
        with torch.no_grad():
            parts = [self.vectors(rows[a : a + self.options.batch]) for a in range(0, len(rows), self.options.batch)]
        vectors = torch.cat(parts)
        mean = vectors.mean(0)
        planes = [(vectors[self.lessons.labels == n] - mean).mean(0) for n in range(len(self.lessons.names))]
        return nn.Parameter(mean), nn.Parameter(F.normalize(torch.stack(planes), dim=-1))

    def _batches(self) -> Iterator[list[int]]:
        """Shuffled, but texts of like length together: little padding is computed."""
        size, lengths = self.options.batch, [len(question) for question in self.lessons.questions]
        shuffled = torch.randperm(len(lengths)).tolist()
        chunks = [shuffled[a : a + size * CHUNK] for a in range(0, len(shuffled), size * CHUNK)]
        batches = [
            ordered[a : a + size]
            for ordered in (sorted(chunk, key=lambda row: lengths[row]) for chunk in chunks)
            for a in range(0, len(ordered), size)
        ]
        for place in torch.randperm(len(batches)).tolist():
            yield batches[place]


def padded(texts: list[Tensor]) -> tuple[Tensor, Tensor]:
    """(texts, longest, hidden) with zeros behind each text, and (texts, longest) that tells where it is one."""
    hidden = nn.utils.rnn.pad_sequence([text.float() for text in texts], batch_first=True)
    lengths = torch.tensor([len(text) for text in texts])
    return hidden, torch.arange(hidden.shape[1])[None] < lengths[:, None]


def main() -> None:
    parser = argparse.ArgumentParser(description="Teach the upper layers; the defaults made the shipped file.")
    parser.add_argument("lessons", type=Path)
    parser.add_argument("taught", type=Path)
    parser.add_argument("--begin", type=Path, help="go on from this taught file instead of the packaged network")
    parser.add_argument("--frozen", type=int, default=6, help="lower layers that stay as packaged")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--plane-rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--sharpness", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    lessons = Lessons.read(options.lessons)
    if options.begin:
        lessons.network.update({name: torch.tensor(value) for name, value in read_taught(options.begin).items()})
    teacher = Teacher(lessons, options)
    teacher.teach()
    write_taught(options.taught, {n: v for layer in teacher.upper for n, v in layer.named().items()})


if __name__ == "__main__":
    main()
