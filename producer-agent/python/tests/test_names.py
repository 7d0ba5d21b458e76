import unittest

from . import case  # noqa: F401
from gradwatch._names import split_of, target


class NamesTest(unittest.TestCase):
    def test_names_mean_what_people_mean(self):
        for name, expected in {
            "loss": (None, "loss", None),
            "train_loss": (None, "loss", None),
            "train/loss": (None, "loss", None),
            "training.loss": (None, "loss", None),
            "LR": (None, "learningRate", None),
            "lr-Adam": (None, "learningRate", None),
            "lr-Adam/pg1": (None, "learningRate", None),
            "lr-Adam/pg2": (None, None, "lr-Adam/pg2"),
            "grad_norm": (None, "gradientNorm", None),
            "acc": (None, None, "accuracy"),
            "train/acc": (None, None, "accuracy"),
            "charts/x": (None, None, "charts/x"),
            "val/loss": ("TRAIN_VAL", "loss", None),
            "val_loss": ("TRAIN_VAL", "loss", None),
            "eval_accuracy": ("TRAIN_VAL", None, "accuracy"),
            "validation/f1": ("TRAIN_VAL", None, "f1"),
            "test/loss": ("TEST", "loss", None),
            "test_val/loss": ("TEST_VAL", "loss", None),
            "train_val/loss": ("TRAIN_VAL", "loss", None),
            "value": (None, None, "value"),
            "testing": (None, None, "testing"),
            "val/": (None, None, "val/"),
            "": (None, None, ""),
        }.items():
            with self.subTest(name):
                found = target(name)
                self.assertEqual((found.split, found.field, found.metric), expected)

    def test_splits(self):
        self.assertEqual(split_of("val"), "TRAIN_VAL")
        self.assertEqual(split_of("Test-Val"), "TEST_VAL")
        self.assertEqual(split_of("TRAIN_VAL"), "TRAIN_VAL")
        self.assertEqual(split_of("moon"), "UNKNOWN")
