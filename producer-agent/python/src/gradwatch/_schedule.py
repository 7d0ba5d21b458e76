"""At which steps statistics are taken."""

#: Cost that a run may have beyond its budget in all, so that its first steps are seen, seconds.
OPENING_SECONDS = 0.05
#: Samples lie at most this dense once the run is under way, steps.
DENSEST = 10
RECENT = 0.05


class Schedule:
    """
    Chooses the steps to sample, so that what samples cost stays below ``budget`` of the time of all steps. The cost is
    measured, not estimated. The first sample, which loads kernels, and 50 ms of others are free: the first steps are where
    most mistakes show. With ``every`` the budget does not count.

    :param budget: part of the step time, 0 to 1
    :param every: sample each so many steps, from the first on; None for the budget
    """

    def __init__(self, budget=0.01, every=None):
        if not 0 <= budget <= 1:
            raise ValueError(f"budget is {budget}, but must be from 0 to 1")
        if every is not None and (every != int(every) or every < 1):
            raise ValueError(f"every is {every}, but must be a whole number of 1 or more")
        self._budget = budget
        self._every = None if every is None else int(every)
        self._earned = OPENING_SECONDS
        self._spent = 0.0
        self._cost = None
        self._step_seconds = None
        self._samples = 0
        self._next = 0

    def due(self, index):
        """Whether the step of this index (0, 1, ...) is to be sampled."""
        if self._every is not None:
            return index % self._every == 0
        if self._budget == 0 or index < self._next:
            return False
        return self._cost is None or self._earned - self._spent >= self._cost

    def stepped(self, seconds):
        """A step has taken this long. A pause, such as an evaluation, earns no more than ten steps do."""
        if self._step_seconds is not None:
            seconds = min(seconds, 10 * self._step_seconds)
            self._step_seconds += RECENT * (seconds - self._step_seconds)
        else:
            self._step_seconds = seconds
        self._earned += self._budget * seconds

    def sampled(self, index, seconds):
        """The step of this index was sampled, which took this long beyond the step itself."""
        self._samples += 1
        self._next = index + min(DENSEST, 1 + index // 4)
        if self._samples == 1:
            return
        self._cost = seconds if self._cost is None else self._cost + 0.2 * (seconds - self._cost)
        self._spent += seconds

    def charge(self, seconds):
        """A sample has cost this much more, found out later."""
        if self._samples > 1:
            self._spent += seconds

    @property
    def samples(self):
        """Steps that were sampled."""
        return self._samples

    @property
    def spent_seconds(self):
        """What the samples have cost, without the first one."""
        return self._spent
