"""Steps that a watch samples."""

import unittest

from .models import needs_torch


class ScheduleTest(unittest.TestCase):
    @needs_torch
    def test_keeps_the_budget(self):
        from gradwatch._schedule import OPENING_SECONDS, Schedule

        schedule = Schedule(budget=0.01)
        step, cost, sampled, total = 0.01, 0.02, [], 0.0
        for index in range(20_000):
            if schedule.due(index):
                sampled.append(index)
                schedule.sampled(index, cost)
            schedule.stepped(step)
            total += step
        self.assertEqual(sampled[:3], [0, 1, 2])
        self.assertLessEqual((len(sampled) - 1) * cost, 0.01 * total + OPENING_SECONDS)
        self.assertGreaterEqual(len(sampled) * cost, 0.95 * 0.01 * total)

    @needs_torch
    def test_cost_found_out_later_and_pauses(self):
        from gradwatch._schedule import Schedule

        schedule = Schedule(budget=0.01)
        for index in range(3):
            schedule.sampled(index, 0.001)
            schedule.stepped(0.01)
        schedule.charge(10, 500)
        schedule.stepped(3600)
        self.assertFalse(schedule.due(1000))

    @needs_torch
    def test_every_and_none(self):
        from gradwatch._schedule import Schedule

        self.assertEqual([i for i in range(10) if Schedule(every=4).due(i)], [0, 4, 8])
        self.assertFalse(Schedule(budget=0).due(0))


class OpeningTest(unittest.TestCase):
    @needs_torch
    def test_the_first_hundred_steps_are_sampled_and_then_the_budget_counts(self):
        from gradwatch._schedule import OPENING_STEPS, Schedule

        schedule = Schedule(budget=0.01)
        sampled = []
        for index in range(5_000):
            if schedule.due(index):
                sampled.append(index)
                schedule.sampled(index, 0.002)
            schedule.stepped(0.01)
        self.assertEqual(sampled[:OPENING_STEPS], list(range(OPENING_STEPS)))
        self.assertLessEqual(schedule.spent_seconds, 0.01 * 0.01 * 5_000 + 0.002)

    @needs_torch
    def test_the_opening_of_a_large_model_costs_a_second(self):
        from gradwatch._schedule import OPENING_SECONDS, Schedule

        schedule = Schedule(budget=0.01)
        for index in range(100):
            if schedule.due(index):
                schedule.sampled(index, 0.3)
            schedule.stepped(1.0)
        self.assertLessEqual(schedule.opening_seconds, OPENING_SECONDS)
        self.assertGreater(schedule.samples, 2)

    @needs_torch
    def test_the_opening_counts_what_is_found_out_later_on_a_device(self):
        from gradwatch._schedule import OPENING_SECONDS, Schedule

        for behind in (0, 2):
            schedule = Schedule(budget=0.01)
            sampled = []
            for index in range(100):
                if schedule.due(index):
                    sampled.append(index)
                    schedule.sampled(index, 0.001)
                if index - behind in sampled:
                    schedule.charge(0.3, index - behind)
                schedule.stepped(0.5)
            # The first is free; of those under way when the opening ends, the budget counts what goes beyond it.
            self.assertGreater(schedule.opening_seconds, OPENING_SECONDS - 0.302)
            self.assertLessEqual(schedule.opening_seconds, OPENING_SECONDS)
            self.assertLessEqual((len(sampled) - 1) * 0.301, OPENING_SECONDS + 0.01 * 0.5 * 100 + behind * 0.301)

    @needs_torch
    def test_what_every_step_costs_is_counted_and_a_thousandth_is_sampled_all_the_same(self):
        from gradwatch._schedule import OPENING_STEPS, Schedule

        schedule = Schedule(budget=0.01)
        sampled = []
        for index in range(10_000):
            if schedule.due(index):
                sampled.append(index)
                schedule.sampled(index, 0.002)
            schedule.watched(0.00005)
            schedule.stepped(0.001)
        self.assertGreaterEqual(schedule.spent_seconds, 10_000 * 0.00005)
        later = [index for index in sampled if index >= OPENING_STEPS]
        self.assertEqual(len(later), 9)
