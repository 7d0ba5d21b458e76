"""Plan of a run: drawn from the seed and a number, the same each time."""

import math
from dataclasses import asdict, dataclass

import numpy

from . import faults, habits, optimizers, programs, quirks

#: Faulty variants of each healthy run.
VARIANTS = 2


@dataclass
class Plan:
    """
    One run. ``twin`` is the id of the healthy run of the same seed, its own for a healthy one.

    :param seed: of data, weights and batches, the same for twins
    :param planted: step at which the fault begins; None for a healthy run
    """

    id: str
    twin: str
    seed: int
    program: str
    config: dict
    optimizer: str
    base_rate: float
    schedule: str
    weight_decay: float
    clip: float
    steps: int
    habit: habits.Habit
    fault: str
    cause: str
    strength: dict
    planted: int
    stops_at_nan: bool
    declares: bool
    quirk: dict

    def to_json(self):
        return asdict(self)


def family(seed, number):
    """
    A healthy run and its faulty variants.

    :param seed: of the whole data set
    :param number: of the family, from 0
    """
    random = numpy.random.default_rng([seed, number])
    known = programs.all_programs()
    # Losses that tell nothing are half as frequent: of most of their faults nothing is to be seen.
    names = sorted(known)
    weights = numpy.array([0.5 if "uninformative" in known[name].traits else 1.0 for name in names])
    program = known[random.choice(names, p=weights / weights.sum()).item()]
    optimizer = random.choice(sorted(program.rates)).item()
    steps = int(math.exp(random.uniform(math.log(program.least_steps), math.log(program.most_steps))))
    base = dict(
        seed=int(random.integers(0, 2**31)),
        program=program.name,
        config=program.draw(random),
        optimizer=optimizer,
        base_rate=float(program.rates[optimizer] * math.exp(random.uniform(-0.9, 0.7))),
        schedule=random.choice(optimizers.SCHEDULES, p=(0.35, 0.15, 0.12, 0.1, 0.12, 0.08, 0.08)).item(),
        weight_decay=float(random.choice([0, 0, 0, 1e-4, 1e-3])),
        clip=float(random.choice([0.5, 1, 5])) if random.random() < 0.3 else None,
        steps=steps,
        habit=habits.draw(random, steps, "validation" in program.traits),
        stops_at_nan=bool(random.random() < 0.4),
        declares=bool(random.random() < 0.5),
        quirk=quirks.draw(random, program),
    )
    base["config"]["seed"] = base["seed"]
    stem = f"{program.name}-{seed}-{number:06d}"
    healthy = Plan(id=f"{stem}-h", twin=f"{stem}-h", fault="none", cause="", strength={}, planted=None, **base)
    family = [healthy]
    for i in range(VARIANTS):
        family.append(_faulty(healthy, program, f"{stem}-f{i}", random, {one.fault for one in family}))
    return family


def _faulty(healthy, program, name, random, taken):
    fitting = [one for one in faults.all_faults().values() if one.name not in taken and one.fits(program, healthy.config, healthy.habit)]
    weights = numpy.array([one.weight for one in fitting])
    fault = fitting[random.choice(len(fitting), p=weights / weights.sum())]
    late = fault.begins == "middle" or (fault.begins == "any" and random.random() < 0.6)
    planted = int(random.uniform(0.15, 0.8) * healthy.steps) if late else 0
    # A fault in the middle begins where the log can show what was before it.
    planted = max(planted, quirks.first_logged(healthy.quirk, healthy.steps) + healthy.steps // 8) if late else 0
    fields = {**vars(healthy), "config": dict(healthy.config)}
    fields.update(id=name, fault=fault.name, cause=fault.cause, strength=fault.draw(random), planted=planted)
    return Plan(**fields)
