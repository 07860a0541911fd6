// Calls of AWS SDK for JavaScript v3, unmodified: a line in {client, command, input}, a line out.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [packages, endpoint] = process.argv.slice(2);
const require = createRequire(packages);
const credentials = { accessKeyId: "nobody", secretAccessKey: "nobody" };
const clients = {};

for await (const line of createInterface({ input: process.stdin })) {
  const { client, command, input } = JSON.parse(line);
  const sdk = require(`@aws-sdk/client-${client}`);
  const [name] = Object.keys(sdk).filter((key) => key.endsWith("Client") && !key.startsWith("__"));
  clients[client] ??= new sdk[name]({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  let answer;
  try {
    answer = await clients[client].send(new sdk[`${command}Command`](input));
    delete answer.$metadata;
  } catch (error) {
    answer = { error: error.name, status: error.$metadata?.httpStatusCode, says: String(error) };
  }
  console.log(JSON.stringify(answer));
}
