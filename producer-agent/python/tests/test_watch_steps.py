"""Numbers of the steps that a watch tells."""

import warnings

from .case import WatchCase
from .models import digits, needs_torch, network, torch, train


@needs_torch
class WatchStepsTest(WatchCase):
    def test_watch_alone_tells_loss_and_rate(self):
        model = network()
        optimizer, loss_fn = torch.optim.SGD(model.parameters(), 0.1), torch.nn.CrossEntropyLoss()
        schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.5)
        run = self.watched(model, optimizer, loss_fn, every=1)
        losses = []
        inputs, labels = digits()
        for _ in range(3):
            loss = loss_fn(model(inputs), labels)
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        steps = self.ended(run)
        self.assertEqual([step["step"] for step in steps], [0, 1, 2])
        self.assertEqual([step["loss"] for step in steps], losses)
        self.assertEqual([step["learningRate"] for step in steps], [0.1, 0.05, 0.025])
        self.assertIn("durationMillis", steps[1])

    def test_schedulers_made_after_the_watch_work_and_do_not_warn(self):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        run = self.watched(model, optimizer, every=1)
        schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.5)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            train(model, 2, optimizer=optimizer)
            schedule.step()
        self.assertEqual(len(self.ended(run)), 2)
        train(model, 1, optimizer=optimizer)

    def test_logs_of_every_few_steps_and_their_numbers(self):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        run = self.watched(model, optimizer, every=3)

        def log(step, loss):
            if step % 5 == 4:
                run.log({"loss": loss}, step=100 + step)

        train(model, 20, optimizer=optimizer, on_step=log)
        steps = self.ended(run)
        self.assertEqual([step["step"] for step in steps if "loss" in step], [104, 109, 114, 119])
        numbers = [step["step"] for step in steps]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertEqual(len(numbers), 20)

    def test_log_before_the_optimizer_step(self):
        model = network()
        optimizer, loss_fn = torch.optim.SGD(model.parameters(), 0.1), torch.nn.CrossEntropyLoss()
        for explicit in (True, False):
            with self.subTest(explicit=explicit):
                self.agent.records.clear()
                run = self.watched(model, optimizer, every=1, run=self.run_of(id=f"r{explicit}"))
                inputs, labels = digits()
                for step in range(5):
                    loss = loss_fn(model(inputs), labels)
                    loss.backward()
                    run.log({"loss": loss}, step=step if explicit else None)
                    optimizer.step()
                steps = self.ended(run)
                self.assertEqual([step["step"] for step in steps if "loss" in step], [0, 1, 2, 3, 4])
                self.assertEqual([step["step"] for step in steps], [0, 1, 2, 3, 4, 5])

    def test_gradient_accumulation(self):
        model = network()
        optimizer, loss_fn = torch.optim.SGD(model.parameters(), 0.1), torch.nn.CrossEntropyLoss()
        run = self.watched(model, optimizer, loss_fn, every=1)
        train(model, 3, optimizer=optimizer, loss_fn=loss_fn, accumulate=4)
        steps = self.ended(run)
        self.assertEqual([step["batchSize"] for step in steps], [128] * 3)
        self.assertEqual(sum(steps[0]["batch"]["labelCounts"]), 32)
        self.assertEqual(list(self.rows(steps[0], "ACTIVATION")), ["0", "1", "2", "3", "4"])

    def test_closures(self):
        model = torch.nn.Sequential(torch.nn.Linear(64, 10))
        optimizer, loss_fn = torch.optim.LBFGS(model.parameters(), max_iter=3), torch.nn.CrossEntropyLoss()
        run = self.watched(model, optimizer, every=1)
        inputs, labels = digits()

        def closure():
            optimizer.zero_grad()
            loss = loss_fn(model(inputs), labels)
            loss.backward()
            return loss

        optimizer.step(closure)
        step = self.ended(run)[0]
        self.assertGreater(step["gradientNorm"], 0)
        self.assertGreater(step["updateRatio"], 0)

    def test_optimizer_with_step_hooks_of_newer_versions(self):
        class Hooked(torch.optim.SGD):
            """As PyTorch 2 does it: hooks get optimizer, arguments (the optimizer first) and keyword arguments."""

            def register_step_pre_hook(self, hook):
                self.pre = hook
                return Removal()

            def register_step_post_hook(self, hook):
                self.post = hook
                return Removal()

            def step(self, *args, **kwargs):
                args, kwargs = self.pre(self, (self, *args), kwargs)
                result = super().step(*args[1:], **kwargs)
                self.post(self, args, kwargs)
                return result

        removed = []

        class Removal:
            def remove(self):
                removed.append(self)

        model = network()
        optimizer = Hooked(model.parameters(), 0.1)
        run = self.watched(model, optimizer, every=1)
        train(model, 2, optimizer=optimizer)
        steps = self.ended(run)
        self.assertGreater(steps[1]["updateRatio"], 0)
        self.assertEqual(len(removed), 2)

    def test_without_optimizer_a_log_is_a_step(self):
        model = network()
        run = self.watched(model, every=1)
        inputs, labels = digits()
        for _ in range(3):
            loss = torch.nn.functional.cross_entropy(model(inputs), labels)
            loss.backward()
            run.log({"loss": loss})
        steps = self.ended(run)
        self.assertEqual([step["step"] for step in steps], [0, 1, 2])
        self.assertGreater(steps[0]["gradientNorm"], 0)
