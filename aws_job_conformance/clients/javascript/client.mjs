// AWS SDK for JavaScript v3 as a client under test. docs/clients.md says what the lines hold.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import { HttpResponse } from "@smithy/core/protocols";

// The clients of other services have a lock file of their own, and are there or not.
const OTHERS = new URL("others/package.json", import.meta.url);
const NAMES = {
  dms: "database-migration-service",
  elastictranscoder: "elastic-transcoder",
  logs: "cloudwatch-logs",
  s3control: "s3-control",
  stepfunctions: "sfn",
}; // botocore's names of services that the SDK calls otherwise
// By their models; the SDK itself would read CBOR for any.
const SPEAK_CBOR = ["codebuild", "codedeploy", "codepipeline", "comprehend", "datasync"];
SPEAK_CBOR.push("mailmanager", "textract", "transcribe", "translate");
// What requests are made of; the SDK drops what an operation does not take.
const INPUT = { AccountId: "000000000000" };
const inputs = new Map(); // the same with what each operation was found to need
const TIME = 3600; // seconds that a waiter has
const LABEL = /HTTP label: (\w+)/; // what it says of a part of a path that it was not given

const read = (url) => JSON.parse(readFileSync(url));
const { dependencies } = read(new URL("package.json", import.meta.url));

class Unsupported extends Error {}

const text = (value) => JSON.stringify(String(value).toWellFormed());
const notJson = (value) => `{"$not-json":${text(value)}}`;
// JSON.stringify knows no BigInt, and makes null of NaN and of an invalid Date in silence.
function json(value) {
  if (value === null || ["boolean", "bigint"].includes(typeof value)) return String(value);
  if (typeof value === "string" || value instanceof String) return text(value);
  if (Number.isInteger(value)) return String(BigInt(value)); // all digits, where JS shows 1e+21
  if (Number.isFinite(value)) return JSON.stringify(value);
  if (value instanceof Date) return date(value);
  if (value instanceof Uint8Array) return text(Buffer.from(value).toString("base64"));
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (typeof value !== "object") return notJson(value);
  // A member that is undefined is absent to whoever reads it.
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${members.map(([name, item]) => `${text(name)}:${json(item)}`).join(",")}}`;
}

function date(value) {
  if (Number.isNaN(value.getTime())) return notJson(value);
  const instant = value.toISOString();
  return /^\d/.test(instant) ? text(instant) : notJson(instant); // beyond year 9999 it has a sign
}

// Answers before anything travels, the last answer as often as it is asked for.
class Handler {
  metadata = { handlerProtocol: "http/1.1" };
  sent = 0;

  constructor(answers) {
    this.answers = answers;
  }

  async handle() {
    const answer = this.answers[Math.min(this.sent++, this.answers.length - 1)];
    if (answer === "reset") {
      throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
    }
    // As node's http module gives an answer: names in lower case, the body as a stream.
    const lower = ([name, value]) => [name.toLowerCase(), value];
    const headers = Object.fromEntries(Object.entries(answer.headers).map(lower));
    const body = Readable.from([Buffer.from(answer.body, "base64")]);
    return { response: new HttpResponse({ statusCode: answer.status, headers, body }) };
  }
}

function isCbor({ headers = {} }) {
  return Object.entries(headers).some(([name, value]) => {
    const said = `${name}: ${value}`.toLowerCase();
    return /^(content-type: application\/cbor|smithy-protocol: rpc-v2-cbor$)/.test(said);
  });
}

async function sdk(service) {
  const name = `@aws-sdk/client-${NAMES[service] ?? service}`;
  if (name in dependencies) {
    return import(name).catch((error) => {
      if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
      throw new Unsupported(`no client of ${service} is installed`); // as of an SDK that dropped it
    });
  }
  if (!isThere(name)) {
    const fix = `npm ci --prefix ${fileURLToPath(new URL(".", OTHERS))}`;
    throw new Unsupported(`no client of ${service} is installed. Run: ${fix}`);
  }
  return createRequire(OTHERS)(name);
}

function isThere(name) {
  try {
    const { version } = read(new URL(`node_modules/${name}/package.json`, OTHERS));
    return version === read(OTHERS).dependencies[name];
  } catch {
    return false;
  }
}

async function open(service, cbor, config) {
  if (cbor && !SPEAK_CBOR.includes(service)) throw new Unsupported(`${service} speaks no CBOR`);
  const exported = Object.values(await sdk(service));
  const Client = exported.find((item) => /[^_]Client$/.test(item?.name));
  return new Client({
    region: "us-east-1",
    endpoint: "https://nobody.invalid",
    credentials: { accessKeyId: "nobody", secretAccessKey: "nobody" },
    retryMode: "standard",
    ...(cbor && { protocol: AwsSmithyRpcV2CborProtocol }),
    ...config,
  });
}

const shared = new Map();
async function reader(service, cbor) {
  const key = `${service} ${cbor}`;
  if (!shared.has(key)) shared.set(key, await open(service, cbor, { maxAttempts: 1 }));
  return shared.get(key);
}

async function call(client, operation, handler) {
  const [service, name] = operation.split(":");
  const Command = (await sdk(service))[`${name}Command`];
  if (!Command) throw new Unsupported(`${operation} is not in this version`);
  client.config.requestHandler = handler;
  const input = inputs.get(operation) ?? INPUT;
  try {
    const { $metadata, ...value } = await client.send(new Command(input));
    return { value };
  } catch (error) {
    const label = !handler.sent && LABEL.exec(error.message)?.[1];
    if (label && !(label in input)) {
      inputs.set(operation, { ...input, [label]: "any" });
      return call(client, operation, handler);
    }
    if (!handler.sent) throw new Unsupported(`${operation} cannot be sent: ${error}`);
    // Only errors that the service sent have a fault; the others are the SDK's own.
    // A code that is sent empty leaves the exception without a name.
    const name = error.name || "Unknown";
    return { [error.$fault ? "error" : "unreadable"]: name, message: String(error.message) };
  }
}

async function retried(operation, answers) {
  // A client of its own: the retry quota of a shared one remembers the runs before.
  const client = await open(operation.split(":")[0], answers.some(isCbor), {});
  const handler = new Handler(answers);
  const delays = [];
  const { setTimeout } = globalThis;
  const [random, now, started] = [Math.random, Date.now, Date.now()];
  // The SDK lets nobody choose its clock or its dice: delays are noted, with jitter at the most.
  globalThis.setTimeout = (then, delay) => setImmediate(then, delays.push(delay / 1000));
  Math.random = () => 1;
  Date.now = () => started; // `retry-after` is reckoned by it
  try {
    return { ...(await call(client, operation, handler)), attempts: handler.sent, delays };
  } finally {
    globalThis.setTimeout = setTimeout;
    Object.assign(Math, { random });
    Object.assign(Date, { now });
    client.destroy();
  }
}

// A call over loopback: the SDK's own waiter, or the operation itself with the SDK's retries.
async function connected({ operation, url, input, waiter, polls, sleeps }) {
  const [service, name] = operation.split(":");
  const exported = await sdk(service);
  const found = exported[waiter ? `waitUntil${waiter}` : `${name}Command`];
  if (!found) throw new Unsupported(`${waiter ?? operation} is not in this version`);
  const client = await open(service, false, { endpoint: url, disableHostPrefix: true });
  const { setTimeout } = globalThis;
  const { now } = Date;
  let asked = 0;
  client.middlewareStack.add((next) => (args) => next(args, (asked += 1)), { step: "initialize" });
  // A waiter counts no polls; after so many its time is over.
  if (waiter) Date.now = () => now() + (asked < polls ? 0 : TIME * 1000);
  else if (!sleeps) globalThis.setTimeout = (then) => setImmediate(then);
  const options = { client, maxWaitTime: TIME, minDelay: 0.001, maxDelay: 0.002 };
  try {
    await (waiter ? found(options, input) : client.send(new found(input)));
    return { ended: "success" };
  } catch (error) {
    const ended = waiter && error.name === "TimeoutError" ? "timeout" : "failure";
    return { ended, error: error.name || "Unknown", message: String(error.message) };
  } finally {
    globalThis.setTimeout = setTimeout;
    Object.assign(Date, { now });
    client.destroy();
  }
}

async function answer({ operation, answers, ...message }) {
  try {
    if (message.url) return await connected({ operation, ...message });
    if (answers) return await retried(operation, answers);
    const client = await reader(operation.split(":")[0], isCbor(message));
    return await call(client, operation, new Handler([message]));
  } catch (error) {
    if (error instanceof Unsupported) return { unsupported: error.message };
    throw error;
  }
}

const print = (line) => process.stdout.write(`${json(line)}\n`);
const versions = Object.entries(dependencies)
  .filter(([name]) => name.includes("/client-"))
  .map(([, pinned]) => pinned);
versions.sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
const version = `${versions[0]} to ${versions.at(-1)}`;

const can = { operations: "*", retry: true, loopback: true };
print({ protocol: 1, name: "aws-sdk-js-v3", version, ...can });
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { id, ...request } = JSON.parse(line);
  print({ id, ...(await answer(request)) });
}
