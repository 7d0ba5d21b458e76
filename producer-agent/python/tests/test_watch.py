"""A watch in a training job: it changes nothing, and nothing of it stays."""

import gc
import weakref

from .case import WatchCase
from .models import digits, needs_torch, network, torch, train


@needs_torch
class WatchTest(WatchCase):
    def test_training_is_bit_for_bit_the_same(self):
        bare = train(network()).state_dict()

        logged = self.run_of(id="log")
        with_log = train(network(), on_step=lambda step, loss: logged.log({"loss": loss})).state_dict()

        model = network()
        optimizer, loss_fn = torch.optim.Adam(model.parameters(), 0.05), torch.nn.CrossEntropyLoss()
        run = self.watched(model, optimizer, loss_fn, every=1)
        train(model, optimizer=optimizer, loss_fn=loss_fn, on_step=lambda step, loss: run.log({"loss": loss}))
        steps = self.ended(run)
        with_watch = model.state_dict()
        self.assertEqual(sum("tensors" in step for step in steps), 40)
        for name, value in bare.items():
            self.assertTrue(torch.equal(value, with_log[name]), name)
            self.assertTrue(torch.equal(value, with_watch[name]), name)

    def test_hooks_go_at_the_end_and_nothing_is_kept_alive(self):
        model = network()
        optimizer, loss_fn = torch.optim.SGD(model.parameters(), 0.1), torch.nn.CrossEntropyLoss()
        run = self.watched(model, optimizer, loss_fn, every=1)
        train(model, 3, optimizer=optimizer, loss_fn=loss_fn)
        self.assertTrue(self.hooked(optimizer))
        self.ended(run)
        self.assertFalse(self.hooked(optimizer))
        for module in [*model.modules(), loss_fn]:
            self.assertFalse(module._forward_hooks or module._forward_pre_hooks)
        references = [weakref.ref(model), weakref.ref(optimizer)]
        del model, optimizer
        gc.collect()
        self.assertEqual([reference() for reference in references], [None, None])

    @staticmethod
    def hooked(optimizer):
        """By its own hooks, which PyTorch 1 does not have, or by a patched step."""
        return "step" in vars(optimizer) or bool(getattr(optimizer, "_optimizer_step_pre_hooks", None))

    def test_failures_inside_never_reach_training(self):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        run = self.watched(model, optimizer, every=1)
        run._watch._sample._measure = lambda *_: 1 / 0
        train(model, 10, optimizer=optimizer, on_step=lambda step, loss: run.log({"loss": loss}))
        self.assertFalse(run._watch._active)
        self.assertEqual(len(self.ended(run)), 10)

    def test_what_is_no_model_or_no_option_is_refused_without_an_exception(self):
        run = self.run_of()
        self.assertIsNone(run.watch("model"))
        self.assertIsNone(run.watch(network(), budget=7))
        self.assertIsNone(run.watch(network(), every=0))
        self.assertIsNone(run.watch(network(), colour="red"))

    def test_data_parallel_and_shared_modules(self):
        class Twice(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.linear, self.relu = torch.nn.Linear(64, 64), torch.nn.ReLU()

            def forward(self, inputs):
                return self.relu(self.linear(self.relu(self.linear(inputs))))

        model = torch.nn.DataParallel(Twice())
        for one, names in ((model, []), (model.module, ["linear", "relu", "linear#2", "relu#2"])):
            self.agent.records.clear()
            optimizer = torch.optim.SGD(one.parameters(), 0.1)
            run = self.watched(one, optimizer, every=1, run=self.run_of(id=str(len(names))))
            one(digits()[0]).sum().backward()
            optimizer.step()
            step = self.ended(run)[0]
            self.assertEqual(list(self.rows(step, "ACTIVATION")), names)
            self.assertEqual(list(self.rows(step, "GRADIENT")), ["linear.weight", "linear.bias"])

    def test_data_loader_workers(self):
        class Data(torch.utils.data.Dataset):
            def __len__(self):
                return 64

            def __getitem__(self, index):
                import gradwatch

                gradwatch.log({"loss": -1.0})
                return torch.full((64,), float(index)), index % 10

        import gradwatch

        model = network()
        optimizer, loss_fn = torch.optim.SGD(model.parameters(), 1e-4), torch.nn.CrossEntropyLoss()
        run = self.watched(model, optimizer, loss_fn, every=1)
        before, gradwatch.run = gradwatch.run, run
        self.addCleanup(setattr, gradwatch, "run", before)
        loader = torch.utils.data.DataLoader(Data(), 16, num_workers=2, multiprocessing_context="fork")
        for inputs, labels in loader:
            loss_fn(model(inputs), labels).backward()
            optimizer.step()
        steps = self.ended(run)
        self.assertEqual(len(steps), 4)
        self.assertTrue(all(step["loss"] > 0 for step in steps))
        self.assertEqual(len(self.agent.hellos), 1)
