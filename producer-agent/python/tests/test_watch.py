import math
import threading
import unittest
import weakref

from .case import AgentCase
from .models import digits, needs_torch, network, torch, train


@needs_torch
class WatchTest(AgentCase):
    def watched(self, model, optimizer=None, loss_fn=None, run=None, **options):
        run = run or self.run_of()
        watch = run.watch(model, optimizer, loss_fn, **options)
        self.assertIsNotNone(watch)
        return run

    def rows(self, step, kind):
        return {row[0]: row for row in step.get("tensors", []) if row[1] == kind}

    def ended(self, run):
        run.finish()
        self.agent.await_end()
        return self.steps()

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

    def test_saturated_activations_are_counted_where_the_layer_tells(self):
        torch.manual_seed(0)
        model = torch.nn.Sequential(
            torch.nn.Linear(64, 32), torch.nn.Tanh(), torch.nn.Linear(32, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)
        )
        with torch.no_grad():
            model[0].weight.mul_(20)
        optimizer, loss_fn = torch.optim.SGD(model.parameters(), 0.1), torch.nn.CrossEntropyLoss()
        run = self.watched(model, optimizer, loss_fn, every=1)
        inputs, labels = digits()
        with torch.no_grad():
            slope = 1 - torch.tanh(model[0](inputs).double()) ** 2
        loss_fn(model(inputs), labels).backward()
        optimizer.step()
        run.log({})
        rows = self.rows(self.ended(run)[0], "ACTIVATION")
        self.assertEqual(rows["1"][11], int((slope <= 0.04).sum()))
        self.assertGreater(rows["1"][11], 0)
        self.assertIsNone(rows["3"][11])

    def test_counting_saturation_waits_for_no_device(self):
        """What would wait is asking a tensor for its number: nothing asks before the sending thread does."""
        asked = []
        original = torch.Tensor.__int__
        self.addCleanup(setattr, torch.Tensor, "__int__", original)

        def asking(tensor):
            asked.append(threading.current_thread() is threading.main_thread())
            return original(tensor)

        torch.Tensor.__int__ = asking
        model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.Sigmoid(), torch.nn.Linear(32, 10))
        optimizer, loss_fn = torch.optim.SGD(model.parameters(), 0.1), torch.nn.CrossEntropyLoss()
        run = self.watched(model, optimizer, loss_fn, every=1)
        inputs, labels = digits()
        loss_fn(model(inputs), labels).backward()
        optimizer.step()
        run.log({})
        self.ended(run)
        self.assertTrue(asked)
        self.assertNotIn(True, asked)

    def test_statistics_are_those_of_the_step(self):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        loss_fn = torch.nn.CrossEntropyLoss()
        run = self.watched(model, optimizer, loss_fn, every=1)
        inputs, labels = digits()
        before = {name: one.detach().clone() for name, one in model.named_parameters()}
        loss = loss_fn(model(inputs), labels)
        loss.backward()
        optimizer.step()
        run.log({"loss": loss})
        step = self.ended(run)[0]
        self.assertEqual(step["loss"], loss.item())
        for name, one in model.named_parameters():
            for kind, tensor in (("GRADIENT", one.grad), ("PARAMETER", before[name]), ("UPDATE", one - before[name])):
                row = self.rows(step, kind)[name]
                reference = tensor.detach().double()
                self.assertEqual(row[2], tensor.numel())
                self.assertAlmostEqual(row[5], reference.mean().item(), delta=1e-7)
                self.assertAlmostEqual(row[6], reference.std(unbiased=False).item(), delta=1e-6)
                self.assertAlmostEqual(row[7], reference.norm().item(), delta=1e-5)
        norm = math.sqrt(sum(one.grad.double().norm().item() ** 2 for one in model.parameters()))
        self.assertAlmostEqual(step["gradientNorm"], norm, places=5)
        size = math.sqrt(sum(one.double().norm().item() ** 2 for one in before.values()))
        self.assertAlmostEqual(step["parameterNorm"], size, places=5)
        self.assertAlmostEqual(step["updateRatio"], 0.1 * norm / size, places=5)
        self.assertEqual(step["batch"]["labelCounts"], torch.bincount(labels, minlength=10).tolist())
        self.assertEqual(sum(step["batch"]["predictionCounts"]), 256)
        self.assertEqual((step["batch"]["outputShape"], step["batch"]["targetShape"]), ([256, 10], [256]))
        self.assertEqual((step["batch"]["lossElements"], step["batchSize"], step["trainingMode"]), (256, 256, True))
        self.assertEqual(list(self.rows(step, "ACTIVATION")), ["0", "1", "2", "3", "4"])
        self.assertAlmostEqual(self.rows(step, "INPUT")["input"][5], inputs.double().mean().item(), places=6)
        self.assertEqual(step["learningRate"], 0.1)

    def test_declares_layers_optimizer_loss_and_classes(self):
        model = network(last=torch.nn.Softmax(1))
        optimizer = torch.optim.Adam(model.parameters(), 0.01)
        loss_fn = torch.nn.CrossEntropyLoss(label_smoothing=0.1)
        model[0].weight.requires_grad = False
        run = self.watched(model, optimizer, loss_fn, run=self.run_of(config={"lr": "mine"}), every=1)
        train(model, 2, optimizer=optimizer, loss_fn=loss_fn)
        self.ended(run)
        started = self.agent.events("started")[-1]
        self.assertEqual(started["classes"], 10)
        self.assertEqual(started["hyperparameters"]["lr"], "mine")
        self.assertEqual(started["hyperparameters"]["loss"], "CrossEntropyLoss")
        self.assertEqual(started["hyperparameters"]["optimizer"], "Adam")
        self.assertEqual(started["hyperparameters"]["label_smoothing"], "0.1")
        self.assertEqual(started["layers"][0], {"name": "0", "type": "Linear", "parameters": 32, "activation": ""})
        self.assertEqual(started["layers"][-1]["activation"], "softmax")
        output = self.rows(self.steps()[0], "OUTPUT")["output"]
        self.assertAlmostEqual(output[5], 0.1, places=6)
        self.assertGreaterEqual(output[3], 0)

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
        import warnings

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

    def test_norm_is_the_one_before_clipping_at_every_step(self):
        original = torch.nn.utils.clip_grad_norm_
        model, other = network(), network()
        optimizer, loss_fn = torch.optim.SGD(model.parameters(), 0.1), torch.nn.CrossEntropyLoss()
        run = self.watched(model, optimizer, loss_fn, every=2)
        inputs, labels = digits()
        norms = []
        for kind in (2.0, 2.0, 1.0):
            optimizer.zero_grad()
            loss_fn(model(inputs), labels).backward()
            norms.append(math.sqrt(sum(one.grad.double().pow(2).sum().item() for one in model.parameters())))
            torch.nn.utils.clip_grad_norm_(other.parameters(), 1e9)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1e-3, norm_type=kind)
            optimizer.step()
        steps = self.ended(run)
        self.assertAlmostEqual(steps[0]["gradientNorm"], norms[0], delta=1e-5)
        self.assertAlmostEqual(steps[1]["gradientNorm"], norms[1], delta=1e-5)
        self.assertLess(steps[2]["gradientNorm"], 1e-2)
        self.assertIs(torch.nn.utils.clip_grad_norm_, original)

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

    def test_scaler_tells_scale_and_skipped_steps(self):
        class Scaler:
            """Acts as torch.cuda.amp.GradScaler does: an overflow means that optimizer.step is not called."""

            def __init__(self):
                self._scale = torch.tensor(65536.0)
                self.overflow = False

            def is_enabled(self):
                return True

            def step(self, optimizer, *args, **kwargs):
                return None if self.overflow else optimizer.step(*args, **kwargs)

            def update(self):
                self._scale *= 0.5 if self.overflow else 1

        model, scaler = network(), Scaler()
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        run = self.watched(model, optimizer, every=1, scaler=scaler)
        inputs, labels = digits()
        for step in range(4):
            torch.nn.functional.cross_entropy(model(inputs), labels).backward()
            scaler.overflow = step == 1
            scaler.step(optimizer)
            scaler.update()
            run.log({"loss": float(step)})
        steps = self.ended(run)
        self.assertEqual([step.get("skippedByLossScaler", False) for step in steps], [False, True, False, False])
        self.assertEqual([step["lossScale"] for step in steps], [65536, 65536, 32768, 32768])
        self.assertEqual([step["loss"] for step in steps], [0, 1, 2, 3])
        scaler.step(optimizer)

    def test_silent_broadcast_is_seen(self):
        model = torch.nn.Linear(64, 1)
        optimizer, loss_fn = torch.optim.SGD(model.parameters(), 0.01), torch.nn.MSELoss()
        run = self.watched(model, optimizer, loss_fn, every=1)
        inputs, labels = digits(examples=32)
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            loss_fn(model(inputs), labels.float()).backward()
        optimizer.step()
        batch = self.ended(run)[0]["batch"]
        self.assertEqual((batch["outputShape"], batch["targetShape"], batch["lossElements"]), ([32, 1], [32], 1024))

    def test_losses_by_hand(self):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        run = self.run_of()
        watch = run.watch(model, optimizer, every=1)
        inputs, labels = digits()
        output = model(inputs)
        loss = torch.nn.functional.cross_entropy(output, labels)
        watch.batch(output, labels, loss)
        loss.backward()
        optimizer.step()
        step = self.ended(run)[0]
        self.assertEqual(step["loss"], loss.item())
        self.assertEqual(sum(step["batch"]["labelCounts"]), 256)

    def test_modes_of_training_and_evaluation(self):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        run = self.watched(model, optimizer, every=1)
        inputs, labels = digits()
        for training in (False, True):
            train(model, 1, optimizer=optimizer, on_step=lambda step, loss: run.log({"loss": loss}))
            model.train(training)
            with torch.no_grad():
                model(inputs)
            model.train()
            run.log({"val/loss": 1.0})
        run.evaluation("test", loss=1.0)
        model.eval()
        train(model, 1, optimizer=optimizer)
        steps = self.ended(run)
        right, wrong, unseen = self.agent.events("evaluation")
        self.assertEqual((right["trainingMode"], right["runningStatisticsChanged"]), (False, False))
        self.assertEqual((wrong["trainingMode"], wrong["runningStatisticsChanged"]), (True, True))
        self.assertNotIn("trainingMode", unseen)
        self.assertEqual([step["trainingMode"] for step in steps], [True, True, False])

    def test_nan_everywhere(self):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        run = self.watched(model, optimizer, every=1)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.fill_(math.nan)
        train(model, 2, optimizer=optimizer, on_step=lambda step, loss: run.log({"loss": loss}))
        step = self.ended(run)[-1]
        self.assertEqual((step["loss"], step["gradientNorm"], step["parameterNorm"]), ("NaN", "NaN", "NaN"))
        self.assertEqual(self.rows(step, "PARAMETER")["0.weight"][8], 64 * 32)

    def test_ten_thousand_parameters(self):
        model = torch.nn.ParameterList(torch.nn.Parameter(torch.randn(3)) for _ in range(10_000))
        # One group: SGD itself takes minutes to check that 10,000 groups share nothing.
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        run = self.watched(model, optimizer, every=1)
        for _ in range(2):
            loss = torch.stack(list(model)).pow(2).sum() / 2
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            run.log({"loss": loss})
        step = self.ended(run)[0]
        self.assertLessEqual(len(step["tensors"]), 3_000)
        self.assertAlmostEqual(step["gradientNorm"], step["parameterNorm"], places=3)
        self.assertAlmostEqual(step["updateRatio"], 0.1, places=6)
        self.assertEqual(run.dropped_records, 0)

    def test_parameters_beyond_the_memory_take_turns(self):
        model = torch.nn.Sequential(*[torch.nn.Linear(8, 8, bias=False) for _ in range(4)])
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        run = self.watched(model, optimizer, every=1, memory=600)
        for _ in range(2):
            model(torch.randn(4, 8)).sum().backward()
            optimizer.step()
        first, second = self.ended(run)
        self.assertEqual(list(self.rows(first, "UPDATE")), ["0.weight", "1.weight"])
        self.assertEqual(list(self.rows(second, "UPDATE")), ["2.weight", "3.weight"])
        self.assertNotIn("updateRatio", first)

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
        import gc

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


class ScheduleTest(unittest.TestCase):
    @needs_torch
    def test_keeps_the_budget(self):
        from gradwatch._schedule import OPENING_SECONDS, Schedule

        schedule = Schedule(budget=0.01)
        step, cost, sampled, total = 0.01, 0.02, [], 0.0
        for index in range(20_000):
            if schedule.due(index):
                sampled.append(index)
                schedule.sampled(index, cost)
            schedule.stepped(step)
            total += step
        self.assertEqual(sampled[:3], [0, 1, 2])
        self.assertLessEqual((len(sampled) - 1) * cost, 0.01 * total + OPENING_SECONDS)
        self.assertGreaterEqual(len(sampled) * cost, 0.95 * 0.01 * total)

    @needs_torch
    def test_cost_found_out_later_and_pauses(self):
        from gradwatch._schedule import Schedule

        schedule = Schedule(budget=0.01)
        for index in range(3):
            schedule.sampled(index, 0.001)
            schedule.stepped(0.01)
        schedule.charge(10, 500)
        schedule.stepped(3600)
        self.assertFalse(schedule.due(1000))

    @needs_torch
    def test_every_and_none(self):
        from gradwatch._schedule import Schedule

        self.assertEqual([i for i in range(10) if Schedule(every=4).due(i)], [0, 4, 8])
        self.assertFalse(Schedule(budget=0).due(0))
