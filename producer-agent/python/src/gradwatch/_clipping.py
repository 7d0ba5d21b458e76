"""Where a job clips its gradients: their norm before that, which is the one that shows an explosion, and the largest allowed."""

import functools
import threading

import torch

_listeners = []
_lock = threading.Lock()
_original = None
_patched = None


def listen(owns, told):
    """
    From now on calls ``told(norm, most)`` when ``torch.nn.utils.clip_grad_norm_`` clips by the L2 norm.

    :param owns: tells whether a parameter is one of those that are watched
    :param told: takes the norm of all gradients before clipping, a tensor of one element, and the largest that is allowed; must
        not raise
    :returns: a function that ends it
    """
    listener = (owns, told)
    with _lock:
        _listeners.append(listener)
        if len(_listeners) == 1:
            _install()

    def remove():
        with _lock:
            if listener in _listeners:
                _listeners.remove(listener)
                if not _listeners:
                    _uninstall()

    return remove


def _install():
    global _original, _patched
    original = torch.nn.utils.clip_grad_norm_

    @functools.wraps(original)
    def clip_grad_norm_(parameters, *args, **kwargs):
        if not isinstance(parameters, torch.Tensor):
            parameters = list(parameters)
        norm = original(parameters, *args, **kwargs)
        most = args[0] if args else kwargs.get("max_norm")
        kind = args[1] if len(args) > 1 else kwargs.get("norm_type", 2.0)
        first = parameters if isinstance(parameters, torch.Tensor) else next(iter(parameters), None)
        if kind == 2 and first is not None:
            for owns, told in list(_listeners):
                if owns(first):
                    told(norm, most)
        return norm

    _original, _patched = original, clip_grad_norm_
    torch.nn.utils.clip_grad_norm_ = clip_grad_norm_


def _uninstall():
    """Gives the function back, unless somebody patched over it: then it stays and passes on."""
    if torch.nn.utils.clip_grad_norm_ is _patched:
        torch.nn.utils.clip_grad_norm_ = _original
