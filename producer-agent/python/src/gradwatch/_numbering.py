"""Which step a call means, and how long steps take."""

import time

from . import _values
from ._wire import text


class Numbering:
    """Numbers the steps of a run that nobody watches, and takes the time between them."""

    def __init__(self, doubts):
        self._doubts = doubts
        self._logged = None
        self.next_step = 0

    def step(self, given, training, watch):
        """The step that is meant; evaluations belong to the steps done before them."""
        step = None
        if given is not None:
            step = _values.whole(given)
            if step is None:
                self._doubts.value("step", f"'{text(given, 50)}', but must be a whole number of 0 or more")
        if step is None:
            step = self.next_step if watch is None else watch.current_step(training)
        if training:
            self.next_step = step + 1
        return step

    def pause(self):
        """Something else than training goes on, such as an evaluation: the time until the next step says nothing."""
        self._logged = None

    def duration(self, step):
        """Time since the step before as fields of a step, where nothing but steps lies between; None else."""
        moment = time.perf_counter()
        before, self._logged = self._logged, (step, moment)
        if before is None or step <= before[0]:
            return None
        return {"durationMillis": (moment - before[1]) * 1000 / (step - before[0])}
