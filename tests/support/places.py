"""Where things lie: the checkout, its tests, and what may be beside it."""

import os
import shutil
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
SHARED = ROOT.parent / "shared"
AWS_CLI = shutil.which("aws", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
"""The AWS CLI, which `[others]` brings, beside the Python that runs the tests; None without it."""
