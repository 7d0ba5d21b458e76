import hashlib
import importlib.util
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(HERE, "build-dist")


def missing():
    """Tools for building and installing that this Python lacks."""
    needed = {"setuptools": "python3-setuptools", "ensurepip": "python3-venv"}
    if importlib.util.find_spec("setuptools") is not None:
        import setuptools

        if int(setuptools.__version__.split(".")[0]) < 70:
            needed["wheel"] = "python3-wheel"
    return [f"{name} (Debian: {package})" for name, package in needed.items() if importlib.util.find_spec(name) is None]


def digests(paths):
    return {os.path.basename(path): hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest() for path in paths}


@unittest.skipUnless(os.path.exists(BUILD), "needs the repository")
@unittest.skipIf(missing(), f"this Python lacks {', '.join(missing())}")
class DistributionTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name

    def command(self, *arguments, **options):
        done = subprocess.run(arguments, capture_output=True, text=True, cwd=self.folder, **options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout.splitlines()

    def build(self, name):
        return self.command(sys.executable, BUILD, os.path.join(self.folder, name))

    def test_same_sources_give_the_same_bytes(self):
        self.assertEqual(digests(self.build("one")), digests(self.build("two")))

    def test_wheel_is_installed_in_a_venv_without_network_and_imported(self):
        sdist, wheel = self.build("dist")
        with zipfile.ZipFile(wheel) as packed:
            self.assertIn("gradwatch/py.typed", packed.namelist())
            metadata = next(name for name in packed.namelist() if name.endswith("/METADATA"))
            self.assertIn("License-File: LICENSE", packed.read(metadata).decode())
        with tarfile.open(sdist) as packed:
            self.assertTrue(any(name.endswith("/tests/test_run.py") for name in packed.getnames()))
        venv = os.path.join(self.folder, "venv")
        self.command(sys.executable, "-m", "venv", venv)
        python = os.path.join(venv, "bin", "python")
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP_"))}
        self.command(python, "-m", "pip", "install", "--no-index", "--quiet", wheel, env=clean)
        script = (
            "import gradwatch, importlib.metadata as m; run = gradwatch.init(project='p', tags=['t'], quiet=True);"
            "run.log({'loss': 1.0}); run.finish();"
            "print(gradwatch.__version__, m.version('gradwatch'), gradwatch.__file__.startswith(__import__('sys').prefix))"
        )
        nowhere = {**clean, "GRADWATCH_AGENT": f"unix:{self.folder}/none.sock"}
        version, installed, inside = self.command(python, "-c", script, env=nowhere)[-1].split()
        self.assertEqual((version, inside), (installed, "True"))
