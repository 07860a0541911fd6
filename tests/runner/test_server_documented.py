"""The commands by which docs/servers.md and docs/recording.md ask AWS, as they stand there.

AWS is on loopback (`loopback_aws`), and one operation is asked, not all.
"""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from support.doc_blocks import blocks
from support.live_runs import FAST, account, live, nothing_of_mine  # noqa: F401 - a fixture
from support.loopback_aws import aws

pytestmark = pytest.mark.thorough  # each is a run of pytest

SESV2 = "sesv2:GetImportJob"


def documented(page, word):
    """Return the options of the one command of a page that has a word in it."""
    commands = [command for block in blocks(page) for command, _ in block.parts]
    (command,) = [shlex.split(one) for one in commands if word in one.split()]
    assert command[:2] == ["pytest", "--live"]
    return (*command[2:], "--operation", SESV2)


@pytest.fixture(scope="module")
def app():
    return account((SESV2,))[0]


@pytest.fixture
def there(app, tmp_path):
    with aws(app, tmp_path) as running:
        yield running


def test_a_profile_and_a_region_are_those_that_are_asked_for(there, tmp_path):
    options = documented("docs/servers.md", "--profile")
    reader = there.environment("role")
    told = Path(reader["AWS_CONFIG_FILE"]).read_text()
    (tmp_path / "config").write_text(told.replace("[profile reader]", f"[profile {options[1]}]"))
    own = {
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": reader["AWS_SHARED_CREDENTIALS_FILE"],
        "AWS_DEFAULT_REGION": "us-east-1",  # where the profile's role is taken, and nothing else
    }
    done = live(there, *options, *FAST, cwd=tmp_path / "run", way="none", **own)
    assert done.status == 0, done.text
    assert there.hosts == {"sts.us-east-1.amazonaws.com", "email.eu-west-1.amazonaws.com"}


def test_a_plan_shows_the_calls_and_sends_none(there, tmp_path):
    done = live(there, *documented("docs/servers.md", "--plan"), cwd=tmp_path / "run")
    assert (done.status, there.asked) == (0, [])
    assert "\n  sesv2:ListImportJobs, " in done.text
    assert "nothing is sent now" in done.text


def test_what_is_recorded_are_cassettes_in_the_folder_that_is_named(there, tmp_path):
    options = documented("docs/recording.md", "--record-mode=once")
    done = live(there, *options, *FAST, cwd=tmp_path / "run")
    assert done.status == 0, done.text
    kept = tmp_path / "run" / options[options.index("--cassettes") + 1]
    assert [*kept.glob("sesv2/GetImportJob/*.yaml")]
