"""Fuzzing of every reader of strangers' input, each example under hard limits.

`python -m fuzz` (or `tox -e fuzz`): `readers` names what is fuzzed, `mutate` and `json_changes`
make examples of seeds, `worker` runs them behind a `fence` and has them judged, `supervisor`
watches it from outside. `defects` is the table of what must be found again without its mending,
`tries` the table of tries.

An own mutator, and neither Hypothesis nor atheris: Hypothesis runs examples in its own process,
which a hang, a full memory or a `!!python/object/apply` ends, and would shrink for minutes what
takes seconds; atheris sees no branch of libyaml, jsonschema-rs and `re`, where these defects are.
What finds them is the grammar: repeat, nest, alias, tag, plant.
"""
