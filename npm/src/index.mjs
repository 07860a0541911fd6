// check(operation, history): is each response as documented, and does the history keep every law?

import Ajv2020 from 'ajv/dist/2020.js';
import jobKeywords from './ajv.mjs';
import { schema } from './schemas.mjs';
import { plain, withoutBigInts } from './values.mjs';
import { judge } from './x-job.mjs';

export { operations, schema } from './schemas.mjs';
export { plain } from './values.mjs';

// V8 has its linear engine for patterns without `u` alone. Where all is ASCII a letter beyond 16 bits is as any other.
const isPlain = (pattern) => /^[\x20-\x7e]*$/.test(pattern) && !/\\[pPu]/.test(pattern);

/** What Ajv makes of a pattern: the same texts match as with `u`. */
function regExp(pattern, flags) {
  if (!isPlain(pattern)) return new RegExp(pattern, flags);
  new RegExp(pattern, flags); // which refuses what is no pattern
  const plainly = new RegExp(pattern, flags.replace('u', ''));
  return {
    test: (text) => plainly.test(text.replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd')),
    toString: () => String(plainly), // by which Ajv tells patterns apart
  };
}
regExp.code = 'regExp'; // Ajv asks for it; only code that is written to a file uses it

const shapes = new Map();
let ajv; // one for all: each would compile the meta-schema of its own
const RANK = ['note', 'warning', 'error'];

/** A schema without what laws say better; `like` is the closed one, which tells what those are. */
function withoutLaws(published, like) {
  if (typeof published !== 'object' || published === null) return published;
  if (Array.isArray(published)) return published.map((item, at) => withoutLaws(item, like?.[at]));
  const kept = Object.entries(published).filter(([name]) => !['allOf', '$id', 'x-job', 'required'].includes(name));
  const out = Object.fromEntries(kept.map(([name, inner]) => [name, withoutLaws(inner, like?.[name])]));
  const byLaw = like?.['x-present'] ?? [];
  return Array.isArray(published.required)
    ? { ...out, required: published.required.filter((name) => !byLaw.includes(name)) } : out;
}

function shape(operation) {
  const closed = schema(operation);
  if (!shapes.has(closed)) {
    ajv ??= jobKeywords(new Ajv2020({ allErrors: true, verbose: true, strict: true, allowUnionTypes: true, code: { regExp } }));
    const [one, other] = [schema(operation, 'open'), closed].map(
      (published) => ajv.compile(withoutBigInts(withoutLaws(published, closed))));
    shapes.set(closed, { open: one, closed: other });
  }
  return shapes.get(closed);
}

const escaped = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1');
const placeOf = ({ instancePath, keyword, params, propertyName }) => {
  const name = keyword === 'required' ? params.missingProperty : propertyName;
  return name === undefined ? instancePath : `${instancePath}/${escaped(name)}`;
};

/** What one response has wrong with its shape: an error where the open variant refuses it, else a warning. */
function misfits(operation, response, poll) {
  const { open, closed } = shape(operation);
  const value = withoutBigInts(response);
  const refused = new Set((open(value), open.errors ?? []).map((error) => placeOf(error)));
  const found = new Map();
  closed(value);
  for (const error of closed.errors ?? []) {
    if (error.keyword === 'propertyNames') continue; // what is wrong with the name has an error of its own
    if (error.data === null && error.parentSchema['x-null'] && !refused.has(placeOf(error))) continue; // read as absent
    const pointer = placeOf(error);
    const grade = refused.has(pointer) ? 'error' : 'warning';
    const message = error.keyword === 'required' ? 'missing' : error.message;
    if (!found.has(pointer)) found.set(pointer, { operation, law: 'schema', grade, pointer, poll, tier: 'documented', message });
  }
  return [...found.values()];
}

const implied = ({ status }, law) => (law === 'final' && status.final ? { ...status, ...status.final } : status);

/** The grade of a broken law, as schemas/README.md says. */
function gradeOf(job, { law, law_index: at, pointer }, statusAt) {
  if (law === 'final') {
    if (pointer !== statusAt) return 'warning';
    return job.status.tier === 'inferred' && Object.keys(job.status.next ?? {}).length === 0 ? 'warning' : 'error';
  }
  const { tier, against } = at === null ? implied(job, law) : job.laws[at];
  return tier === 'inferred' || against ? 'warning' : 'error';
}

const asPointer = (job) => [job.root, job.status.at].filter(Boolean).join('.')
  .split(/[.[\]]+/).filter(Boolean).map((step) => `/${escaped(step)}`).join('');

/**
 * Check the history of one job: its responses as an SDK returned them, oldest first, or one response.
 *
 * Returns findings, the gravest first: operation, law, grade, pointer, poll (from 1), tier, source,
 * message. records: how many records went in. Throws RangeError for an operation without a contract.
 */
export function check(operation, history, { records = null, lists = null, asked = null } = {}) {
  const job = schema(operation)['x-job'];
  const polls = (Array.isArray(history) ? history : [history]).map((response) => plain(response));
  const statusAt = asPointer(job);
  const broken = judge(job, polls, records, lists, asked).map((found) => {
    const { tier, source, fix } = found.law_index === null ? implied(job, found.law) : job.laws[found.law_index];
    const message = `breaks the law ${found.law} (${tier}: ${source})${fix ? `. ${fix}` : ''}`;
    const { law, pointer, poll } = found;
    return { operation, law, grade: gradeOf(job, found, statusAt), pointer, poll, tier, source, message };
  });
  const odd = polls.flatMap((response, at) => (response === null ? [] : misfits(operation, response, at + 1)));
  return [...odd, ...broken].sort((one, other) => (
    RANK.indexOf(other.grade) - RANK.indexOf(one.grade) || one.poll - other.poll));
}
