"""Q-learning with replay on a small grid: the loss follows the size of the returns and says little of the policy."""

import collections

import numpy
import torch

from .. import networks
from . import Program
from .task import Task

MOVES = ((0, 1), (0, -1), (1, 0), (-1, 0))


def draw(random):
    return {
        "size": int(random.choice([3, 4])),
        "discount": float(random.choice([0.9, 0.95])),
        "copy": int(random.choice([20, 50, 100])),
        "width": int(random.choice([32, 64])),
        "depth": int(random.choice([1, 2])),
        "activation": random.choice(["relu", "tanh"]).item(),
        "batch": int(random.choice([32, 64])),
        "bonus": float(random.choice([1, 1, 10])),
        "init": "default",
        "dropout": 0.0,
    }


class Dqn(Task):
    """One step in the grid for each optimizer step; from the corner (0, 0) to the opposite one."""

    objective = "reinforcement-learning"

    def __init__(self, config):
        super().__init__(config)
        cells = config["size"] ** 2
        sizes = [cells] + [config["width"]] * config["depth"] + [len(MOVES)]
        self.model, self.target = networks.mlp(sizes, config["activation"]), networks.mlp(sizes, config["activation"])
        self.target.load_state_dict(self.model.state_dict())
        self.memory = collections.deque(maxlen=2000)
        self.place, self.steps, self.age = (0, 0), 0, 0
        self.eyes = torch.eye(cells)
        for _ in range(200):
            self._act(1.0)

    def _seen(self, place):
        return place[0] * self.config["size"] + place[1]

    def _move(self, place, action):
        last = self.config["size"] - 1
        there = tuple(min(last, max(0, at + by)) for at, by in zip(place, MOVES[action]))
        done = there == (last, last)
        return there, self.config["bonus"] * (1.0 if done else -0.02), done

    def _act(self, greed):
        if self.random.random() < greed:
            action = int(self.random.integers(0, 4))
        else:
            with torch.no_grad():
                action = int(self.model(self.eyes[self._seen(self.place)]).argmax())
        there, reward, done = self._move(self.place, action)
        self.memory.append((self._seen(self.place), action, reward, self._seen(there), done))
        self.age += 1
        if done or self.age > 40:
            there, self.age = (0, 0), 0
        self.place = there

    def batch(self):
        self._act(max(0.1, 1 - self.steps / 300))
        if self.steps % self.config["copy"] == 0:
            self.target.load_state_dict(self.model.state_dict())
        self.steps += 1
        chosen = [self.memory[i] for i in self.random.integers(0, len(self.memory), self.config["batch"])]
        here, action, reward, there, done = zip(*chosen)
        rest = torch.tensor(action), torch.tensor(reward), self.eyes[list(there)], torch.tensor(done)
        return self.eyes[list(here)], rest

    def loss(self, batch):
        here, (action, reward, there, done) = batch
        with torch.no_grad():
            goal = reward + self.config["discount"] * self.target(there).max(1)[0] * ~done
        value = self.model(here).gather(1, action[:, None])[:, 0]
        return torch.nn.functional.smooth_l1_loss(value, goal), None

    def quality(self):
        """1 where the greedy walk is shortest, 0 where it does not arrive."""
        place, shortest = (0, 0), 2 * (self.config["size"] - 1)
        with torch.no_grad():
            for step in range(40):
                place, _, done = self._move(place, int(self.model(self.eyes[self._seen(place)]).argmax()))
                if done:
                    return shortest / (step + 1)
        return 0.0


def build(config):
    return Dqn(config)


PROGRAM = Program(
    "dqn", "rl", draw, build, {"adam": 2e-3, "rmsprop": 1e-3, "adamw": 2e-3}, 1500, 0.9, frozenset({"uninformative"}), 350,
)
