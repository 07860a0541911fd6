// Every law-test of schemas/law-tests, each with the findings that it states.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FOLDER } from '../src/schemas.mjs';
import { judge, parseJson } from '../src/x-job.mjs';

const files = readdirSync(`${FOLDER}law-tests`).filter((name) => name.endsWith('.json'));
const cases = files.flatMap((file) => parseJson(readFileSync(`${FOLDER}law-tests/${file}`, 'utf8')).flatMap((group) =>
  group.tests.map((one) => ({ ...one, name: `${file}: ${group.description}: ${one.description}`, job: group['x-job'] }))));

const canonical = (findings) =>
  findings.map(({ law, pointer, poll }) => JSON.stringify([law, pointer, poll])).sort();

test('there are law-tests of every kind', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(cases.length).toBeGreaterThan(300);
});

test.each(cases)('$name', ({ job, history, records, lists, asked, findings: expected }) => {
  const found = judge(job, history, records, lists, asked);
  expect(canonical(found)).toEqual(canonical(expected));
  for (const { law, law_index: at } of found) {
    expect(at === null ? ['moves', 'final'].includes(law) : job.laws[at].kind === law).toBe(true);
  }
});
