// The second reading as a program: takes the schemas folder; a line in is {"x-job" or "operation": …,
// "history": […], "records": …, "lists": […], "asked": …}, one out its findings.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, parseJson } from './x-job.mjs';

const contracts = new Map(); // by operation, under the names of siblings too
for (const file of readdirSync(process.argv[2], { recursive: true }).filter((name) => /^[^.]*\.json$/.test(name))) {
  const contract = parseJson(readFileSync(join(process.argv[2], file), 'utf8'))['x-job'];
  const [service, name] = contract?.operation.split(':') ?? [];
  const names = contract ? [name, ...contract.same_shape ?? []] : [];
  names.forEach((each) => contracts.set(`${service}:${each}`, contract));
}

function answer(line) {
  try {
    const { operation, 'x-job': contract = contracts.get(operation), history, records, lists, asked } = parseJson(line);
    if (!contract) throw new Error(`no contract: ${operation}`);
    return { findings: judge(contract, history, records, lists, asked) };
  } catch (error) {
    return { error: error.message };
  }
}

const print = (line) => process.stdout.write(`${JSON.stringify(answer(line))}\n`);

// Not node:readline: it ends a line at U+2028 as well, which may stand in a JSON string.
process.stdin.setEncoding('utf8');
let rest = '';
for await (const chunk of process.stdin) {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  lines.forEach(print);
}
if (rest) print(rest);
