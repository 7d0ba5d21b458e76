"""Trains a network on the UCI digits with PyTorch, watched by Gradwatch, with one planted fault.

digits_job.py DIGITS_CSV_GZ FAULT [FILE]: none, rate, exception, endless, which trains until it is killed, or late, whose
learning rate is wrong once FILE exists. Prints "training" after the hundredth step, and how many records were dropped.
"""

import csv
import gzip
import os
import sys
import time

import torch

import gradwatch

BATCH = 32
PIXELS = 64


def digits(path):
    with gzip.open(path, "rt") as file:
        rows = torch.tensor([[float(value) for value in row] for row in csv.reader(file)])
    rows = rows[torch.randperm(len(rows), generator=torch.Generator().manual_seed(7))]
    return rows[:, :PIXELS] / 8 - 1, rows[:, PIXELS].long()


def main(path, fault, file=None):
    torch.manual_seed(1)
    inputs, labels = digits(path)
    model = torch.nn.Sequential(torch.nn.Linear(PIXELS, 48), torch.nn.ReLU(), torch.nn.Linear(48, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loss_fn = torch.nn.CrossEntropyLoss()
    run = gradwatch.init(project=f"python-{fault}", name=fault, id=f"python-{fault}", config={"batch_size": BATCH}, classes=10)
    run.watch(model, optimizer, loss_fn)
    step = 0
    last = 400 if file is None and fault != "endless" else sys.maxsize
    while step < last:
        if (fault == "rate" and step == 200) or (file is not None and os.path.exists(file)):
            optimizer.param_groups[0]["lr"] = 1e4
            last, file = step + 200, None
        if fault == "exception" and step == 200:
            raise ValueError("the planted fault")
        batch = torch.arange(step * BATCH, (step + 1) * BATCH) % len(labels)
        optimizer.zero_grad()
        loss = loss_fn(model(inputs[batch]), labels[batch])
        loss.backward()
        optimizer.step()
        run.log({"loss": loss, "epoch": step * BATCH / len(labels)})
        step += 1
        # A job that waits for its fault trains at the pace of a small job, and not as fast as a network of a toy can.
        time.sleep(0.002 if last == sys.maxsize else 0)
        if step == 100:
            run.alert("halfway there", "a notice of the job itself", level="WARN") if fault == "none" else None
            print("training", flush=True)
    run.finish()
    print("dropped", run.dropped_records, flush=True)


main(*sys.argv[1:])
