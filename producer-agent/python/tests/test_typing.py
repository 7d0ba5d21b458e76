import os
import shutil
import subprocess
import tempfile
import unittest

from .case import SOURCES

JOB = os.path.join(os.path.dirname(os.path.abspath(__file__)), "typing", "job.py")


class TypingTest(unittest.TestCase):
    def test_package_says_that_it_is_typed(self):
        self.assertTrue(os.path.exists(os.path.join(SOURCES, "gradwatch", "py.typed")))

    @unittest.skipUnless(shutil.which("mypy"), "needs mypy (Debian: mypy)")
    def test_public_interface_passes_mypy_strict(self):
        with tempfile.TemporaryDirectory() as cache:
            checked = subprocess.run(
                ["mypy", "--strict", "--follow-imports=silent", f"--cache-dir={cache}", JOB],
                env={**os.environ, "MYPYPATH": SOURCES},
                capture_output=True,
                text=True,
            )
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
