"""Which process of which run this is, by what the launcher left in the environment."""

import hashlib
import os
import re
import secrets
import time

MAX_RUN_ID = 200

RANK = ("RANK", "SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PMI_RANK")
LOCAL_RANK = ("LOCAL_RANK", "SLURM_LOCALID", "OMPI_COMM_WORLD_LOCAL_RANK")
WORLD_SIZE = ("WORLD_SIZE", "SLURM_NTASKS", "OMPI_COMM_WORLD_SIZE", "PMI_SIZE")


class Identity:
    """Run id, attempt (None: the agent counts), rank and world size of this process."""

    def __init__(self, run_id, attempt, rank, local_rank, world_size):
        self.run_id = run_id
        self.attempt = attempt
        self.rank = rank
        self.local_rank = local_rank
        self.world_size = world_size
        self.session = secrets.randbits(63)

    def hello(self, client, alerts=False, token=None):
        """The first line of a connection."""
        hello = {
            "type": "hello",
            "protocol": 1,
            "session": self.session,
            "pid": os.getpid(),
            "client": client,
            "runId": self.run_id,
            "attempt": self.attempt,
            "rank": self.rank,
            "alerts": alerts,
        }
        return {**hello, "token": token} if token else hello

    @staticmethod
    def of(environment, warn, id=None, name=None, project=None, resume=False):
        """Of this process; all ranks of a job get the same run id."""
        world_size = max(1, number(environment, WORLD_SIZE, 1, warn))
        rank = number(environment, RANK, 0, warn)
        run_id, counter = _run_id(environment, warn, id, name, project, resume, world_size)
        attempt = number(environment, ("GRADWATCH_ATTEMPT",) + counter, None, warn)
        return Identity(run_id, attempt, rank, number(environment, LOCAL_RANK, rank, warn), world_size)


def number(environment, names, default, warn):
    """The first of the variables that is set, a whole number of 0 or more."""
    for name in names:
        text = environment.get(name)
        if text:
            if text.strip().isdigit():
                return int(text)
            warn(f"{name} is '{text}', but must be a whole number of 0 or more; it is left out")
    return default


def _run_id(environment, warn, id, name, project, resume, world_size):
    """The id, and the variables that count its restarts where it comes from a launcher."""
    given = id or environment.get("GRADWATCH_RUN_ID")
    if given:
        return clean_id(given), ()
    stem = clean_id("-".join(part for part in (str(project or ""), str(name or "")) if part), "run")[:120]
    if resume:
        return stem, ()
    elastic = environment.get("TORCHELASTIC_RUN_ID")
    if elastic and elastic != "none":
        return clean_id(f"{stem}-{elastic}"), ("TORCHELASTIC_RESTART_COUNT",)
    slurm = environment.get("SLURM_ARRAY_JOB_ID") or environment.get("SLURM_JOB_ID")
    if slurm:
        task = environment.get("SLURM_ARRAY_TASK_ID")
        return clean_id(f"{stem}-{slurm}" + (f"_{task}" if task else "")), ("SLURM_RESTART_COUNT",)
    if world_size > 1:
        return _shared(environment, warn, stem), ()
    return f"{stem}-{time.strftime('%Y%m%d')}-{secrets.token_hex(4)}", ()


def _shared(environment, warn, stem):
    """Several ranks, and no launcher that names the job: what all of them see, which may be the same next time."""
    seen = [environment.get(key, "") for key in ("MASTER_ADDR", "MASTER_PORT", "PMIX_NAMESPACE", "OMPI_MCA_ess_base_jobid")]
    warn(
        "The job has several ranks and no id that they share: set GRADWATCH_RUN_ID, or every start with the same "
        "MASTER_ADDR and MASTER_PORT counts as an attempt of one run",
    )
    return f"{stem}-{hashlib.sha256('|'.join(seen).encode()).hexdigest()[:8]}"


def clean_id(text, default="run"):
    """Printable, without blanks, and at most 200 characters."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", "-", str(text)).strip("-")[:MAX_RUN_ID] or default
