"""A cassette as other people's projects have them: nothing in it is of a job."""

CASSETTE = """\
version: 1
interactions:
- request: {method: GET, uri: http://theirs.invalid/, headers: {}, body: null}
  response:
    status: {code: 200, message: OK}
    headers: {}
    body: {string: theirs}
"""
