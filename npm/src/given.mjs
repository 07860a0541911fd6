// What a command is given by a stranger: bounded before it is parsed, and shown without what is secret in it.

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { parseJson } from './x-job.mjs';

export class UsageError extends Error {}

const MOST = { bytes: 64 * 2 ** 20, levels: 200, digits: 4300, values: 1_000_000, responses: 100_000 };
const SHOWN = 20; // findings of a law
const LONGEST = 200;
const PIECE = 2 ** 16;

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text as a terminal may show it: no control or direction mark of a stranger gets through. */
export const told = (text) => String(text).replace(UNSEEN, (letter) => `\\u{${letter.codePointAt(0).toString(16)}}`);

/** The same, and no longer than a line or two. */
export const brief = (text) => {
  const start = [...String(text).slice(0, LONGEST + 1)].slice(0, LONGEST).join('');
  return told(start) + (String(text).length > start.length ? '…' : '');
};

/** Findings as JSON in which every character that cannot be seen is escaped. */
export const asJson = (value) => JSON.stringify(value, null, 2).split('\n')
  .map((line) => line.replace(UNSEEN, (letter) => [...letter].flatMap((one) => one.split(''))
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''))).join('\n');

/** The bytes of a regular file, or of standard input (`-`), of which there may be 64 MB. */
export function bytesOf(file) {
  const stream = file === '-' ? 0 : openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (stream !== 0 && !fstatSync(stream).isFile()) {
      throw new UsageError(`${brief(file)} is no regular file, and may never end: give one, or - < FILE`);
    }
    const pieces = [];
    for (let size = 0; ;) {
      const piece = Buffer.alloc(PIECE);
      const read = readSync(stream, piece, 0, PIECE, null);
      if (read === 0) return Buffer.concat(pieces);
      size += read;
      if (size > MOST.bytes) throw new UsageError('more than 64 MB were given: check a part of them, or use `audit` of the Python package');
      pieces.push(piece.subarray(0, read));
    }
  } finally {
    if (stream !== 0) closeSync(stream);
  }
}

/** Throw UsageError for JSON that is deeper, larger or has longer numbers than any response. One look, no recursion. */
export function bounded(text, where = 'the input') {
  let [levels, digits, values, outer, inString] = [0, 0, 1, 1, false];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1; // a backslash, and what it escapes
      else if (code === 0x22) inString = false;
      continue;
    }
    digits = code >= 0x30 && code <= 0x39 ? digits + 1 : 0;
    if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) levels += 1;
    else if (code === 0x5d || code === 0x7d) levels -= 1;
    else if (code === 0x2c) {
      values += 1;
      outer += levels === 1 && text.charCodeAt(0) === 0x5b;
    }
    if (levels > MOST.levels) throw new UsageError(`${where} is nested deeper than ${MOST.levels} levels, as no response is`);
    if (digits > MOST.digits) throw new UsageError(`${where} has a number of more than ${MOST.digits} digits, as no response has`);
    if (values > MOST.values) throw new UsageError(`${where} has more than ${MOST.values} values: check a part of it`);
    if (outer > MOST.responses) throw new UsageError(`${where} has more than ${MOST.responses} responses: check a part of them`);
  }
}

/** The responses of a text: one, an array of them, or JSON Lines. */
export function history(text) {
  try {
    JSON.parse(text);
  } catch {
    return lines(text);
  }
  bounded(text.trimStart());
  const value = parsed(text, 'the input');
  return Array.isArray(value) ? value : [value];
}

function parsed(text, where) {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // a pattern has so much room for escapes
    throw new UsageError(`${where} has a text of more escapes than can be read: check a part of it`);
  }
}

function lines(text) {
  const found = [];
  let [at, number, values] = [0, 0, 0];
  while (at < text.length) {
    const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
    const line = text.slice(at, end);
    [at, number] = [end + 1, number + 1];
    if (line.trim() === '') continue;
    bounded(line.trimStart(), `line ${number}`);
    values += 1;
    if (values > MOST.responses) throw new UsageError(`there are more than ${MOST.responses} lines: check a part of them`);
    try {
      found.push(parsed(line, `line ${number}`));
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`line ${number} is not JSON: give a response, an array of them, or one a line`);
    }
  }
  if (found.length === 0) throw new UsageError('there is no response in it: give one, an array of them, or one a line');
  return found;
}

const KEY_ID = /a(?:(?:ki|si|ro|id|gp|ip|np|nv|pk|bi|cc|sc)a|3t)/i;
const WORD = /^[A-Za-z]{1,40}$/;

/** A pointer of which each name that is not the contract's, and is no plain word, is its length. */
export const shownPointer = (pointer, known) => pointer.split('/').map((step) => {
  const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
  const isPlain = name === '' || known.has(name) || /^\d{1,9}$/.test(name) || (WORD.test(name) && !KEY_ID.test(name));
  return isPlain ? step : `<${[...name].length} characters>`;
}).join('/');

/** The names that a schema has for members and keys. */
export function namesOf(schema, found = new Set()) {
  if (Array.isArray(schema)) schema.forEach((item) => namesOf(item, found));
  else if (typeof schema === 'object' && schema !== null) {
    Object.keys(schema.properties ?? {}).forEach((name) => found.add(name));
    (schema.propertyNames?.enum ?? []).forEach((name) => found.add(name));
    Object.values(schema).forEach((inner) => namesOf(inner, found));
  }
  return found;
}

/** Findings with some of each law and grade; the last of those says how many more there are. */
export function some(findings) {
  const counts = new Map();
  const kept = [];
  for (const finding of findings) {
    const kind = `${finding.grade} ${finding.law}`;
    const last = counts.get(kind) ?? { count: 0 };
    last.count += 1;
    if (last.count <= SHOWN) kept.push(last.shown = { ...finding });
    else last.shown.more = last.count - SHOWN;
    counts.set(kind, last);
  }
  return kept;
}
