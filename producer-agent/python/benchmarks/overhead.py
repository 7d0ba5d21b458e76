"""
What the monitor costs a training job, on the device at hand: nanoseconds a call of ``log``, and the time of a training step with
``watch`` over that without. Start it with the package on the path:

    PYTHONPATH=src python3 benchmarks/overhead.py [--steps N] [--width N] [--layers N] [--batch N]

An agent need not run: one that takes everything is started beside, in a process of its own.
"""

import argparse
import multiprocessing
import os
import socket
import statistics
import sys
import tempfile
import time

import gradwatch
import torch


def take_everything(path, ready):
    """An agent that acknowledges what comes and keeps nothing."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(path)
    server.listen()
    ready.set()
    while True:
        connected, _ = server.accept()
        connected.recv(65536)
        connected.sendall(b'{"type": "ready", "attempt": 0, "next": 0}\n')
        following = 0
        while data := connected.recv(1 << 20):
            following += data.count(b"\n")
            connected.sendall(b'{"type": "ack", "next": %d}\n' % following)


def nanoseconds(call, calls=20_000, pause_every=2_000):
    """Median over batches of the time of a call; between batches the sender may catch up."""
    times = []
    for _ in range(calls // pause_every):
        began = time.perf_counter_ns()
        for _ in range(pause_every):
            call()
        times.append((time.perf_counter_ns() - began) / pause_every)
        time.sleep(0.2)
    return statistics.median(times)


def log_calls(device):
    run = gradwatch.init(name="log")
    loss = torch.tensor(0.5, device=device)
    values = {"loss": 0.5, "lr": 1e-3, "grad_norm": 1.0}
    null = open(os.devnull, "w")
    print(f"{'call, three numbers unless said':48} ns")
    print(f"{'run.log':48} {nanoseconds(lambda: run.log(values)):.0f}")
    print(f"{'run.log, one tensor on ' + device.type:48} {nanoseconds(lambda: run.log({'loss': loss})):.0f}")
    print(f"{'print to /dev/null':48} {nanoseconds(lambda: print(0, 0.5, 1e-3, 1.0, file=null)):.0f}")
    try:
        from torch.utils.tensorboard import SummaryWriter
    except Exception as e:
        print(f"{'SummaryWriter.add_scalar':48} cannot be imported here ({type(e).__name__})")
    else:
        writer = SummaryWriter(tempfile.mkdtemp())
        steps = iter(range(1 << 60))

        def add():
            step = next(steps)
            for name, value in values.items():
                writer.add_scalar(name, value, step)

        print(f"{'SummaryWriter.add_scalar, three times':48} {nanoseconds(add):.0f}")
    run.finish()
    print(f"dropped: {run.dropped_records}\n")


class Transformer(torch.nn.Module):
    """A language model of encoder layers."""

    def __init__(self, vocabulary, width, layers):
        super().__init__()
        self.embedding = torch.nn.Embedding(vocabulary, width)
        layer = torch.nn.TransformerEncoderLayer(width, max(1, width // 64), 4 * width, 0.0, batch_first=True)
        self.encoder = torch.nn.TransformerEncoder(layer, layers)
        self.head = torch.nn.Linear(width, vocabulary)

    def forward(self, tokens):
        return self.head(self.encoder(self.embedding(tokens))).transpose(1, 2)


class Training:
    """One training, of which blocks of steps are timed in turn with those of others."""

    def __init__(self, arguments, device, every_step=None):
        torch.manual_seed(0)
        self.model = Transformer(arguments.vocabulary, arguments.width, arguments.layers).to(device)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), 1e-4)
        self.loss_fn = torch.nn.CrossEntropyLoss()
        self.tokens = torch.randint(0, arguments.vocabulary, (arguments.batch, arguments.length), device=device)
        self.device = device
        self.every_step = every_step

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss_fn(self.model(self.tokens), self.tokens)
        loss.backward()
        if self.every_step == "naive":
            for parameter in self.model.parameters():
                parameter.grad.norm().item()
                parameter.norm().item()
        self.optimizer.step()
        if callable(self.every_step):
            self.every_step(loss)

    def block(self, steps):
        """Seconds a step, mean over a block: of the clock, and of all threads of this process on the CPU."""
        began, worked = time.perf_counter(), time.process_time()
        for _ in range(steps):
            self.step()
        if self.device.type == "cuda":
            torch.cuda.synchronize()
        return (time.perf_counter() - began) / steps, (time.process_time() - worked) / steps


def steps(arguments, device):
    runs = []

    def watched(**options):
        training = Training(arguments, device)
        run = gradwatch.Run({"name": "watched"}, id=f"overhead-{len(runs)}")._begin()
        run.watch(training.model, training.optimizer, training.loss_fn, **options)
        training.every_step = lambda loss: run.log({"loss": loss})
        runs.append(run)
        return training

    trainings = {
        "bare": Training(arguments, device),
        "bare again": Training(arguments, device),
        "watch, default budget of 1 %": watched(),
        "watch, every step": watched(every=1),
        "norm and .item() of each tensor, every step": Training(arguments, device, "naive"),
    }
    parameters = sum(one.numel() for one in trainings["bare"].model.parameters())
    print(f"transformer of {parameters / 1e6:.1f} million parameters, {len(list(trainings['bare'].model.parameters()))} tensors")
    for training in trainings.values():
        training.block(arguments.warm_up)
    times = {name: [] for name in trainings}
    for _ in range(arguments.blocks):
        for name, training in trainings.items():
            times[name].append(training.block(arguments.steps))
    bare = times["bare"]
    print(f"{'':48} ms/step   ratio to bare: clock, CPU time (of {arguments.blocks} blocks of {arguments.steps} steps)")
    for name, took in times.items():
        clock, worked = (sum(one[i] for one in took) / sum(one[i] for one in bare) for i in (0, 1))
        middle = 1000 * statistics.median(one[0] for one in took)
        print(f"{name:48} {middle:7.2f}   {clock:.3f}  {worked:.3f}")
    for run in runs:
        schedule = run._watch.schedule
        print(f"{run.id}: {schedule.samples} samples, {schedule.opening_seconds * 1000:.0f} ms in the opening, {schedule.spent_seconds * 1000:.0f} ms after it")
        run.finish()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in dict(
        steps=20, blocks=8, warm_up=20, width=128, layers=4, batch=8, length=64, vocabulary=1000
    ).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default)
    arguments = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    path = os.path.join(tempfile.mkdtemp(), "agent.sock")
    ready = multiprocessing.Event()
    agent = multiprocessing.Process(target=take_everything, args=(path, ready), daemon=True)
    agent.start()
    ready.wait()
    os.environ["GRADWATCH_AGENT"] = f"unix:{path}"
    name = torch.cuda.get_device_name() if device.type == "cuda" else f"CPU, {torch.get_num_threads()} threads"
    print(f"PyTorch {torch.__version__}, Python {sys.version.split()[0]}, {name}\n")
    log_calls(device)
    steps(arguments, device)
    agent.terminate()


if __name__ == "__main__":
    main()
