"""Values that a call of log takes."""

from .case import AgentCase
from .models import needs_torch, torch


@needs_torch
class ValuesTest(AgentCase):
    def test_tensors_and_arrays(self):
        run = self.run_of()
        run.log({"loss": torch.tensor(0.5, requires_grad=True), "lr": torch.tensor([0.25]), "x": torch.ones(3)})
        run.log({"loss": torch.tensor(2).half(), "y": torch.tensor(1j), "z": torch.empty(1, device="meta")})
        run.finish()
        self.agent.await_end()
        self.assertEqual(self.steps()[0], {"step": 0, "loss": 0.5, "learningRate": 0.25, **self.extra(0)})
        self.assertEqual(self.steps()[1]["loss"], 2.0)
        self.assertEqual(run.ignored_values, 3)

    def extra(self, index):
        return {key: value for key, value in self.steps()[index].items() if key.endswith("Bytes")}

    def test_numpy(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("NumPy is not installed for this Python")
        run = self.run_of()
        run.log({"loss": numpy.float32(0.5), "lr": numpy.array(0.25), "a": numpy.ones(2), "b": numpy.array("text")})
        run.finish()
        self.agent.await_end()
        self.assertEqual((self.steps()[0]["loss"], self.steps()[0]["learningRate"]), (0.5, 0.25))
        self.assertEqual(run.ignored_values, 2)
