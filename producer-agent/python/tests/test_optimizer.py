import gc
import unittest
import weakref

from .case import AgentCase
from .models import digits, needs_torch, network, torch


@needs_torch
class OptimizerViewTest(AgentCase):
    """Views of real loops with one mistake."""

    def views(self, model, optimizer, loop, steps=25, clip=None):
        run = self.run_of()
        run.watch(model, optimizer, every=1)
        loss_fn = torch.nn.CrossEntropyLoss()
        inputs, labels = digits()
        for step in range(steps):
            at = step * 32 % 256
            loop(lambda: loss_fn(model(inputs[at : at + 32]), labels[at : at + 32]), step)
        run.finish()
        self.agent.await_end()
        return [step["optimizer"] for step in self.steps()]

    def test_a_right_loop_has_gradients_as_computed_and_goes_downhill(self):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.05, weight_decay=0.01)

        def loop(loss, step):
            computed = loss()
            optimizer.zero_grad()  # Behind the forward pass, where the old gradients are still there.
            computed.backward()
            optimizer.step()

        for view in self.views(model, optimizer, loop):
            self.assertEqual((view["parameters"], view["gradientsKept"], view["weightDecay"]), (6, False, 0.01))
            self.assertAlmostEqual(view["gradientAgreement"], 1)
            self.assertLess(view["ascent"], -0.9)
            self.assertFalse({"missing", "withoutGradient", "clipNorm"} & set(view))

    def test_accumulation_over_micro_batches_is_no_gradient_that_was_kept(self):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.05)

        def loop(loss, step):
            optimizer.zero_grad(set_to_none=step % 2 == 0)
            for _ in range(3):
                (loss() / 3).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 0.25)
            optimizer.step()

        for view in self.views(model, optimizer, loop):
            self.assertFalse(view["gradientsKept"])
            self.assertAlmostEqual(view["gradientAgreement"], 1)
            self.assertEqual(view["clipNorm"], 0.25)

    def test_gradients_of_tensors_that_the_optimizer_does_not_hold_are_not_kept_by_mistake(self):
        model = network()
        optimizer = torch.optim.SGD(list(model.parameters())[-2:], 0.05)

        def loop(loss, step):
            optimizer.zero_grad()
            loss().backward()
            optimizer.step()

        for view in self.views(model, optimizer, loop):
            self.assertFalse(view["gradientsKept"])
            self.assertAlmostEqual(view["gradientAgreement"], 1)
            self.assertLess(view["ascent"], -0.9)

    def test_gradients_that_were_not_zeroed(self):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.01)

        def loop(loss, step):
            loss().backward()
            optimizer.step()

        views = self.views(model, optimizer, loop)
        self.assertEqual([view["gradientsKept"] for view in views], [False] + [True] * 24)

    def test_gradients_that_a_job_puts_over_the_old_ones_are_not_kept(self):
        from gradwatch._optimizer import GradientProbe, add_numbers

        for together, kept in ((False, False), (True, True)):
            model, probe = torch.nn.Linear(4, 3), GradientProbe()
            _begin(probe, model, torch.optim.SGD(model.parameters(), 0.1))
            for number, one in enumerate(probe._followed):
                old, new = torch.rand_like(one), torch.rand_like(one)
                one.grad = old
                probe._take(number, one, new)  # As the hook of torch.autograd.grad does since PyTorch 2.
                one.grad = (old + new if together else new) * 0.3
            probe.before_step()
            view = {}
            add_numbers(view, {key: vector.tolist() for key, vector in probe._numbers.items()})
            self.assertEqual(view["gradientsKept"], kept)

    def test_signs_that_are_flipped(self):
        def run(turn, rate=0.01):
            model = network()
            optimizer = torch.optim.SGD(model.parameters(), 0.01)
            optimizer.param_groups[0]["lr"] = rate

            def loop(loss, step):
                optimizer.zero_grad()
                loss().backward()
                if turn:
                    for one in model.parameters():
                        one.grad.neg_()
                optimizer.step()

            return self.views(model, optimizer, loop)[-1]

        self.assertAlmostEqual(run(True)["gradientAgreement"], -1)
        self.assertLess(run(True)["ascent"], -0.9)
        uphill = run(False, rate=-0.01)
        self.assertAlmostEqual(uphill["gradientAgreement"], 1)
        self.assertGreater(uphill["ascent"], 0.9)

    def test_an_optimizer_that_maximizes_does_not_go_uphill_by_mistake(self):
        model = network()
        first, *others = [{"params": [one]} for one in model.parameters()]
        groups = [{**first, "maximize": True}, *others]
        for given, sign in ((model.parameters(), -1), (groups, 1)):
            optimizer = torch.optim.Adam(given, 0.001, maximize=sign < 0)

            def loop(loss, step):
                optimizer.zero_grad()
                (sign * loss()).backward()
                optimizer.step()

            view = self.views(model, optimizer, loop)[-1]
            self.assertAlmostEqual(view["gradientAgreement"], 1)
            self.assertLess(view["ascent"], -0.1)

    def test_parameters_that_the_optimizer_lacks_are_named_once_they_stood_still(self):
        model = network()
        optimizer = torch.optim.SGD(list(model.parameters())[-2:], 0.05)

        def loop(loss, step):
            model.zero_grad()
            loss().backward()
            optimizer.step()

        views = self.views(model, optimizer, loop)
        self.assertNotIn("missing", views[9])
        self.assertEqual((views[10]["missing"], views[10]["missingNames"]), (4, ["0.weight", "0.bias", "1.weight"]))

    def test_parameters_that_another_optimizer_trains_are_not_missing(self):
        model = network()
        parameters = list(model.parameters())
        optimizer, other = torch.optim.SGD(parameters[-2:], 0.05), torch.optim.SGD(parameters[:-2], 0.05)

        def loop(loss, step):
            model.zero_grad()
            loss().backward()
            other.step()
            optimizer.step()

        self.assertFalse(any("missing" in view for view in self.views(model, optimizer, loop)))

    def test_movement_is_seen_without_a_copy_of_the_parameter(self):
        from gradwatch._optimizer import COMPARED, Membership

        for parameter in (torch.nn.Parameter(torch.ones(513, 1024).t()), torch.nn.Parameter(torch.ones(3)), torch.nn.Parameter(torch.ones(0))):
            membership = Membership()
            with torch.no_grad():
                self.assertEqual(float(membership._moved(parameter)), 0)
                self.assertEqual(float(membership._moved(parameter)), 0)
                self.assertLessEqual(membership._elements[id(parameter)].numel(), 2 * COMPARED)
                parameter.add_(1e-6)
                self.assertEqual(float(membership._moved(parameter)), float(parameter.numel() > 0))

    def test_parameters_without_a_gradient(self):
        model = network()
        model[4].register_forward_pre_hook(lambda module, args: (args[0].detach(),))
        optimizer = torch.optim.SGD(model.parameters(), 0.05)

        def loop(loss, step):
            optimizer.zero_grad()
            loss().backward()
            optimizer.step()

        view = self.views(model, optimizer, loop)[-1]
        self.assertEqual((view["withoutGradient"], view["withoutGradientNames"][0]), (4, "0.weight"))

    def test_gradients_that_are_all_elsewhere_are_not_told_as_lacking(self):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.05)

        def loop(loss, step):
            loss().backward()
            optimizer.zero_grad(set_to_none=True)
            optimizer.step()

        self.assertEqual([set(view) - {"parameters", "weightDecay"} for view in self.views(model, optimizer, loop)], [set()] * 25)

    def test_a_critic_that_its_generator_trains_through_keeps_no_gradients(self):
        critic, maker = torch.nn.Linear(8, 1), torch.nn.Linear(4, 8)
        optimizer, other = torch.optim.SGD(critic.parameters(), 0.01), torch.optim.SGD(maker.parameters(), 0.01)

        def loop(loss, step):
            fake = maker(torch.randn(16, 4))
            other.zero_grad()
            (-critic(fake)).mean().backward()
            other.step()
            optimizer.zero_grad()
            (critic(fake.detach()).mean() - critic(torch.randn(16, 8)).mean()).backward()
            optimizer.step()

        for view in self.views(critic, optimizer, loop)[1:]:
            self.assertFalse(view["gradientsKept"])
            self.assertGreater(view["gradientAgreement"], 0.99)


@needs_torch
class ShardTest(unittest.TestCase):
    """Gradients that the optimizer gets in another form than they were computed in, as of sharded parameters."""

    def numbers(self, whole, shard, gradient):
        from gradwatch._optimizer import GradientProbe

        probe, model = GradientProbe(), torch.nn.Linear(4, 3)
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        _begin(probe, model, optimizer)
        for number, one in enumerate(probe._followed):
            probe._take(number, one, whole(one))
            one.grad = gradient(one)
        before = {id(one): shard(one.detach().clone()) for one in model.parameters()}
        probe.before_step()
        probe.after_step(optimizer, before)
        return probe._numbers

    def test_gradients_of_the_whole_are_not_copied_and_give_no_view(self):
        self.assertEqual(self.numbers(lambda one: torch.ones(100), lambda one: one, torch.ones_like), {})

    def test_gradients_that_are_shards_at_the_step_give_no_view(self):
        def shard(one):
            one.data = one.data.reshape(-1)[:2]
            return torch.ones(2)

        self.assertEqual(self.numbers(torch.ones_like, lambda one: one, shard), {})

    def test_copies_of_another_form_give_no_ascent(self):
        found = self.numbers(torch.ones_like, lambda one: one.reshape(-1)[:1].repeat(2), torch.ones_like)
        self.assertEqual(set(found), {"agreement", "kept"})

    def test_an_other_device_gives_no_view(self):
        self.assertEqual(self.numbers(lambda one: torch.ones_like(one, device="meta"), lambda one: one, torch.ones_like), {})


def _begin(probe, model, optimizer):
    from gradwatch._hooks import Hooks

    probe.begin(model, optimizer, Hooks())


@needs_torch
class ReleaseTest(AgentCase):
    """Parameters and copies of gradients that a sample no longer keeps alive."""

    def followed(self, ending):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        run = self.run_of()
        watch = run.watch(model, optimizer, every=1)
        model(digits()[0]).sum().backward()
        self.assertTrue(watch._sample._probe._computed)
        parameter = weakref.ref(next(model.parameters()))
        ending(watch)
        self.assertEqual((watch._sample._probe._followed, watch._sample._probe._computed), ([], {}))
        watch._hooks.remove()
        del model, optimizer
        gc.collect()
        return parameter()

    def test_a_closed_watch_keeps_no_parameter(self):
        self.assertIsNone(self.followed(lambda watch: watch.close()))

    def test_a_dropped_sample_keeps_no_parameter(self):
        self.assertIsNone(self.followed(lambda watch: watch._drop_sample()))

    def test_a_step_that_a_scaler_skips_keeps_no_parameter(self):
        def skip(watch):
            watch.schedule._every = 1000
            watch._complete(skipped=True)

        self.assertIsNone(self.followed(skip))

    def test_without_an_optimizer_no_gradient_is_followed(self):
        model = network()
        watch = self.run_of().watch(model, None, every=1)
        model(digits()[0]).sum().backward()
        self.assertEqual((watch._sample._probe._followed, watch._sample._probe._computed), ([], {}))
