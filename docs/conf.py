"""The site of these pages: `tox -e docs` builds it, warnings are errors, links are checked."""

import re
from importlib.metadata import version as installed
from pathlib import Path

from sphinx.application import Sphinx

project = "aws-job-conformance"
author = "the aws-job-conformance authors"
release = version = installed("aws-job-conformance")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click", "sphinxcontrib.mermaid"]
exclude_patterns = ["_build", "constraints.txt"]
html_theme = "furo"
html_title = f"{project} {release}"
html_show_sourcelink = False

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
myst_fence_as_directive = ["mermaid"]  # GitHub draws such a block, and so does the site
default_role = "code"  # docstrings write names as Markdown does

autodoc_typehints = "description"
autodoc_member_order = "bysource"
add_module_names = False

linkcheck_anchors = False
linkcheck_timeout = 30
linkcheck_retries = 2
linkcheck_ignore = [
    r"http://127\.0\.0\.1.*",  # a server of the reader's own
    r"https://github\.com/.*",  # asks robots to wait; the issues named there are held by tests
]

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "architecture": "ARCHITECTURE.md",
    "changelog": "CHANGELOG.md",
    "contributing": "CONTRIBUTING.md",
    "reference/cassettes": "cassettes/README.md",
    "reference/laws": "schemas/README.md",
    "security": "SECURITY.md",
}
"""The pages of the site whose text stands outside docs/, where its readers look for it."""


def of_the_root(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the root's file into its page, and turn links to such files to their pages."""
    if docname in PAGES:
        app.env.note_dependency(str(ROOT / PAGES[docname]))
        source[0] = (ROOT / PAGES[docname]).read_text(encoding="utf-8")
        source[0] = source[0].replace("](docs/", "](/")
    for page, file in PAGES.items():
        source[0] = re.sub(rf"\]\((?:\.\./)*{re.escape(file)}", f"](/{page}.md", source[0])


def setup(app: Sphinx) -> None:
    """Tell Sphinx of it."""
    app.connect("source-read", of_the_root)
