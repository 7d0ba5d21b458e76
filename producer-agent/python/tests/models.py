"""Small networks and data for the tests; the tests that need PyTorch skip themselves where there is none."""

import unittest

try:
    import torch
except ImportError:
    torch = None

needs_torch = unittest.skipIf(torch is None, "PyTorch is not installed for this Python")


def digits(seed=0, examples=256):
    """Ten blurred prototypes of 8 by 8 pixels, and which is which."""
    source = torch.Generator().manual_seed(seed)
    prototypes = torch.rand(10, 64, generator=source)
    labels = torch.randint(0, 10, (examples,), generator=source)
    return prototypes[labels] + 0.3 * torch.randn(examples, 64, generator=source), labels


def network(seed=0, last=None):
    torch.manual_seed(seed)
    layers = [torch.nn.Linear(64, 32), torch.nn.BatchNorm1d(32), torch.nn.ReLU(), torch.nn.Dropout(0.1), torch.nn.Linear(32, 10)]
    return torch.nn.Sequential(*layers, *([last] if last is not None else []))


def train(model, steps=40, rate=0.05, on_step=None, loss_fn=None, optimizer=None, accumulate=1):
    """A plain loop; ``on_step(step, loss)`` after each optimizer step."""
    inputs, labels = digits()
    loss_fn = loss_fn or torch.nn.CrossEntropyLoss()
    optimizer = optimizer or torch.optim.Adam(model.parameters(), rate)
    torch.manual_seed(1)
    for step in range(steps):
        optimizer.zero_grad()
        for part in range(accumulate):
            at = (step * accumulate + part) * 32 % 256
            loss = loss_fn(model(inputs[at : at + 32]), labels[at : at + 32])
            (loss / accumulate).backward()
        optimizer.step()
        if on_step is not None:
            on_step(step, loss)
    return model
