// The schemas by operation: those of the package, or of the checkout it stands in.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseJson } from './x-job.mjs';

const FOLDERS = ['../schemas/', '../../schemas/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
export const FOLDER = FOLDERS.find((path) => existsSync(`${path}index.json`)) ?? FOLDERS[0];

const read = (path) => parseJson(readFileSync(`${FOLDER}${path}`, 'utf8'));
const files = new Map(); // by operation, under the names of siblings too
const held = new Map();

function index() {
  if (files.size > 0) return files;
  const entries = read('index.json').operations;
  entries.forEach((entry) => files.set(entry.operation, entry.files));
  for (const { operation, files: own } of entries) {
    const siblings = read(own.closed)['x-job'].same_shape ?? [];
    siblings.map((name) => `${operation.split(':')[0]}:${name}`)
      .filter((name) => !files.has(name)).forEach((name) => files.set(name, own));
  }
  return files;
}

/** The names of the operations that have a contract, sorted. */
export const operations = () => read('index.json').operations.map(({ operation }) => operation);

/** The schema of an operation: `closed`, `open` or `wire`. */
export function schema(operation, variant = 'closed') {
  const path = index().get(operation)?.[variant];
  if (path === undefined) {
    const known = index().has(operation) ? `no variant ${variant}: take closed, open or wire` : nearest(operation);
    throw new RangeError(`${JSON.stringify(String(operation))}: ${known}`);
  }
  if (!held.has(path)) held.set(path, read(path));
  return held.get(path);
}

function nearest(operation) {
  const name = String(operation).toLowerCase();
  const hint = [...index().keys()].find((known) => known.toLowerCase() === name
    || known.split(':')[1].toLowerCase() === name.split(':').at(-1));
  return `no contract of that name.${hint ? ` Did you mean ${hint}?` : ' operations() has all.'}`;
}
