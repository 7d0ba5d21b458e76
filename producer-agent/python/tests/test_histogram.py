import math
import unittest

from .case import WatchCase
from .models import needs_torch, network, torch, train

if torch is not None:
    from gradwatch import _histogram, _statistics
    from gradwatch._harvest import Harvest, row


def measured(tensors):
    harvest = Harvest(histograms=True)
    harvest.add("GRADIENT", [str(i) for i in range(len(tensors))], tensors)
    harvest.ship()
    return [moments for _, moments in harvest.moments()[0]["GRADIENT"]]


def reference(tensor):
    """The bins, one element after the other."""
    bins = [0] * (2 * _histogram.BINS)
    for value in tensor.detach().double().reshape(-1).tolist():
        if value != 0 and math.isfinite(value) and abs(value) >= 2**-126:
            exponent = math.frexp(value)[1] - 1
            at = min(max(exponent, _histogram.LOWEST), _histogram.HIGHEST) - _histogram.LOWEST
            bins[at if value < 0 else at + _histogram.BINS] += 1
    return bins


@needs_torch
class HistogramTest(unittest.TestCase):
    def tensors(self):
        torch.manual_seed(3)
        yield "usual", torch.randn(1000)
        yield "any size", torch.randn(3000) * torch.exp(40 * torch.randn(3000))
        yield "edges", torch.tensor([0.25, 0.5, -0.25, -0.5, 2.0**-40, 2.0**23, 2.0**24, -(2.0**-41), 2.0**-126])
        yield "zeros", torch.tensor([0.0, -0.0, 1e-44, 1.0])
        yield "not finite", torch.tensor([1.0, math.nan, -2.0, math.inf, -math.inf])
        yield "half", torch.randn(1000).half() * 100
        yield "bfloat16", torch.randn(1000).bfloat16()
        yield "double", torch.tensor([1e300, -1e300, 1e-300, math.inf, math.nan, 3.0]).double()
        yield "whole numbers", torch.randint(-50, 50, (20, 30))
        yield "bool", torch.rand(100) > 0.5
        yield "transposed", torch.randn(30, 40).t()
        yield "every other", torch.randn(100)[::2]
        yield "one", torch.tensor(-2.5)

    def test_bins_are_those_of_a_count_of_each_element(self):
        for name, tensor in self.tensors():
            with self.subTest(name):
                self.assertEqual(measured([tensor])[0].bins, reference(tensor))

    def test_bins_are_the_same_whatever_else_is_measured_with_them(self):
        tensors = [tensor for _, tensor in self.tensors()] * 3
        for tensor, moments in zip(tensors, measured(tensors)):
            self.assertEqual(moments.bins, reference(tensor))
            self.assertEqual(moments.elements, tensor.numel())

    def test_bins_of_parts_add_up_to_those_of_the_whole(self):
        before = _statistics.PIECE, _statistics.CHUNK
        self.addCleanup(lambda: [setattr(_statistics, "PIECE", before[0]), setattr(_statistics, "CHUNK", before[1])])
        _statistics.PIECE, _statistics.CHUNK = 64, 128
        torch.manual_seed(5)
        for size in (1, 63, 64, 65, 128, 700, 1000):
            whole = torch.randn(size) * torch.exp(10 * torch.randn(size))
            cut = size // 3
            parts = [one.bins for one in measured([whole[:cut], whole[cut:]]) if one.bins]
            self.assertEqual(measured([whole])[0].bins, reference(whole))
            self.assertEqual([sum(counts) for counts in zip(*parts)], reference(whole))

    def test_without_the_short_way(self):
        """The way that accelerators go."""
        torch.manual_seed(6)
        places = torch.randint(0, 1024, (5000,), dtype=torch.int32)
        self.assertTrue(torch.equal(_histogram._scattered(places, 1024), _histogram._count(places, 1024)))

    def test_wire_form_begins_at_the_lowest_bin_of_each_sign(self):
        moments = measured([torch.tensor([0.25, 0.3, 1.5, -(2.0**-50), 0.0, math.nan])])[0]
        self.assertEqual(row("fc", "GRADIENT", moments)[-1], [[-40, 1], [-2, 2, 0, 1]])
        self.assertEqual(_histogram.wire([0] * 128), [[], []])


@needs_torch
class WatchedHistogramTest(WatchCase):
    def tensors_of(self, steps, **options):
        """Rows of tensors, by step."""
        model = network()
        optimizer = torch.optim.Adam(model.parameters(), 0.05)
        run = self.watched(model, optimizer, every=1, **options)
        train(model, steps, optimizer=optimizer, on_step=lambda step, loss: run.log({"loss": loss}))
        return {step["step"]: step["tensors"] for step in self.ended(run)}

    def test_each_tenth_sample_has_histograms_of_all_tensors(self):
        tensors = self.tensors_of(21)
        for step, rows in tensors.items():
            self.assertEqual({len(one) for one in rows}, {13 if step % 10 == 0 else 12}, step)
        for one in tensors[10]:
            counted = sum(sum(sign[1:]) for sign in one[12])
            self.assertEqual(counted, one[2] - one[8] - one[9] - one[10], one[:2])

    def test_each_sample_has_them_where_it_is_said(self):
        self.assertEqual({len(one) for one in self.tensors_of(4, histograms=1)[3]}, {13})

    def test_0_takes_none(self):
        self.assertEqual({len(one) for rows in self.tensors_of(4, histograms=0).values() for one in rows}, {12})

    def test_an_interval_that_is_none_is_refused(self):
        from gradwatch import Watch

        run = self.run_of()
        for wrong in (-1, 0.5):
            with self.assertRaisesRegex(ValueError, "histograms is"):
                Watch(run, network(), histograms=wrong)
