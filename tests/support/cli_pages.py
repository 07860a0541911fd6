"""The pages of the AWS CLI as its own writer makes them, read back: a program of its own.

The CLI brings its own botocore along and puts it in place of ours, so nothing of it is imported
where tests run. `python -m support.cli_pages OPERATION…` prints a JSON object: what differs, and
how many were read.
"""

from __future__ import annotations

import json
import sys

from aws_job_conformance.authoring.pages.reading import read as read_page
from support.read_against_model import differences


def commands(driver, services):
    """Yield (service, command, model) of every operation of some services that has a command."""
    for command in driver._get_command_table().values():
        if getattr(command, "_service_name", None) not in services:
            continue
        model = getattr(command, "service_model", None)
        for one in command._get_command_table().values() if model is not None else ():
            if getattr(one, "_operation_model", None) is not None:
                yield model.service_name, one, one._operation_model


def page(driver, command):
    """Return the reStructuredText that the CLI renders as the page of a command."""
    from awscli.bcdoc import docevents

    help_ = command.create_help_command()
    handler = help_.EventHandlerClass(help_)
    docevents.generate_events(driver.session, help_)
    handler.unregister()
    return help_.doc.getvalue().decode()


def main(wanted):
    from awscli.clidriver import create_clidriver

    driver = create_clidriver()
    out = {"read": [], "differs": {}}
    for service, command, model in commands(driver, {name.partition(":")[0] for name in wanted}):
        name = f"{service}:{model.name}"
        if name not in wanted:
            continue
        read = read_page(page(driver, command))
        said = [] if read.layout == "aws-cli" else [f"read as {read.layout}"]
        said += differences(read.response, model.output_shape, wire=False, enums=False)
        out["read"].append(name)
        if said:
            out["differs"][name] = said[:3]
    json.dump(out, sys.stdout)


if __name__ == "__main__":
    main(set(sys.argv[1:]) or set(json.load(sys.stdin)))
