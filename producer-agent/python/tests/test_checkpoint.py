import os
import tempfile

from .case import AgentCase
from .models import needs_torch, torch


@needs_torch
class CheckpointOfATrainingTest(AgentCase):
    def test_checkpoints_stand_between_the_steps_that_made_them_and_those_that_they_made(self):
        torch.manual_seed(0)
        model = torch.nn.Linear(4, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        run = self.run_of()
        run.watch(model, optimizer, every=1)
        with tempfile.TemporaryDirectory() as folder:
            for step in range(6):
                inputs = torch.randn(8, 4)
                loss = ((model(inputs) - inputs.sum(1, keepdim=True)) ** 2).mean()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                run.log({"loss": loss})
                if step % 2 == 1:
                    path = os.path.join(folder, f"{step}.pt")
                    torch.save(model.state_dict(), path)
                    run.checkpoint(path, metrics={"loss": loss}, size_bytes=os.path.getsize(path))
            run.finish()
            self.agent.await_end()
        order = [
            (kind, record[kind]["step"])
            for record in self.agent.records
            for kind in ("step", "checkpoint")
            if kind in record
        ]
        self.assertEqual(
            order,
            [
                ("step", 0), ("step", 1), ("checkpoint", 2), ("step", 2), ("step", 3), ("checkpoint", 4), ("step", 4),
                ("step", 5), ("checkpoint", 6),
            ],
        )
        saved = self.agent.events("checkpoint")[0]
        self.assertGreater(saved["sizeBytes"], 0)
        self.assertEqual(saved["metrics"]["loss"], self.steps()[1]["loss"])
        self.assertEqual(run.ignored_values, 0)
