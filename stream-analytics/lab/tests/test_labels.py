"""The labeller's rules, each on curves made for it."""

import unittest

from . import case

if case.numpy is not None:
    import numpy
    from gradwatch_lab.labels import verdict

STEPS = 200


def seen(loss=None, val=None, quality=1.0, every=1, **columns):
    """A run with these losses by row."""
    count = len(loss if loss is not None else val)
    rows = []
    for i in range(count):
        row = {"step": str(i * every)}
        for name, values in {"train_loss": loss, "val_loss": val, **columns}.items():
            if values is not None:
                row[name] = str(values[i])
        rows.append(row)
    held = numpy.full(10, 1.0) if val is None else numpy.interp(numpy.linspace(0, count - 1, 10), range(count), val)
    return verdict.Seen(verdict.Curves(rows), {"quality": numpy.linspace(0, quality, 10), "held_out": held})


@case.needs_numpy
class LabelsTest(unittest.TestCase):
    def setUp(self):
        random = numpy.random.default_rng(1)
        self.time = numpy.arange(STEPS)
        self.noise = random.normal(0, 1, STEPS)
        self.fine = (0.1 + 2.2 * numpy.exp(-self.time / 40)) * numpy.exp(0.05 * self.noise)
        self.twin = seen(self.fine)
        self.sound = verdict.of_healthy(self.twin, 0.5, frozenset())

    def faulty(self, run, planted=0, certain=False, traits=frozenset(), twin=None):
        return verdict.of_faulty(run, twin or self.twin, self.sound, planted, certain, traits)

    def assert_label(self, found, label, earliest=None, latest=None):
        self.assertEqual(found.label, label, found)
        if earliest is not None:
            self.assertTrue(earliest <= found.onset <= latest, found)

    def test_run_that_learns_is_healthy(self):
        self.assert_label(self.sound, "healthy")

    def test_run_that_ends_badly_is_not_scored_as_healthy(self):
        self.assert_label(verdict.of_healthy(seen(self.fine, quality=0.3), 0.5, frozenset()), "unscored")

    def test_healthy_run_that_leaps_by_itself_is_not_scored(self):
        loss = self.fine.copy()
        loss[120] *= 30
        self.assert_label(verdict.of_healthy(seen(loss), 0.5, frozenset()), "unscored")

    def test_noise_and_a_long_flat_tail_stay_healthy(self):
        loss = (0.1 + 2.2 * numpy.exp(-self.time / 8)) * numpy.exp(0.3 * self.noise)
        self.assert_label(verdict.of_healthy(seen(loss), 0.5, frozenset()), "healthy")

    def test_gap_that_grows_while_validation_stops_is_healthy(self):
        val = 0.5 + 1.8 * numpy.exp(-self.time / 20) + 0.005 * self.noise
        self.assert_label(verdict.of_healthy(seen(self.fine, val), 0.5, frozenset()), "healthy")

    def test_fault_too_weak_to_see_is_healthy(self):
        self.assert_label(self.faulty(seen(self.fine * 1.01)), "healthy")

    def test_certain_fault_without_a_symptom_is_kept_apart(self):
        found = self.faulty(seen(self.fine * 1.01), certain=True)
        self.assertEqual((found.label, found.confidence), ("config_fault", "no-symptom"))

    def test_twin_whose_loss_is_zero_measures_nothing(self):
        nothing = numpy.zeros(STEPS)
        self.assert_label(self.faulty(seen(nothing), twin=seen(nothing)), "stalled")

    def test_nan(self):
        loss = self.fine.copy()
        loss[150:] = numpy.nan
        self.assert_label(self.faulty(seen(loss, quality=-1), 150), "nan", 150, 150)

    def test_explosion_before_nan_names_the_run(self):
        loss = self.fine.copy()
        loss[100:120] = 5.0 ** numpy.arange(20)
        loss[120:] = numpy.nan
        self.assert_label(self.faulty(seen(loss, quality=-1), 100), "exploding", 100, 106)

    def test_rise_that_stays_is_divergence(self):
        loss = self.fine * numpy.where(self.time >= 120, numpy.exp((self.time - 120) / 30), 1)
        self.assert_label(self.faulty(seen(loss, quality=0.3), 120), "diverging", 120, 160)

    def test_leap_that_passes_is_a_spike(self):
        loss = self.fine.copy()
        loss[110:112] *= 12
        self.assert_label(self.faulty(seen(loss), 110), "loss_spike", 110, 111)

    def test_standstill_is_a_plateau_from_when_the_twin_has_learnt(self):
        found = self.faulty(seen(2.3 + 0.02 * self.noise, quality=0))
        self.assert_label(found, "plateau", 15, 45)

    def test_standstill_from_the_middle_on(self):
        loss = self.fine.copy()
        loss[30:] = loss[29] * numpy.exp(0.05 * self.noise[30:])
        self.assert_label(self.faulty(seen(loss, quality=0.5), 30), "plateau", 32, 90)

    def test_constant_loss_is_stalled(self):
        self.assert_label(self.faulty(seen(numpy.full(STEPS, 2.3026), quality=0)), "stalled", 3, 6)

    def test_learning_rate_of_zero_is_stalled(self):
        loss = numpy.where(self.time < 20, self.fine, self.fine[19] * (1 + 0.02 * self.noise))
        twin = seen(self.fine, lr=numpy.full(STEPS, 0.1))
        found = self.faulty(seen(loss, quality=0.4, lr=numpy.where(self.time < 20, 0.1, 0)), 20, twin=twin)
        self.assert_label(found, "stalled", 20, 20)

    def test_end_far_above_the_twin_of_a_run_that_hardly_fell_is_underfitting(self):
        loss = 1.9 + 0.4 * numpy.exp(-self.time / 60) + 0.02 * self.noise
        self.assert_label(self.faulty(seen(loss, quality=0.5)), "underfitting")

    def test_end_far_above_the_twin_of_a_run_that_fell_shows_nothing(self):
        loss = 1.2 + 1.1 * numpy.exp(-self.time / 60) + 0.02 * self.noise
        found = self.faulty(seen(loss, quality=0.5))
        self.assert_label(found, "config_fault")
        self.assertEqual("no-symptom", found.confidence)

    def test_end_a_little_above_the_twin_is_not_scored(self):
        loss = self.fine + 0.35
        self.assert_label(self.faulty(seen(loss, quality=0.9)), "unscored")

    def test_vanished_gradient_names_the_plateau(self):
        twin = seen(self.fine, grad_norm=numpy.full(STEPS, 1.0))
        found = self.faulty(seen(2.3 + 0.01 * self.noise, quality=0, grad_norm=numpy.full(STEPS, 1e-6)), twin=twin)
        self.assert_label(found, "vanishing")

    def test_validation_that_gets_worse_is_overfitting(self):
        val = 0.5 + 1.8 * numpy.exp(-self.time / 15) + 0.8 * numpy.clip(self.time - 60, 0, None) / 140
        twin = seen(self.fine, 0.5 + 1.8 * numpy.exp(-self.time / 15))
        found = self.faulty(seen(0.5 * self.fine, val + 0.002 * self.noise, quality=0.8), twin=twin)
        self.assert_label(found, "overfitting", 60, 95)

    def test_validation_that_never_falls_is_overfitting(self):
        twin = seen(self.fine, 1.05 * self.fine + 0.1)
        run = seen(self.fine, 2.3 + 0.002 * self.time + 0.01 * self.noise, quality=0.1)
        run.truth["loss"] = self.fine
        self.assert_label(self.faulty(run, twin=twin), "overfitting", 20, 80)

    def test_validation_that_becomes_good_long_after_training_is_grokking(self):
        val = numpy.where(self.time < 120, 3.0, 0.1) + 0.01 * self.noise
        run = seen(2 * numpy.exp(-self.time / 5), val)
        run.truth.update(loss=2 * numpy.exp(-self.time / 5), quality_step=numpy.linspace(0, STEPS, 10), quality=numpy.repeat([0.0, 1.0], [6, 4]))
        self.assert_label(verdict.of_healthy(run, 0.5, frozenset({"classification"})), "grokking", 12, 20)

    def test_swings_over_decades_are_oscillation(self):
        loss = 3 * numpy.exp(2 * numpy.sin(self.time / 2) + 0.1 * self.noise)
        found = self.faulty(seen(loss, quality=0))
        self.assert_label(found, "oscillating")

    def test_negative_loss_that_cannot_be_is_divergence(self):
        self.assert_label(self.faulty(seen(-self.time * 1.0 - 0.01, quality=-1)), "diverging", 0, 3)

    def test_losses_that_tell_nothing_are_judged_by_quality_alone(self):
        traits = frozenset({"uninformative", "signed"})
        found = self.faulty(seen(self.fine[::-1] * 0.0 + 0.7 + 0.01 * self.noise, quality=0.1), traits=traits)
        self.assertEqual((found.label, found.confidence), ("config_fault", "no-symptom"))


if __name__ == "__main__":
    unittest.main()
