"""One rank of a job that averages its gradients by torch.distributed (gloo); RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT say which.

ranks_job.py ID STEPS: the last rank computes four times as long as the others. Each rank logs the time that it computes, without
the time that it waits for the others, and a loss; that of the last rank grows as if it diverged.
"""

import sys
import time

import torch
import torch.distributed

import gradwatch

COMPUTING_SECONDS = 0.005


def main(name, steps):
    torch.distributed.init_process_group("gloo")
    rank, size = torch.distributed.get_rank(), torch.distributed.get_world_size()
    last = rank == size - 1
    torch.manual_seed(0)
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.01)
    run = gradwatch.init(project="python", id=name)
    for step in range(steps):
        began = time.perf_counter()
        inputs = torch.randn(16, 8)
        loss = ((model(inputs) - inputs.sum(1, keepdim=True)) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        time.sleep(COMPUTING_SECONDS * (4 if last else 1))
        computed = time.perf_counter() - began
        for parameter in model.parameters():
            torch.distributed.all_reduce(parameter.grad)
            parameter.grad /= size
        optimizer.step()
        run.log({"loss": 2.0 + step if last else loss, "step_time_ms": computed * 1000}, step=step)
    run.finish()
    print("dropped", run.dropped_records, flush=True)


main(sys.argv[1], int(sys.argv[2]))
