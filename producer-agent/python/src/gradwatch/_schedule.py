"""Schedule of the steps at which statistics are taken."""

#: Steps at the start of a run that are all sampled, as far as the opening's cost allows: most mistakes show there.
OPENING_STEPS = 100
#: Cost of the opening that the budget does not count, seconds; the opening ends with it. Own choice: a hundred samples of a small
#: network, or as many as a second has room for of a large one, once in the life of a run.
OPENING_SECONDS = 1.0
#: Samples lie at most this dense once the opening is over, steps.
DENSEST = 10
#: A step of so many is sampled even where what every step costs takes the whole budget, as in networks whose steps take a
#: millisecond. Own choice: a sample costs about as much as a step, so that this is a thousandth.
SPARSEST = 1_000
RECENT = 0.05


class Schedule:
    """
    Chooses the steps to sample, so that what samples cost stays below ``budget`` of the time of all steps. The cost is
    measured, not estimated, and so is what watching costs at every step. The first sample, which loads kernels, is free, and so
    is the opening: the first ``OPENING_STEPS`` steps, up to ``OPENING_SECONDS``. With ``every`` the budget does not count.

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
        self._earned = 0.0
        self._opening = 0.0
        self._spent = 0.0
        self._cost = None
        self._late_cost = 0.0
        self._step_seconds = None
        self._samples = 0
        self._first = None
        self._next = 0
        self._last = 0

    def due(self, index):
        """True where the step of this index (0, 1, ...) is to be sampled."""
        if self._every is not None:
            return index % self._every == 0
        if self._budget == 0 or index < self._next:
            return False
        cost = None if self._cost is None else self._cost + self._late_cost
        if index < OPENING_STEPS and self._opening < OPENING_SECONDS and self._opening + (cost or 0.0) <= OPENING_SECONDS:
            return True
        if index - self._last >= SPARSEST:
            return True
        return cost is None or self._earned - self._spent >= cost

    def watched(self, seconds):
        """Watching a step cost this much that every step costs, sampled or not."""
        self._spent += seconds

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
        self._last = index
        opening = index < OPENING_STEPS
        self._next = index + (1 if opening else DENSEST)
        if self._samples == 1:
            self._first = index
            return
        self._cost = seconds if self._cost is None else self._cost + 0.2 * (seconds - self._cost)
        self._charge(seconds, opening)

    def charge(self, seconds, index):
        """The sample of the step of this index has cost this much more, found out later, as what a device takes is."""
        if index == self._first:
            return
        self._late_cost = seconds if self._late_cost == 0 else self._late_cost + 0.2 * (seconds - self._late_cost)
        self._charge(seconds, index < OPENING_STEPS)

    def _charge(self, seconds, opening):
        free = min(seconds, OPENING_SECONDS - self._opening) if opening else 0.0
        self._opening += free
        self._spent += seconds - free

    @property
    def samples(self):
        """Steps that were sampled."""
        return self._samples

    @property
    def spent_seconds(self):
        """Cost of watching, without the first sample and the opening."""
        return self._spent

    @property
    def opening_seconds(self):
        """Cost of the opening."""
        return self._opening
