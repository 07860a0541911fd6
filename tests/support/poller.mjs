// A poller on the AWS SDK for JavaScript: node poller.mjs SDK URL KNOWN [ID…]; KNOWN: its failures.
import { createRequire } from "node:module";

const [, , sdk, url, known, ...ids] = process.argv;
const { SESv2Client, GetImportJobCommand } = createRequire(`${sdk}/`)("@aws-sdk/client-sesv2");
const credentials = { accessKeyId: "nobody", secretAccessKey: "nobody" };
const client = new SESv2Client({ endpoint: url, region: "us-east-1", credentials });

async function poll(JobId) {
  for (let polls = 0; polls < 40; polls += 1) {
    const { JobStatus } = await client.send(new GetImportJobCommand({ JobId }));
    if (JobStatus === "COMPLETED") return "returned";
    if (known.split(",").includes(JobStatus)) return "failed";
  }
  return "error";
}

for (const id of ids) {
  await fetch(`${url}/histories/${id}`, { method: "POST", body: await poll(id) });
}
