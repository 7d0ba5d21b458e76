"""Set-up that the tests share."""

import os
import sys
import unittest

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "producer-agent", "python", "src")]

try:
    import numpy
    import torch
except ImportError:
    numpy = torch = None

needs_torch = unittest.skipIf(torch is None, "PyTorch or NumPy is not installed for this Python")
needs_numpy = unittest.skipIf(numpy is None, "NumPy is not installed for this Python")
