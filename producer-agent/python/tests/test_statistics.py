import math
import unittest

from . import case  # noqa: F401
from .models import needs_torch, torch

if torch is not None:
    from gradwatch import _layers, _statistics
    from gradwatch._harvest import MOST_ROWS, Harvest, chosen


def measured(tensors):
    harvest = Harvest()
    harvest.add("GRADIENT", [str(i) for i in range(len(tensors))], tensors)
    harvest.ship()
    return [moments for _, moments in harvest.moments()[0]["GRADIENT"]]


@needs_torch
class StatisticsTest(unittest.TestCase):
    def agree(self, tensor, moments, relative=2e-6):
        """With a float64 reference over the finite elements."""
        flat = tensor.detach().double().reshape(-1)
        finite = flat[torch.isfinite(flat)]
        self.assertEqual(moments.elements, flat.numel())
        self.assertEqual(moments.nan, int(torch.isnan(flat).sum()))
        self.assertEqual(moments.infinity, int(torch.isinf(flat).sum()))
        self.assertEqual(moments.zero, int((flat == 0).sum()))
        if not len(finite):
            self.assertTrue(math.isnan(moments.norm) and math.isnan(moments.minimum))
            return
        self.assertEqual((moments.minimum, moments.maximum), (finite.min().item(), finite.max().item()))
        largest = finite.abs().max()
        scale = largest if largest > 0 else torch.tensor(1.0).double()
        norm = (finite / scale).norm() * scale
        deviation = (finite / scale).std(unbiased=False) * scale
        self.close(moments.norm, norm.item(), relative, scale)
        self.close(moments.deviation, deviation.item(), relative, scale)
        self.close(moments.mean, finite.mean().item(), relative, scale)

    def close(self, found, expected, relative, scale):
        self.assertLessEqual(abs(found - expected), relative * max(abs(expected), scale.item()), (found, expected))

    def tensors(self):
        torch.manual_seed(3)
        yield "usual", torch.randn(1000)
        yield "one element", torch.tensor([2.5])
        yield "scalar", torch.tensor(-2.5)
        yield "zeros", torch.zeros(50)
        yield "constant", torch.full((50,), 0.1)
        yield "huge", torch.randn(100) * 1e38
        yield "tiny", torch.randn(100) * 1e-35
        yield "mean far from zero", 1e4 + torch.randn(10_000)
        yield "tiny beside huge", torch.tensor([1e30, 1e-30, 0.0])
        yield "some NaN", torch.tensor([1.0, math.nan, -2.0, 0.0, math.inf, -math.inf])
        yield "NaN alone", torch.full((7,), math.nan)
        yield "infinity alone", torch.full((7,), math.inf)
        yield "negative with NaN", torch.tensor([-3.0, math.nan, -1.0])
        yield "half", torch.randn(1000).half() * 100
        yield "bfloat16", torch.randn(1000).bfloat16()
        yield "double", torch.randn(1000).double()
        yield "whole numbers", torch.randint(0, 50, (20, 30))
        yield "bool", torch.rand(100) > 0.5
        yield "transposed", torch.randn(30, 40).t()
        yield "every other", torch.randn(100)[::2]

    def test_agree_with_a_float64_reference(self):
        for name, tensor in self.tensors():
            with self.subTest(name):
                self.agree(tensor, measured([tensor])[0], 2e-5 if "mean far" in name else 2e-6)

    def test_agree_whatever_else_is_measured_with_them(self):
        tensors = [tensor for _, tensor in self.tensors()] * 3
        for tensor, moments in zip(tensors, measured(tensors)):
            self.agree(tensor, moments, 2e-5)

    def test_without_the_short_way(self):
        """The way that accelerators go."""
        for name, tensor in self.tensors():
            with self.subTest(name):
                matrix = tensor.detach().reshape(1, -1)
                matrix = matrix if matrix.dtype in (torch.float32, torch.float64) else matrix.float()
                moments = _statistics.Moments()
                moments.add(matrix.shape[1], _statistics._careful(matrix)[0].tolist())
                self.agree(tensor, moments, 2e-5 if "mean far" in name else 2e-6)

    def test_pieces_are_merged(self):
        before = _statistics.PIECE, _statistics.CHUNK
        self.addCleanup(lambda: [setattr(_statistics, "PIECE", before[0]), setattr(_statistics, "CHUNK", before[1])])
        _statistics.PIECE, _statistics.CHUNK = 64, 128
        torch.manual_seed(0)
        half_bad = torch.cat([torch.full((640,), math.nan), torch.randn(640)])
        for tensor in (torch.randn(1000) + 5, torch.randn(100), half_bad, torch.full((1280,), math.inf), torch.zeros(2000)):
            self.agree(tensor, measured([tensor])[0])

    def test_large_tensors_are_as_exact(self):
        torch.manual_seed(0)
        tensor = torch.randn(3_000_000) * 1e-3 + 1e-3
        self.agree(tensor, measured([tensor])[0])

    def test_what_has_no_elements_or_no_strides_is_empty(self):
        sparse = torch.eye(3).to_sparse()
        self.assertEqual([one.elements for one in measured([torch.zeros(0), sparse, torch.ones(2)])], [0, 0, 2])

    def activations(self):
        yield torch.nn.Tanh()
        yield torch.nn.Sigmoid()
        yield torch.nn.Softsign()
        yield torch.nn.ELU()
        yield torch.nn.ELU(0.5)
        yield torch.nn.Hardtanh(-2, 3)
        yield torch.nn.ReLU6()
        yield torch.nn.Hardsigmoid()

    def test_saturated_is_where_a_float64_reference_passes_hardly_any_gradient(self):
        torch.manual_seed(4)
        for module in self.activations():
            for dtype in (torch.float32, torch.float64, torch.bfloat16):
                with self.subTest(module=module, dtype=dtype):
                    inputs = (torch.randint(-60, 60, (70_000,)) * 0.25 + 0.03).to(dtype)
                    exact = inputs.double().requires_grad_()
                    module(exact).sum().backward()
                    steepest = 0.25 if isinstance(module, torch.nn.Sigmoid) else 1
                    expected = int((exact.grad <= _layers.FLAT_SLOPE * steepest).sum())
                    found = int(_statistics.saturated(module(inputs.float()).to(dtype), _layers.flat_parts(module)))
                    # Eight bits tell an output near a bound on its other side.
                    self.assertAlmostEqual(found, expected, delta=2_000 if dtype == torch.bfloat16 else 0)
                    self.assertGreater(found, 0)

    def test_saturated_of_nan_is_not_counted_and_of_others_nothing_is(self):
        bad = torch.tensor([math.nan, 1.0, -1.0, 0.0])
        self.assertEqual(int(_statistics.saturated(bad, _layers.flat_parts(torch.nn.Tanh()))), 2)
        for module in (torch.nn.ReLU(), torch.nn.GELU(), torch.nn.Linear(2, 2), torch.nn.LogSigmoid()):
            self.assertIsNone(_layers.flat_parts(module))

    def test_total_norm(self):
        tensors = [torch.randn(10), torch.randn(7, 3)]
        expected = torch.cat([tensor.reshape(-1) for tensor in tensors]).double().norm().item()
        self.assertAlmostEqual(_statistics.total(measured(tensors)), expected, places=6)
        self.assertTrue(math.isnan(_statistics.total(measured([*tensors, torch.tensor([math.nan, math.inf])]))))
        self.assertEqual(_statistics.total(measured([*tensors, torch.tensor([math.inf])])), math.inf)
        self.assertEqual(_statistics.total([]), 0)

    def test_rows_are_bounded_and_those_with_nan_are_kept(self):
        tensors = [torch.ones(2) for _ in range(5_000)]
        tensors[1234] = torch.tensor([math.nan, 1.0])
        named = [(str(i), one) for i, one in enumerate(measured(tensors))]
        rows = chosen(named)
        self.assertLessEqual(len(rows), MOST_ROWS)
        self.assertIn("1234", [name for name, _ in rows])
        self.assertEqual((rows[0][0], rows[-1][0]), ("0", "4999"))
