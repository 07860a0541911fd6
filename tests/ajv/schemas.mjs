// Reads {folder, cases: [{file, good, bad}]} and prints what ajv says otherwise, a line each as JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import Ajv from "ajv/dist/2020.js";

const { folder, cases } = JSON.parse(await text(process.stdin));
const read = (file) => JSON.parse(readFileSync(join(folder, file), "utf8"));
const say = (file, what) => console.log(JSON.stringify({ file, what }));
const jobs = new Ajv({ strict: false, validateFormats: false }).compile(read("x-job.schema.json"));

for (const { file, good, bad } of cases) {
  const schema = read(file);
  // One for each schema: what is compiled is kept, and all of it together is a lot.
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
  if (!ajv.validateSchema(schema)) say(file, `no schema: ${ajv.errorsText()}`);
  if ("x-job" in schema && !jobs(schema["x-job"])) say(file, "its x-job is none");
  const fits = ajv.compile(schema);
  for (const value of good) if (!fits(value)) say(file, `refused: ${ajv.errorsText(fits.errors)}`);
  for (const value of bad) if (fits(value)) say(file, `taken: ${JSON.stringify(value)}`);
}
console.log(JSON.stringify({ asked: cases.length }));
