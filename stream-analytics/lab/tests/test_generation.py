"""Two programs from their plans to labelled tables, through the Python package and the recorder."""

import contextlib
import csv
import io
import json
import os
import tempfile
import unittest

from . import case

if case.torch is not None:
    from gradwatch_lab import card, generation, plan, programs, session, sheet, tables
    from gradwatch_lab.labels import index


def short(name, seed, fault="none", strength=None, planted=None, suffix="h"):
    """A plan of 160 steps that logs each step and watches the layers."""
    import numpy

    program = programs.all_programs()[name]
    config = program.draw(numpy.random.default_rng(seed))
    config.update(seed=seed, val=100)
    optimizer = "adam" if "adam" in program.rates else sorted(program.rates)[0]
    return plan.Plan(
        id=f"{name}-1-{suffix}", twin=f"{name}-1-h", seed=seed, program=name, config=config, optimizer=optimizer,
        base_rate=program.rates[optimizer], schedule="constant", weight_decay=0.0, clip=None, steps=160,
        habit=plan.habits.Habit("steps", 1, "none", None, 20, True, True, True, True, 8),
        fault=fault, cause=fault, strength=strength or {}, planted=planted, stops_at_nan=False, declares=True, quirk={"name": "none"},
    )


@case.needs_torch
class GenerationTest(unittest.TestCase):
    def setUp(self):
        case.torch.set_num_threads(1)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = folder.name
        for name in generation.FOLDERS:
            os.makedirs(os.path.join(self.out, name))

    def labels(self):
        index.write(self.out)
        with open(os.path.join(self.out, "index.csv"), newline="") as file:
            return {row["id"]: row for row in csv.DictReader(file)}

    def test_nan_is_planted_and_labelled_and_the_twin_is_healthy(self):
        session.train(short("imbalanced", 12), self.out)
        session.train(short("imbalanced", 12, "log-of-zero", {"chance": 1.0}, 90, "f0"), self.out)
        rows = self.labels()
        self.assertEqual(rows["imbalanced-1-h"]["label"], "healthy", rows)
        self.assertEqual((rows["imbalanced-1-f0"]["label"], rows["imbalanced-1-f0"]["onset_step"]), ("nan", "90"))
        self.assertEqual(rows["imbalanced-1-f0"]["source"], "lab/imbalanced")
        with open(os.path.join(self.out, rows["imbalanced-1-f0"]["path"]), newline="") as file:
            logged = list(csv.DictReader(file))
        self.assertEqual(tuple(logged[0]), tables.COLUMNS)
        self.assertEqual((len(logged), logged[89]["train_loss"] == "nan", logged[90]["train_loss"]), (160, False, "nan"))
        card.write(self.out)
        with open(os.path.join(self.out, "README.md")) as file:
            self.assertIn("| lab/imbalanced | 1 | 1 | 0 | 0 |", file.read())
        page = os.path.join(self.out, "page.html")
        self.assertEqual(sheet.write(self.out, page, "nan"), ["imbalanced-1-f0"])
        self.assertTrue(logged[19]["val_loss"] and logged[0]["grad_norm"] and logged[0]["lr"])

    def test_twins_are_the_same_up_to_the_fault(self):
        session.train(short("multi-label", 5), self.out)
        session.train(short("multi-label", 5, "sign-flipped", {}, 60, "f0"), self.out)
        rows = self.labels()
        self.assertEqual(rows["multi-label-1-h"]["label"], "healthy", rows)
        self.assertIn(rows["multi-label-1-f0"]["label"], ("diverging", "exploding"), rows)
        self.assertGreaterEqual(int(rows["multi-label-1-f0"]["onset_step"]), 60)
        one, two = (tables.rows(tables.records(os.path.join(self.out, "lines", f"multi-label-1-{x}.jsonl.gz"))) for x in ("h", "f0"))
        self.assertEqual([row["train_loss"] for row in one[:61]], [row["train_loss"] for row in two[:61]])
        self.assertNotEqual(one[80]["train_loss"], two[80]["train_loss"])

    def test_layers_are_told_with_their_activations(self):
        session.train(short("imbalanced", 3), self.out)
        self.labels()
        with open(os.path.join(self.out, "layers", "imbalanced-1-h.csv"), newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(tuple(rows[0]), tables.LAYER_COLUMNS)
        self.assertIn(rows[0]["activation"], ("relu", "tanh"))
        self.assertEqual(rows[-1]["activation"], "linear")
        self.assertTrue(float(rows[0]["weight_norm"]) > 0 and float(rows[0]["grad_norm"]) > 0 and rows[0]["zero_frac"])

    def test_quirks_change_what_is_logged_of_a_healthy_run(self):
        resumed = short("imbalanced", 12)
        resumed.quirk = {"name": "resumed", "from": 0.25}
        session.train(resumed, self.out)
        rows = tables.rows(tables.records(os.path.join(self.out, "lines", "imbalanced-1-h.jsonl.gz")))
        self.assertEqual((rows[0]["step"], len(rows)), ("40", 120))
        augmented = short("multi-label", 5)
        augmented.quirk = {"name": "augmented", "from": 0.5, "size": 3.0}
        session.train(augmented, self.out)
        rows = tables.rows(tables.records(os.path.join(self.out, "lines", "multi-label-1-h.jsonl.gz")))
        before, after = (sum(float(row["train_loss"]) for row in part) for part in (rows[60:80], rows[80:100]))
        self.assertGreater(after, 1.2 * before)

    def test_second_call_trains_nothing_anew(self):
        with contextlib.redirect_stderr(io.StringIO()):
            first = generation.generate(self.out, 3, 8, 1, ["policy-gradient", "imbalanced", "dqn", "mlp-regression"])
            kept = {name: os.stat(os.path.join(self.out, "runs", name)).st_mtime_ns for name in os.listdir(os.path.join(self.out, "runs"))}
            second = generation.generate(self.out, 3, 8, 1, ["policy-gradient", "imbalanced", "dqn", "mlp-regression"])
        self.assertEqual((first, second), (len(kept), 0))
        self.assertEqual(kept, {name: os.stat(os.path.join(self.out, "runs", name)).st_mtime_ns for name in kept})

    def test_plans_are_the_same_each_time(self):
        one, two = (json.dumps([each.to_json() for each in plan.family(3, 4)]) for _ in range(2))
        self.assertEqual(one, two)

    def test_every_program_and_every_fault_trains_some_steps(self):
        from gradwatch_lab import faults, training
        import numpy

        met = set()
        for program in programs.all_programs().values():
            for fault in faults.all_faults().values():
                if {program.name, fault.name} <= met:
                    continue
                drawn = short(program.name, 2, fault.name, fault.draw(numpy.random.default_rng(1)), 1)
                if not fault.fits(program, drawn.config, drawn.habit):
                    continue
                with self.subTest(program=program.name, fault=fault.name):
                    drawn.steps = 3
                    planted = faults.of(drawn.fault, drawn.strength)
                    planted.configure(drawn.config)
                    training.Job(drawn, program, planted).train(lambda *told: told[-1]())
                    met |= {program.name, fault.name}
        self.assertEqual(met, set(programs.all_programs()) | set(faults.all_faults()))


if __name__ == "__main__":
    unittest.main()
