#!/usr/bin/env node
// `npx aws-job-conformance check sesv2:GetImportJob history.jsonl`

import { setFlagsFromString } from 'node:v8';
import { asJson, brief, bytesOf, history, namesOf, shownPointer, some, told, UsageError } from './given.mjs';
import { check, operations, schema } from './index.mjs';

// A pattern of a contract on a stranger's text: where it would try for ever, V8 asks its engine that is linear.
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');

const USAGE = `usage: aws-job-conformance check OPERATION [FILE] [--format text|json] [--records N]
       aws-job-conformance list

FILE has one response, an array of them, or JSON Lines: one job's history, oldest first; - is standard input.
Exit: 0 no error; 1 an error; 2 the input cannot be used.

Example:
  aws sesv2 get-import-job --job-id ID | npx aws-job-conformance check sesv2:GetImportJob
`;

function options(argv) {
  const found = { format: 'text', records: null, names: [] };
  for (let at = 0; at < argv.length; at += 1) {
    const [name, given] = argv[at].split('=', 2);
    if (name === '--format' || name === '--records') found[name.slice(2)] = given ?? argv[at += 1];
    else if (argv[at].startsWith('--')) throw new UsageError(`no option ${brief(argv[at])}: there are --format and --records`);
    else found.names.push(argv[at]);
  }
  if (!['text', 'json'].includes(found.format)) throw new UsageError('--format is text or json');
  if (found.records !== null && !/^\d+$/.test(found.records)) throw new UsageError('--records is a number');
  return { ...found, records: found.records === null ? null : Number(found.records) };
}

const plural = (count, what) => `${count} ${what}${count === 1 ? '' : 's'}`;

function main(argv) {
  if (argv.includes('--help') || argv.includes('-h')) return [0, USAGE];
  const { format, records, names: [command, operation, file = '-'] } = options(argv);
  if (command === 'list') return [0, `${operations().join('\n')}\n`];
  if (command !== 'check' || operation === undefined) throw new UsageError(`name a command.\n${USAGE.trimEnd()}`);
  const known = namesOf(schema(operation));
  const polls = history(bytesOf(file).toString('utf8'));
  const findings = check(operation, polls, { records });
  const errors = findings.filter(({ grade }) => grade === 'error').length;
  const shown = some(findings).map((one) => ({ ...one, pointer: shownPointer(one.pointer, known) }));
  const lines = shown.map(({ grade, poll, pointer, message, more }) => (
    `${grade}: ${operation} poll ${poll} · ${told(pointer || '/')}: ${told(message)}${more ? ` (and ${more} more)` : ''}`));
  const counted = [[polls.length, 'response'], [errors, 'error'], [findings.length - errors, 'warning']];
  const counts = `${operation}: ${counted.map(([count, what]) => plural(count, what)).join(', ')}`;
  return [errors > 0 ? 1 : 0, format === 'json' ? `${asJson(shown)}\n` : `${[...lines, counts].join('\n')}\n`];
}

process.stdout.on('error', () => process.exit()); // whoever read it has gone
try {
  const [code, text] = main(process.argv.slice(2));
  process.stdout.write(text);
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof UsageError || error instanceof RangeError || error.code)) throw error;
  const lines = error instanceof UsageError ? error.message : brief(error.message);
  process.stderr.write(`aws-job-conformance: ${lines}\n`);
  process.exitCode = 2;
}
