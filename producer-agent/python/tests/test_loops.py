import math

from .case import AgentCase
from .models import digits, needs_torch, network, torch


class Gan(torch.nn.Module if torch else object):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.maker, self.critic = torch.nn.Linear(4, 8), torch.nn.Linear(8, 1)


class Scaler:
    """Acts as torch.cuda.amp.GradScaler does: scaled losses, and no step where a gradient is infinite."""

    def __init__(self, scale=1024.0):
        self._scale = torch.tensor(scale)

    def is_enabled(self):
        return True

    def step(self, optimizer):
        gradients = [one.grad for group in optimizer.param_groups for one in group["params"]]
        for one in gradients:
            one.div_(self._scale)
        return optimizer.step() if all(bool(one.isfinite().all()) for one in gradients) else None


@needs_torch
class RightLoopsTest(AgentCase):
    """Loops with nothing wrong in them, of which no view may say that gradients were kept or turned, or that steps go uphill."""

    def right(self, model, optimizer, step, scaler=None, steps=30):
        run = self.run_of()
        run.watch(model, optimizer, every=1, scaler=scaler)
        for number in range(steps):
            step(number)
        run.finish()
        self.agent.await_end()
        views = [one["optimizer"] for one in self.steps() if "optimizer" in one]
        self.assertTrue(views)
        for view in views:
            self.assertFalse(view.get("gradientsKept"), view)
            self.assertGreater(view.get("gradientAgreement", 1), 0, view)
            self.assertLess(view.get("ascent", -1), 0, view)
            self.assertNotIn("missing", view)
        return views

    def adversaries(self, watched, turns, zeroed_behind):
        """``turns``: whose step it is, in each round."""
        whole = Gan()
        optimizers = {part: torch.optim.SGD(getattr(whole, part).parameters(), 0.01) for part in ("maker", "critic")}

        def loss(part):
            # The fakes are not detached: each pass leaves gradients in the other part too.
            fake = whole.critic(whole.maker(torch.randn(16, 4))).mean()
            return -fake if part == "maker" else fake - whole.critic(torch.randn(16, 8)).mean()

        def step(number):
            for part in turns:
                if not zeroed_behind:
                    optimizers[part].zero_grad()
                loss(part).backward()
                optimizers[part].step()
                if zeroed_behind:
                    whole.zero_grad()

        self.right(whole, optimizers[watched], step)

    def test_a_maker_that_zeroes_before_its_pass(self):
        self.adversaries("maker", ["critic", "maker"], False)

    def test_a_critic_that_zeroes_before_its_pass(self):
        self.adversaries("critic", ["critic", "maker"], False)

    def test_adversaries_that_zero_behind_their_step(self):
        self.adversaries("critic", ["maker", "critic"], True)

    def test_a_maker_whose_critic_makes_many_steps(self):
        self.adversaries("maker", ["critic"] * 5 + ["maker"], False)

    def test_a_critic_that_makes_many_steps(self):
        self.adversaries("critic", ["critic"] * 5 + ["maker"], False)

    def accumulated(self, zero, at_start):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), 0.05)
        inputs, labels = digits()

        def step(number):
            if at_start:
                zero(model, optimizer)
            for part in range(4):
                rows = slice(part * 64, part * 64 + 64)
                (torch.nn.functional.cross_entropy(model(inputs[rows]), labels[rows]) / 4).backward()
            optimizer.step()
            if not at_start:
                zero(model, optimizer)

        for view in self.right(model, optimizer, step):
            self.assertAlmostEqual(view["gradientAgreement"], 1)

    def test_accumulation_that_zeroes_in_place_behind_the_step(self):
        self.accumulated(lambda model, optimizer: optimizer.zero_grad(set_to_none=False), False)

    def test_accumulation_that_frees_gradients_before_the_passes(self):
        self.accumulated(lambda model, optimizer: model.zero_grad(set_to_none=True), True)

    def closures(self, search):
        model = torch.nn.Sequential(torch.nn.Linear(64, 16), torch.nn.Tanh(), torch.nn.Linear(16, 10))
        optimizer = torch.optim.LBFGS(model.parameters(), lr=1, max_iter=4, line_search_fn=search)
        inputs, labels = digits()

        def closure():
            optimizer.zero_grad()
            decay = 1e-3 * sum((one**2).sum() for one in model.parameters())
            loss = torch.nn.functional.cross_entropy(model(inputs), labels) + decay
            loss.backward()
            return loss

        self.right(model, optimizer, lambda number: optimizer.step(closure))

    def test_closures_that_are_called_many_times(self):
        self.closures(None)

    def test_closures_of_a_line_search(self):
        self.closures("strong_wolfe")

    def scaled(self, told):
        model, scaler = network(), Scaler()
        optimizer = torch.optim.SGD(model.parameters(), 0.05)
        inputs, labels = digits()

        def step(number):
            optimizer.zero_grad(set_to_none=number % 2 == 0)
            loss = torch.nn.functional.cross_entropy(model(inputs), labels)
            (loss * scaler._scale * (math.inf if number % 5 == 2 else 1)).backward()
            scaler.step(optimizer)

        self.right(model, optimizer, step, scaler if told else None)

    def test_overflows_of_a_scaler_that_is_known(self):
        self.scaled(True)

    def test_overflows_of_a_scaler_that_is_not(self):
        self.scaled(False)
