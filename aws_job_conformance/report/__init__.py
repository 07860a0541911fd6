"""What checks came to, as a page for people: results in, one HTML, Markdown or JSON file out.

Whoever has results of `judge` (the suite, `check`, `exercise`, an audit) gives them to `write`:

    from aws_job_conformance import report
    from aws_job_conformance.report.content import ReportSources

    report.must_be_writable("--conformance-report", path)   # before the work, not after it
    report.write(path, ReportSources(results, about="an archive of March"))

One direction: `content` puts results together by operation, and everything foreign is masked and
made printable there, once; `html_page`, `report_markdown` and `report_json` lay the same values
out; `life_drawing` has a life laid out by fast-sugiyama, `life_svg` draws it. Nothing here judges.
"""

from aws_job_conformance.report.report_files import must_be_writable, write

__all__ = ["must_be_writable", "write"]
