"""Documentation pages of every layout, read into one small value.

A file for each layout. None of them knows botocore, JSON Schema or a command: a page goes in as
text, is cut into headings, code, terms and lines (`outline`), and comes out as a
`documented.Page`; `joining` makes one response of pages that belong together.
"""
