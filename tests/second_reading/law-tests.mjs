// Runs every law-test through x-job.mjs; prints what differs, and the count.

import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pathTo = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const schemas = pathTo('../../schemas');

// A double would round large integers on their way through this program: they travel as marked strings.
const BIG = randomUUID();
const marked = (text) => text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
  (/^-?\d{16,}$/.test(token) ? `"${BIG}${token}"` : token));
const unmarked = (text) => text.replaceAll(new RegExp(`"${BIG}(-?\\d+)"`, 'g'), '$1');

const cases = readdirSync(`${schemas}/law-tests`).filter((file) => file.endsWith('.json')).flatMap((file) =>
  JSON.parse(marked(readFileSync(`${schemas}/law-tests/${file}`, 'utf8'))).flatMap((group) =>
    group.tests.map((test) => (
      { ...test, name: `${file}: ${group.description}: ${test.description}`, job: group['x-job'] }))));

const input = unmarked(cases.map(({ job, history, records, lists, asked }) =>
  JSON.stringify({ 'x-job': job, history, records, lists, asked })).join('\n'));
const { stdout, status } = spawnSync(process.execPath, [pathTo('x-job.mjs'), schemas],
  { input, encoding: 'utf8', maxBuffer: Infinity });
const answers = stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));

const canonical = (findings) =>
  findings.map(({ law, pointer, poll }) => JSON.stringify([law, pointer, poll])).sort().join(' ');

const differences = cases.filter(({ name, job, findings: expected }, index) => {
  const { findings = [], error } = answers[index] ?? { error: 'no answer' };
  const indexed = findings.every(({ law, law_index: at }) =>
    (at === null ? ['moves', 'final'].includes(law) : job.laws[at].kind === law));
  if (!error && indexed && canonical(findings) === canonical(expected)) return false;
  console.log(`${name}\n  expected ${canonical(expected)}\n  found    ${error ?? JSON.stringify(findings)}`);
  return true;
});
console.log(`${cases.length - differences.length} of ${cases.length} law-tests as expected`);
process.exitCode = status === 0 && cases.length > 0 && differences.length === 0 ? 0 : 1;
