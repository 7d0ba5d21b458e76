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
