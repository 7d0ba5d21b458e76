"""Places at which PyTorch calls back, and how they are given back."""

import inspect
import types

import torch


class Hooks:
    """Hooks that can all be removed together."""

    def __init__(self):
        self._removals = []

    def add(self, handle):
        self._removals.append(handle.remove)

    def ends_with(self, call):
        """``call()`` is called with the removal of the hooks."""
        self._removals.append(call)

    def patch(self, owner, name, make):
        """
        Puts ``make(original)``, a function that takes ``owner`` first, in the place of a bound method. It stays a bound
        method, because learning rate schedulers take ``optimizer.step`` apart. Removed, unless somebody patched over it:
        then it stays and passes on.
        """
        had = name in vars(owner)
        original = getattr(owner, name)
        patched = types.MethodType(make(original), owner)
        setattr(owner, name, patched)

        def remove():
            if vars(owner).get(name) is patched:
                if had:
                    setattr(owner, name, original)
                else:
                    delattr(owner, name)

        self._removals.append(remove)

    def remove(self):
        while self._removals:
            self._removals.pop()()


def around_step(hooks, optimizer, before, after):
    """
    Calls ``before()`` and ``after()`` around each step of an optimizer; where the step is given a closure that computes the
    gradients, as Lightning and LBFGS do, ``before()`` comes after its first call.
    """
    if hasattr(optimizer, "register_step_pre_hook"):

        def pre(_, args, kwargs):
            # The first of the arguments is the optimizer itself.
            rest, kwargs = _after_closure(args[1:], kwargs, before)
            return (args[0], *rest), kwargs

        hooks.add(optimizer.register_step_pre_hook(pre))
        hooks.add(optimizer.register_step_post_hook(lambda *_: after()))
        return

    def make(original):
        # Bound anew at each call: an attribute of the optimizer that refers to it would keep it alive.
        function = getattr(original, "__func__", None)

        def step(self, *args, **kwargs):
            args, kwargs = _after_closure(args, kwargs, before)
            result = function(self, *args, **kwargs) if function is not None else original(*args, **kwargs)
            after()
            return result

        step._with_counter = getattr(original, "_with_counter", False)
        return step

    hooks.patch(optimizer, "step", make)


def _after_closure(args, kwargs, call):
    """The arguments of a step, with a closure that calls ``call()`` once it was called; calls it at once without closure."""
    closure = args[0] if args else kwargs.get("closure")
    if not callable(closure):
        call()
        return args, kwargs
    called = []

    def wrapped(*given, **named):
        result = closure(*given, **named)
        if not called:
            called.append(True)
            call()
        return result

    return ((wrapped, *args[1:]), kwargs) if args else (args, {**kwargs, "closure": wrapped})


def before_forward(hooks, module, call):
    """Calls ``call(module, args, kwargs)`` before a forward pass; kwargs are empty where PyTorch does not tell them."""
    if "with_kwargs" in inspect.signature(module.register_forward_pre_hook).parameters:
        hooks.add(module.register_forward_pre_hook(lambda *given: call(*given), with_kwargs=True))
    else:
        hooks.add(module.register_forward_pre_hook(lambda of, args: call(of, args, {})))


def after_forward(hooks, module, call):
    """Calls ``call(module, args, result)`` after a forward pass."""
    hooks.add(module.register_forward_hook(lambda of, args, result: call(of, args, result)))


def inside_visible(model):
    """True where hooks on the layers are called, one after the other: not in replicas, nor in compiled code."""
    hidden = (torch.nn.DataParallel, torch.jit.ScriptModule)
    compiled = any(type(module).__name__ == "OptimizedModule" for module in model.modules())
    return not compiled and not isinstance(model, hidden)
