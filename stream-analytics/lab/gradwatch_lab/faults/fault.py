"""Effects that a fault may have on a job."""


class Fault:
    """
    A fault that is planted. Every hook gets the job, see ``training.Job``; those after ``begin`` are called only from the
    step on at which the fault was planted. The hooks here do nothing: the healthy twin has this fault.
    """

    name = "none"
    #: Column ``cause`` of the index.
    cause = ""
    #: Traits of a program that it needs.
    needs = frozenset()
    #: Traits that it cannot stand.
    excludes = frozenset()
    #: When it may begin: start, middle or any.
    begins = "any"
    #: Whether tensors or what is declared show it with certainty, even where no curve does.
    certain = False
    #: Whether only a validation shows it.
    shows_in_validation = False
    #: Relative frequency among the faults.
    weight = 1.0

    def __init__(self, strength=None):
        self.strength = strength or {}

    @classmethod
    def fits(cls, program, config, habit):
        """True where it can be planted there; ``config`` of the program, ``habit`` of logging."""
        return cls.needs <= program.traits and not cls.excludes & program.traits and (habit.validates or not cls.shows_in_validation)

    @classmethod
    def draw(cls, random):
        """Strength of the fault: numbers by name, kept beside the run."""
        return {}

    def configure(self, config):
        """Changes the hyper-parameters before anything is built."""

    def prepare(self, job):
        """Changes model or data before the optimizer is made."""

    def parameters(self, job, parameters):
        """Parameters that the optimizer gets."""
        return parameters

    def begin(self, job):
        """The step is there at which the fault begins; all is built."""

    def rate(self, job, rate):
        """Learning rate of this step."""
        return rate

    def batch(self, job, batch):
        """Inputs and targets of this step."""
        return batch

    def zeroes(self, job):
        """True where the gradients are zeroed before this step."""
        return True

    def loss(self, job, loss):
        """Loss of this step, a scalar tensor."""
        return loss

    def gradients(self, job):
        """Changes the gradients, before any clipping."""

    def clip(self, job, clip):
        """Norm at which gradients are clipped, or None."""
        return clip

    def steps(self, job):
        """True where the optimizer makes this step."""
        return True


def log_uniform(random, low, high):
    """A number whose logarithm is uniform."""
    import math

    return float(math.exp(random.uniform(math.log(low), math.log(high))))
