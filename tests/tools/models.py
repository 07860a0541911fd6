"""Takes the paths of schemas, a line each; prints what datamodel-code-generator made of each.

What was written is loaded, as the module that it is.
"""

import json
import re
import sys
import types
from pathlib import Path

from datamodel_code_generator import DataModelType, InputFileType, generate
from datamodel_code_generator.format import Formatter

for path in map(Path, sys.stdin.read().split("\n")):
    if not path.name:
        continue
    schema, why = json.loads(path.read_text("utf-8")), ""
    try:
        text = generate(
            path.read_text("utf-8"),
            input_file_type=InputFileType.JsonSchema,
            output_model_type=DataModelType.PydanticV2BaseModel,
            use_title_as_name=True,
            formatters=[Formatter.BUILTIN],  # the others take longer than the writing
        )
        text = text if isinstance(text, str) else "\n".join(map(str, (text or {}).values()))
        # pydantic looks names up in the module of a class
        sys.modules[path.stem] = module = types.ModuleType(path.stem)
        exec(compile(text, str(path), "exec"), vars(module))
        named = re.search(rf"^class {schema['title']}\(\s*BaseModel,?\s*\):", text, re.MULTILINE)
        root = text[named.end() :].partition("\nclass ")[0] if named else ""
        if not named:
            why = "the type has not the name that the title gives it"
        lost = [
            name
            for name in schema.get("required", [])
            if re.search(rf"^    {re.escape(name)}(_1)?: (Any|.*\| None)", root, re.MULTILINE)
        ]
        if lost:
            why = f"required, and optional or of any type there: {', '.join(lost)}"
    except Exception as error:  # noqa: BLE001 - whatever a tool says is what is told
        why = f"{type(error).__name__}: {error}"[:300]
    row = {"tool": "datamodel-code-generator", "path": str(path), "why": why}
    print(json.dumps(row))  # noqa: T201 - a program that is read
