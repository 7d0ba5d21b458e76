"""Interface of a program to the loop that trains it."""

import numpy
import torch


class Task:
    """
    A model, its data and its loss. Subclasses set ``model`` and implement :meth:`loss` and :meth:`quality`.

    ``config`` are the hyper-parameters that the program drew.
    """

    #: What the loss means, as ``gradwatch.init`` takes it.
    objective = None
    #: Classes to tell apart; None where there are none.
    classes = None
    #: Factor of terms of the loss that are annealed, 0 to 1; the loop sets it.
    annealing = 1.0
    #: Optimizer steps of a pass over the training data.
    steps_per_epoch = 100

    def __init__(self, config):
        self.config = config
        self.random = numpy.random.default_rng(config["seed"] + 2)

    def parameters(self):
        """Parameters that the optimizer gets."""
        return [one for one in self.model.parameters() if one.requires_grad]

    def batch(self):
        """Inputs and targets of the next step, in whatever form :meth:`loss` takes."""
        return None

    def loss(self, batch):
        """Returns ``(loss, accuracy)`` of a batch: a scalar tensor, and a number from 0 to 1 or None."""
        raise NotImplementedError

    def evaluate(self):
        """Loss and accuracy on the validation set; None where there is none."""
        return None

    def quality(self):
        """Quality of the model on data that nothing else uses: 0 as good as a guess, 1 perfect. Not logged, for the labels."""
        raise NotImplementedError

    def held_out_loss(self):
        """Loss on the data of :meth:`quality`, or None. Not logged, for the labels."""
        return None


class Supervised(Task):
    """
    Inputs and targets in tensors: ``train``, ``val`` and ``held`` are pairs of them. ``criterion(output, target)`` is the loss.
    """

    def __init__(self, config, model, train, val, held, criterion):
        super().__init__(config)
        self.model = model
        self.train, self.val, self.held = train, val, held
        self.criterion = criterion
        self.batch_size = min(config["batch"], len(train[0]))
        self._order = []
        #: Examples in the order in which they are met; None shuffles them anew each epoch.
        self.fixed_order = None

    @property
    def steps_per_epoch(self):
        return max(1, len(self.train[0]) // self.batch_size)

    def batch(self):
        if len(self._order) < self.batch_size:
            size = len(self.train[0])
            self._order = list(self.random.permutation(size) if self.fixed_order is None else self.fixed_order)
        taken, self._order = self._order[: self.batch_size], self._order[self.batch_size :]
        return self.train[0][taken], self.train[1][taken]

    def output(self, x):
        return self.model(x)

    def loss(self, batch):
        x, y = batch
        out = self.output(x)
        return self.criterion(out, y), self.accuracy(out.detach(), y)

    def accuracy(self, out, y):
        """Part of the examples that is right; None where that means nothing."""
        return None

    def on(self, pair):
        """Loss and accuracy on inputs and targets without training."""
        with torch.no_grad():
            out = self.output(pair[0])
            return float(self.criterion(out, pair[1])), self.accuracy(out, pair[1])

    def evaluate(self):
        return self.on(self.val)

    def held_out_loss(self):
        return self.on(self.held)[0]


class Classification(Supervised):
    """Targets are classes (n,), outputs logits (n, classes)."""

    objective = "classification"

    def accuracy(self, out, y):
        return float((out.argmax(-1) == y).float().mean())

    def quality(self):
        guess = float(torch.bincount(self.held[1].flatten()).max()) / self.held[1].numel()
        return (self.on(self.held)[1] - guess) / (1 - guess)


class Regression(Supervised):
    """Targets and outputs (n, k); quality is the share of the variance that is explained."""

    objective = "regression"

    def quality(self):
        with torch.no_grad():
            out = self.output(self.held[0])
        y = self.held[1]
        return 1 - float(((out - y) ** 2).mean() / ((y - y.mean(0)) ** 2).mean())


def split(x, y, *sizes):
    """Cuts tensors into pairs of the sizes, in order."""
    pairs, at = [], 0
    for size in sizes:
        pairs.append((x[at : at + size], y[at : at + size]))
        at += size
    return pairs


def mislabel(random, y, classes, part):
    """Replaces a part of the classes by random ones."""
    wrong = torch.from_numpy(random.random(len(y)) < part)
    return torch.where(wrong, torch.from_numpy(random.integers(0, classes, len(y))), y)
