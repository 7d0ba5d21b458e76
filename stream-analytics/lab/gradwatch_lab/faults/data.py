"""Faults of the data: inputs, labels, their order and their amount."""

import torch

from .fault import Fault, log_uniform

REAL_INPUTS = frozenset({"tokens", "uninformative", "reconstruction"})


class LabelsShuffled(Fault):
    """Targets belong to other examples: nothing can be learnt but their frequencies."""

    name = "labels-shuffled"
    cause = "wrong_labels"
    needs = frozenset({"supervised"})
    excludes = frozenset({"reconstruction"})
    weight = 2.0

    @classmethod
    def draw(cls, random):
        return {"part": float(random.choice([0.5, 0.8, 1.0, 1.0, 1.0]))}

    def batch(self, job, batch):
        x, y = batch
        count = int(self.strength["part"] * len(y))
        order = torch.arange(len(y))
        order[:count] = order[torch.from_numpy(job.random.permutation(count))]
        return x, y[order]


class InputsRescaled(Fault):
    """Inputs change their scale in mid-run, or were never normalised."""

    name = "inputs-rescaled"
    cause = "unnormalised_input"
    excludes = REAL_INPUTS
    needs = frozenset({"validation"})
    weight = 2.0

    @classmethod
    def draw(cls, random):
        return {"factor": log_uniform(random, 3, 300), "offset": float(random.choice([0, 0, 1]))}

    def _changed(self, x):
        return (x + 2 * self.strength["offset"]) * self.strength["factor"]

    def begin(self, job):
        # Without normalisation from the start, the validation lacks it too; a later change affects only the training data.
        self._everywhere = job.planted == 0 and "supervised" in job.traits
        if self._everywhere:
            task = job.task
            task.train, task.val, task.held = ((self._changed(x), y) for x, y in (task.train, task.val, task.held))

    def batch(self, job, batch):
        x, y = batch
        if self._everywhere:
            # The batch of the first step was drawn after the data had changed.
            return x, y
        # Contrastive batches are two views of the inputs.
        return self._changed(x), y if "supervised" in job.traits else self._changed(y)


class InputsBlank(Fault):
    name = "inputs-blank"
    cause = "blank_input"
    needs = frozenset({"supervised"})
    excludes = REAL_INPUTS

    @classmethod
    def draw(cls, random):
        return {"value": float(random.choice([0, 1]))}

    def batch(self, job, batch):
        return torch.full_like(batch[0], self.strength["value"]), batch[1]


class CorruptedBatch(Fault):
    """Few batches in a row are garbage."""

    name = "corrupted-batch"
    cause = "transient_spike"
    begins = "middle"
    excludes = frozenset({"tokens", "uninformative"})
    weight = 3.0

    @classmethod
    def draw(cls, random):
        return {"batches": int(random.integers(1, 4)), "factor": log_uniform(random, 5, 300)}

    def batch(self, job, batch):
        if job.since >= self.strength["batches"]:
            return batch
        x, y = batch
        x = x * self.strength["factor"]
        if y.is_floating_point() and "regression" in job.traits:
            y = y * self.strength["factor"]
        return x, y


class TargetsRescaled(Fault):
    """Targets change their unit in mid-run: the loss jumps to another level."""

    name = "targets-rescaled"
    cause = "unnormalised_target"
    needs = frozenset({"regression"})
    begins = "middle"

    @classmethod
    def draw(cls, random):
        return {"factor": log_uniform(random, 2, 50)}

    def batch(self, job, batch):
        return batch[0], batch[1] * self.strength["factor"]


class DataAlternates(Fault):
    """Blocks of batches from two sources whose labels or units do not agree take turns."""

    name = "data-alternates"
    cause = "data_alternates"
    needs = frozenset({"supervised"})
    excludes = frozenset({"reconstruction"})
    weight = 2.0

    @classmethod
    def draw(cls, random):
        return {"blocks": int(random.integers(6, 30)), "factor": log_uniform(random, 1.5, 10)}

    def batch(self, job, batch):
        x, y = batch
        length = max(2, job.length // self.strength["blocks"])
        if job.since // length % 2:
            return batch
        if y.is_floating_point():
            return x, 1 - y if "regression" not in job.traits else y * self.strength["factor"] + 1
        return x, (y + 1) % job.task.classes


class ClassesSorted(Fault):
    """Examples come sorted by their class."""

    name = "classes-sorted"
    cause = "sorted_data"
    needs = frozenset({"classification"})
    excludes = frozenset({"tokens"})
    begins = "start"
    certain = True
    weight = 1.5

    def prepare(self, job):
        job.task.fixed_order = torch.argsort(job.task.train[1], stable=True).tolist()


class LabelsNoisy(Fault):
    """A fixed part of the training labels is wrong."""

    name = "labels-noisy"
    cause = "label_noise"
    shows_in_validation = True
    weight = 2.5
    needs = frozenset({"classification"})
    excludes = frozenset({"tokens"})
    begins = "start"

    @classmethod
    def draw(cls, random):
        return {"part": float(random.uniform(0.1, 0.7))}

    def prepare(self, job):
        x, y = job.task.train
        wrong = torch.from_numpy(job.random.random(len(y)) < self.strength["part"])
        other = torch.from_numpy(job.random.integers(0, job.task.classes, len(y)))
        job.task.train = (x, torch.where(wrong, other, y))


class TooLittleData(Fault):
    """A handful of examples, a large network and no regularisation, for many passes: it learns them by heart."""

    name = "too-little-data"
    cause = "overfitting"
    needs = frozenset({"supervised"})
    begins = "start"
    shows_in_validation = True
    weight = 16.0

    @classmethod
    def draw(cls, random):
        wrong = float(random.choice([0, 0, 0.1, 0.3]))
        return {"examples": int(log_uniform(random, 15, 200)), "wrong": wrong, "rate": log_uniform(random, 1, 4)}

    def rate(self, job, rate):
        return rate * self.strength["rate"]

    def configure(self, config):
        config["dropout"] = 0.0
        if "width" in config and "cell" not in config:
            config["width"] = max(64, config["width"])
        config["batch"] = min(config["batch"], max(4, self.strength["examples"] // 3))

    def prepare(self, job):
        task = job.task
        x, y = (one[: self.strength["examples"]] for one in task.train)
        if task.classes and y.dim() == 1:
            wrong = torch.from_numpy(job.random.random(len(y)) < self.strength["wrong"])
            y = torch.where(wrong, torch.from_numpy(job.random.integers(0, task.classes, len(y))), y)
        task.train = (x, y)
        task.batch_size = min(task.batch_size, len(x))


FAULTS = (
    LabelsShuffled, InputsRescaled, InputsBlank, CorruptedBatch, TargetsRescaled, DataAlternates, ClassesSorted, LabelsNoisy, TooLittleData,
)
