// Has the SDK read each vector of sesv2:GetImportJob: node vectors.mjs GetImportJob.smithy.json
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { GetImportJobCommand, SESv2Client } from "@aws-sdk/client-sesv2";

const file = JSON.parse(readFileSync(process.argv[2]));
const every = Object.values(file.shapes).flatMap(
  ({ traits }) => traits?.["smithy.test#httpResponseTests"] ?? [],
);
let vector;
const server = createServer((_, response) => {
  response.writeHead(vector.code, vector.headers).end(vector.body);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const client = new SESv2Client({
  region: "us-east-1",
  endpoint: `http://127.0.0.1:${server.address().port}`,
  credentials: { accessKeyId: "nobody", secretAccessKey: "nobody" },
  maxAttempts: 1,
});

let wrong = 0;
for (vector of every) {
  const wanted = [vector.code < 300 ? vector.params.JobId : undefined, vector.tags[1]];
  const got = await client.send(new GetImportJobCommand({ JobId: "a" })).then(
    (read) => [read.JobId, read.JobStatus],
    (error) => [undefined, error.name],
  );
  if (got.some((each, index) => each !== wanted[index])) {
    wrong += 1;
    console.log(vector.id, "wanted", wanted, "got", got);
  }
}
console.log(`${every.length} vectors read, ${wrong} wrong`);
server.close();
client.destroy();
process.exitCode = wrong || !every.length ? 1 : 0;
