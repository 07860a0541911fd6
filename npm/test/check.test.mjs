// check() as a user meets it, and the histories on which Python gave its verdict.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import jobKeywords from '../src/ajv.mjs';
import { check, operations, plain, schema } from '../src/index.mjs';
import { parseJson } from '../src/x-job.mjs';

const JOB = { JobId: 'a1', JobStatus: 'COMPLETED', CreatedTimestamp: new Date('2026-01-01T00:00:00Z'), ProcessedRecordsCount: 5 };
const told = (findings) => findings.map(({ grade, law, pointer, poll }) => [grade, law, pointer, poll]);

describe('what an SDK returns', () => {
  test('is taken as it is: Dates, bytes, $metadata and what is undefined', () => {
    expect(check('sesv2:GetImportJob', { ...JOB, $metadata: { httpStatusCode: 200 }, FailureInfo: undefined })).toEqual([]);
    expect(plain({ At: new Date(0), Bytes: new Uint8Array([1, 2]), $metadata: {} }))
      .toEqual({ At: '1970-01-01T00:00:00.000Z', Bytes: 'AQI=' });
  });

  test('has its laws judged from poll to poll', () => {
    expect(told(check('sesv2:GetImportJob', [JOB, { ...JOB, JobStatus: 'PROCESSING' }])))
      .toEqual([['error', 'final', '/JobStatus', 2]]);
    expect(told(check('sesv2:GetImportJob', { ...JOB, FailedRecordsCount: 7 })))
      .toEqual([['error', 'at-most', '/FailedRecordsCount', 1]]);
  });

  test('has a new value told as a warning, a wrong type as an error, a lacking status as one', () => {
    expect(told(check('sesv2:GetImportJob', { ...JOB, JobStatus: 'ARCHIVED' }))).toEqual([['warning', 'schema', '/JobStatus', 1]]);
    expect(told(check('sesv2:GetImportJob', { ...JOB, ProcessedRecordsCount: '5' })))
      .toEqual([['error', 'schema', '/ProcessedRecordsCount', 1]]);
    expect(told(check('sesv2:GetImportJob', {})).map(([grade, , pointer]) => [grade, pointer]))
      .toContainEqual(['error', '/JobStatus']);
  });

  test('is compared exactly beyond what a double holds', () => {
    const [created, ended] = [new Date(0), new Date(1)];
    const job = { ImportTableDescription: { ImportStatus: 'COMPLETED', StartTime: created, EndTime: ended, ErrorCount: 9007199254740993n, ProcessedItemCount: 9007199254740992n } };
    expect(check('dynamodb:DescribeImport', job).filter(({ grade, law }) => grade === 'error' && law === 'schema')).toEqual([]);
  });

  test('of an operation without a contract is refused with the nearest name', () => {
    expect(() => check('ses:GetImportJob', {})).toThrow(/Did you mean \w+:GetImportJob/);
  });
});

describe('ajv in its strict mode', () => {
  const asNumbers = (value) => JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? Number(one) : one)));
  const strict = { strict: true, strictTypes: true, strictTuples: true, strictRequired: true };

  const [ours, alone] = [jobKeywords(new Ajv(strict)), addFormats(new Ajv({ strict: true }))];

  // Every operation's schemas go through these and other tools in tests/tools/table.py, in the same settings.
  const some = operations().filter((_, at) => at % 12 === 0);

  test.each(some)('takes every schema of %s with our keywords, and the open one without', (name) => {
    for (const variant of ['closed', 'open', 'wire']) {
      expect(ours.compile(asNumbers(schema(name, variant)))).toBeTypeOf('function');
    }
    expect(alone.compile(asNumbers(schema(name, 'open')))).toBeTypeOf('function');
  });

  test('says which law a response breaks', () => {
    const validate = jobKeywords(new Ajv(strict)).compile(asNumbers(schema('sesv2:GetImportJob')));
    const response = plain(JOB);
    expect(validate(response)).toBe(true);
    expect(validate({ ...response, FailedRecordsCount: 7 })).toBe(false);
    expect(validate.errors).toMatchObject([{ keyword: 'x-job', instancePath: '/FailedRecordsCount', params: { law: 'at-most' } }]);
  });
});

describe('the command', () => {
  const run = (...args) => {
    try {
      return [0, execFileSync(process.execPath, [fileURLToPath(new URL('../src/cli.mjs', import.meta.url)), ...args], { encoding: 'utf8', stdio: 'pipe' })];
    } catch ({ status, stderr, stdout }) {
      return [status, stdout + stderr];
    }
  };
  const file = join(mkdtempSync(join(tmpdir(), 'jobs-')), 'history.jsonl');
  const write = (text) => (writeFileSync(file, text), file);

  test('prints findings and ends with 0, 1 or 2', () => {
    const job = JSON.stringify(plain(JOB));
    expect(run('check', 'sesv2:GetImportJob', write(job))[0]).toBe(0);
    const [code, text] = run('check', 'sesv2:GetImportJob', write(`${job}\n${job.replace('COMPLETED', 'PROCESSING')}\n`));
    expect([code, text]).toEqual([1, expect.stringContaining('error: sesv2:GetImportJob poll 2 · /JobStatus: breaks the law final')]);
    expect(run('check', 'sesv2:GetImportJob', write('{'))).toEqual([2, expect.stringMatching(/^aws-job-conformance: line 1 is not JSON.*\n$/)]);
    expect(run('check', 'sesv2:GetImportJobs', file)[0]).toBe(2);
    expect(run('check', 'sesv2:GetImportJob', '/no/such/file')).toEqual([2, expect.stringContaining('ENOENT')]);
    expect(run('list')[1].split('\n')).toContain('glue:GetJobRun');
  });

  test('lets no control character of a stranger reach the terminal', () => {
    const [, text] = run('check', 'sesv2:GetImportJob', write(JSON.stringify({ ...plain(JOB), ['\u001b[31m']: 1, JobStatus: 1 })));
    expect(text).not.toContain('\u001b');
  });
});

const VERDICTS = process.env.AWS_JOB_CONFORMANCE_VERDICTS ?? fileURLToPath(new URL('verdicts.jsonl', import.meta.url));
const there = existsSync(VERDICTS);

describe.skipIf(!there)(`Python's verdicts${there ? '' : ': written by `pytest tests/test_npm.py -m thorough`'}`, () => {
  const rows = there ? readFileSync(VERDICTS, 'utf8').split('\n').filter(Boolean).map(parseJson) : [];
  const canonical = (found) => found.map((one) => JSON.stringify(one)).sort();

  test('are of 2,000 histories and more, legal ones and broken ones', () => {
    expect(rows.length).toBeGreaterThanOrEqual(2000);
    expect(rows.filter(({ verdict }) => verdict.length === 0).length).toBeGreaterThan(200);
    expect(rows.filter(({ verdict }) => verdict.length > 0).length).toBeGreaterThan(1000);
  });

  test.each(operations())('are ours for %s', (name) => {
    for (const { history, records, verdict } of rows.filter(({ operation }) => operation === name)) {
      const found = check(name, history, { records }).map(({ law, grade, pointer, poll }) => [law, grade, pointer, poll]);
      expect(canonical(found)).toEqual(canonical(verdict));
    }
  });
});
