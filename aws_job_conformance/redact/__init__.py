"""What a cassette may not keep, replaced before it reaches disk.

`_replacements` says what replaces what, `_escapes` reads escapes and `_layers` writes them back,
`_roles` knows secrets by where they stand (by their form core does); `_message` makes documents of
an exchange, `_document` makes one text of many tokens, `_story_secrets` looks for secrets in all of
a story, `_last_look` looks at what came of it.
"""

from aws_job_conformance.redact.whole_story import story

__all__ = ["story"]
