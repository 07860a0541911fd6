"""Two pollers of one job: one forgets that it can fail."""

import time


def poll_for_success(client):
    while True:
        job = client.get_import_job(JobId="a1")
        if job["JobStatus"] == "COMPLETED":
            return job
        time.sleep(30)


def poll_to_the_end(client):
    while True:
        job = client.get_import_job(JobId="a1")
        if job["JobStatus"] in ("COMPLETED", "FAILED", "CANCELLED"):
            return job
        time.sleep(30)
