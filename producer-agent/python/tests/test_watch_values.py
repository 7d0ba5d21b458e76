"""Values that a watch tells of a step."""

import math
import threading
import warnings

from .case import WatchCase
from .models import digits, needs_torch, network, torch, train


@needs_torch
class WatchValuesTest(WatchCase):
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
        """Asking a tensor for its number would wait: nothing asks before the sending thread does."""
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
