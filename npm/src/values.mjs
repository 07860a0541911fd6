// What an SDK returns, as the response view of a contract writes it.

const isPlain = (value) => typeof value === 'object' && value !== null;

/** A value as JSON has it: a Date as RFC 3339, bytes as base64, no `$metadata`, nothing undefined. */
export function plain(value, isTop = true) {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (value instanceof Set) return [...value].map((item) => plain(item, false));
  if (value instanceof Map) return plain(Object.fromEntries(value), false);
  if (Array.isArray(value)) return value.map((item) => plain(item, false) ?? null);
  if (!isPlain(value)) return value;
  if (value.type === 'bigDecimal' && typeof value.string === 'string') return Number(value.string); // smithy's
  const members = Object.entries(value)
    .filter(([name, member]) => member !== undefined && typeof member !== 'function' && !(isTop && name === '$metadata'));
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member, false)]));
}

/** A value in which each integer is a number, for validators that know no BigInt. */
export function withoutBigInts(value) {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withoutBigInts);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutBigInts(member)]));
}
