"""In which mode a network is evaluated, and whether that changes it."""


class EvaluationModes:
    """Watches the forward passes without gradients since the last evaluation that was told."""

    def __init__(self):
        self._training = None
        self._before = None
        self._after = None

    def begin(self, model):
        """A forward pass without gradients begins."""
        self._training = bool(self._training) or model.training
        if self._before is None:
            self._before = fingerprint(model)

    def end(self, model):
        """It has ended."""
        self._after = fingerprint(model)

    def take(self):
        """Modes that were seen, as fields of an evaluation; forgets them."""
        found = {}
        if self._training is not None:
            found["trainingMode"] = self._training
        if self._before and self._after is not None:
            found["runningStatisticsChanged"] = self._before != self._after
        self._training = self._before = self._after = None
        return found


def fingerprint(model):
    """
    Changes when a normalization takes a batch into its running statistics: by the versions of its batch counters, without
    reading them. Empty where there is none.
    """
    return [
        (id(counter), counter._version)
        for module in model.modules()
        for counter in (getattr(module, "num_batches_tracked", None),)
        if counter is not None
    ]
