"""Faults in how model, loss and optimizer are put together."""

from .. import networks
from .fault import Fault, log_uniform


class SignFlipped(Fault):
    """The gradients point uphill; the loss that is logged is right."""

    name = "sign-flipped"
    cause = "flipped_sign"
    weight = 2.0

    def gradients(self, job):
        for one in job.parameters:
            if one.grad is not None:
                one.grad.neg_()


class LossNegated(Fault):
    """The loss itself has the wrong sign and falls without bound."""

    name = "loss-negated"
    cause = "flipped_sign"
    begins = "start"
    excludes = frozenset({"signed"})

    def loss(self, job, loss):
        return -loss


class GradientsNotZeroed(Fault):
    name = "gradients-not-zeroed"
    cause = "grad_accumulates"
    certain = True
    weight = 2.0

    def zeroes(self, job):
        return False


class OptimizerLacksParameters(Fault):
    """The optimizer was made with a part of the parameters, or with those of another model."""

    name = "optimizer-lacks-parameters"
    cause = "optimizer_params"
    begins = "start"
    certain = True
    weight = 2.0

    @classmethod
    def draw(cls, random):
        return {"kept": random.choice(["none", "head", "biases"]).item()}

    def parameters(self, job, parameters):
        kept = self.strength["kept"]
        if kept == "head":
            return parameters[-2:]
        if kept == "biases":
            return [one for one in parameters if one.dim() == 1] or parameters[-1:]
        return [one.detach().clone().requires_grad_() for one in parameters]


class LayersFrozen(Fault):
    name = "layers-frozen"
    cause = "frozen_layers"
    certain = True

    @classmethod
    def draw(cls, random):
        return {"part": float(random.choice([0.5, 0.8, 1.0]))}

    def begin(self, job):
        self._frozen = job.parameters[: max(1, int(self.strength["part"] * len(job.parameters)))]

    def gradients(self, job):
        for one in self._frozen:
            one.grad = None


class GraphDetached(Fault):
    """A layer's output is detached: nothing before it learns."""

    name = "graph-detached"
    cause = "detached_graph"
    begins = "start"
    certain = True

    @classmethod
    def fits(cls, program, config, habit):
        return super().fits(program, config, habit) and "depth" in config

    def prepare(self, job):
        layers = networks.weighted(job.task.model)
        if len(layers) > 1:
            layers[-1].register_forward_pre_hook(lambda module, args: (args[0].detach(),))


class ModeForgotten(Fault):
    """Validation runs in training mode, so that dropout and batch norm disturb it."""

    name = "mode-forgotten"
    cause = "train_mode_in_evaluation"
    needs = frozenset({"supervised"})
    shows_in_validation = True
    begins = "start"
    certain = True

    @classmethod
    def fits(cls, program, config, habit):
        return super().fits(program, config, habit) and (config.get("dropout", 0) > 0 or config.get("norm", False))

    def prepare(self, job):
        job.evaluates_in_training = True


class ClipTooTight(Fault):
    """Gradients are clipped to far below their size at every step."""

    name = "clip-too-tight"
    cause = "clipping"

    @classmethod
    def draw(cls, random):
        return {"norm": log_uniform(random, 1e-5, 1e-2)}

    def clip(self, job, clip):
        return self.strength["norm"]


class OutputRectified(Fault):
    """An activation follows the last layer where none belongs."""

    name = "output-rectified"
    cause = "wrong_output_activation"
    needs = frozenset({"supervised"})
    begins = "start"
    certain = True

    @classmethod
    def draw(cls, random):
        return {"function": random.choice(["relu", "sigmoid"]).item()}

    def prepare(self, job):
        function = self.strength["function"]
        criterion = job.task.criterion
        job.task.criterion = lambda out, y: criterion(getattr(out, function)(), y)


FAULTS = (
    SignFlipped, LossNegated, GradientsNotZeroed, OptimizerLacksParameters, LayersFrozen, GraphDetached, ModeForgotten,
    ClipTooTight, OutputRectified,
)
