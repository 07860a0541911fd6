#!/usr/bin/env node
// `npx aws-job-conformance check sesv2:GetImportJob history.jsonl`

import { readFileSync } from 'node:fs';
import { check, operations } from './index.mjs';
import { parseJson } from './x-job.mjs';

const USAGE = `usage: aws-job-conformance check OPERATION [FILE] [--format text|json] [--records N]
       aws-job-conformance list

FILE has one response, an array of them, or JSON Lines: one job's history, oldest first; - is standard input.
Exit: 0 no error; 1 an error; 2 the input cannot be used.

Example:
  aws sesv2 get-import-job --job-id ID | npx aws-job-conformance check sesv2:GetImportJob
`;

/** A text as a terminal may show it: no control or direction mark of a stranger gets through. */
const told = (text) => String(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
  (letter) => `\\u{${letter.codePointAt(0).toString(16)}}`);

class UsageError extends Error {}

function history(text) {
  try {
    const value = parseJson(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return text.split('\n').filter((line) => line.trim() !== '').map((line, at) => {
      try {
        return parseJson(line);
      } catch {
        throw new UsageError(`line ${at + 1} is not JSON: give a response, an array of them, or one a line`);
      }
    });
  }
}

function options(argv) {
  const found = { format: 'text', records: null, names: [] };
  for (let at = 0; at < argv.length; at += 1) {
    const [name, given] = argv[at].split('=', 2);
    if (name === '--format' || name === '--records') found[name.slice(2)] = given ?? argv[at += 1];
    else if (argv[at].startsWith('--')) throw new UsageError(`no option ${told(argv[at])}: there are --format and --records`);
    else found.names.push(argv[at]);
  }
  if (!['text', 'json'].includes(found.format)) throw new UsageError('--format is text or json');
  if (found.records !== null && !/^\d+$/.test(found.records)) throw new UsageError('--records is a number');
  return { ...found, records: found.records === null ? null : Number(found.records) };
}

function main(argv) {
  if (argv.includes('--help') || argv.includes('-h')) return [0, USAGE];
  const { format, records, names: [command, operation, file = '-'] } = options(argv);
  if (command === 'list') return [0, `${operations().join('\n')}\n`];
  if (command !== 'check' || operation === undefined) throw new UsageError(`name a command.\n${USAGE.trimEnd()}`);
  const polls = history(readFileSync(file === '-' ? 0 : file, 'utf8'));
  const findings = check(operation, polls, { records });
  const errors = findings.filter(({ grade }) => grade === 'error').length;
  const lines = findings.map(({ grade, poll, pointer, message }) => (
    `${grade}: ${operation} poll ${poll} · ${told(pointer || '/')}: ${told(message)}`));
  const counts = `${operation}: ${polls.length} responses, ${errors} errors, ${findings.length - errors} warnings`;
  return [errors > 0 ? 1 : 0, format === 'json' ? `${JSON.stringify(findings, null, 2)}\n` : `${[...lines, counts].join('\n')}\n`];
}

try {
  const [code, text] = main(process.argv.slice(2));
  process.stdout.write(text);
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof UsageError || error instanceof RangeError || error.code)) throw error;
  const lines = error instanceof UsageError ? error.message : told(error.message);
  process.stderr.write(`aws-job-conformance: ${lines}\n`);
  process.exitCode = 2;
}
