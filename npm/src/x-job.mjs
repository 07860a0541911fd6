// A second reading of schemas/README.md: judges histories of a job against the laws of x-job.
// It was written from that page alone, and takes nothing of the Python package's.

import { randomUUID } from 'node:crypto';

const BIG = `${randomUUID()}:`;
const STRING_OR_NUMBER = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Integers that a double cannot hold become BigInt; any other number is a double. */
export function parseJson(text) {
  const value = JSON.parse(text);
  if (!/\d{16}/.test(text)) return value;
  const marked = text.replace(STRING_OR_NUMBER, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${BIG}${token}"` : token);
  return JSON.parse(marked, (_, member) =>
    typeof member === 'string' && member.startsWith(BIG) ? BigInt(member.slice(BIG.length)) : member);
}

const isNumber = (value) => typeof value === 'number' || typeof value === 'bigint';
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

function equal(a, b) {
  if (isNumber(a) && isNumber(b)) return a == b; // not ===, which tells 2n from 2
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length
      && names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]));
  }
  return a === b;
}

function sum(members) {
  const numbers = members.map(({ value }) => value);
  const exact = numbers.every((number) => typeof number === 'bigint' || Number.isInteger(number));
  return numbers.map(exact ? BigInt : Number).reduce((total, number) => total + number);
}

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const MINUTES_A_DAY = 24 * 60;

/** Microseconds since 1970 as a BigInt, since a double cannot hold them for every year; or undefined. */
export function instant(value) {
  const match = typeof value === 'string' ? DATE_TIME.exec(value) : null;
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  const [fraction = '', sign, offsetHour = 0, offsetMinute = 0] = match.slice(7);
  if (year < 1 || hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC would read the years 0 to 99 as 1900 to 1999
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -1 : 1);
  const minutes = hour * 60 + minute - offset;
  if (second === 60 && (minutes + MINUTES_A_DAY) % MINUTES_A_DAY !== MINUTES_A_DAY - 1) return undefined;
  const seconds = date.getTime() / 1000 + minutes * 60 + Math.min(second, 59);
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

function equalOrSameInstant(a, b) {
  const [first, second] = [instant(a), instant(b)];
  return first !== undefined && second !== undefined ? first === second : equal(a, b);
}

const SEGMENT = /(?:^|(?!^)\.)(?:([A-Za-z_]\w*)|("(?:[^"\\]|\\.)+"))|(?!^)\[(0|[1-9]\d*)\]/gy;

const parsed = new Map(); // a law's path is read at each poll
/** The names (strings) and indexes (numbers) of a path. */
function parsePath(path) {
  if (!parsed.has(path)) parsed.set(path, segmentsOf(path));
  return parsed.get(path);
}

function segmentsOf(path) {
  const segments = [...path.matchAll(SEGMENT)];
  if (segments.map(([text]) => text).join('') !== path) throw new Error(`not a path: ${path}`);
  return segments.map(([, bare, quoted, index]) => bare ?? (quoted ? JSON.parse(quoted) : Number(index)));
}

const pointerTo = (parent, key) => `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

// How a law reads a value; undefined is "not shown".
const asItIs = (value) => value ?? undefined;
const asText = (value) => (typeof value === 'string' ? value : undefined);
const asNumber = (value) => (isNumber(value) ? value : undefined);
const asMap = (value) => (isObject(value) ? value : undefined);
const asList = (value) => (Array.isArray(value) ? value : undefined);
/** A number or an instant: what it is, and what it is compared by. */
const asMeasure = (value) => (isNumber(value) ? { form: 'number', at: value }
  : instant(value) === undefined ? undefined : { form: 'instant', at: instant(value) });
const isLess = (one, other) => one?.form === other?.form && one?.at < other?.at;
const asWrittenNumber = (value) => (/^-?[0-9]{1,15}(?:\.[0-9]{1,15})?%?$/.test(asText(value) ?? '')
  ? Number(value.replace('%', '')) : undefined);
const asAmount = (value) => asList(value)?.length ?? asNumber(value);

class Poll {
  constructor(response, number, { root, status }, pointer = '') {
    this.pointer = pointer;
    this.number = number;
    this.response = response;
    this.root = root === undefined ? [] : parsePath(root);
    this.status = this.member(status.at, asText);
  }

  resolve(segments) {
    return segments.reduce(({ pointer, value }, segment) => {
      const holds = typeof segment === 'number' ? Array.isArray(value) : isObject(value);
      return { pointer: pointerTo(pointer, segment), value: holds ? own(value, segment) : undefined };
    }, { pointer: this.pointer, value: this.response });
  }

  member(path, as = asItIs) {
    const { pointer, value } = this.resolve([...this.root, ...parsePath(path)]);
    return { path, pointer, value: as(value) };
  }

  shown(paths, as = asItIs) {
    return paths.map((path) => this.member(path, as)).filter(({ value }) => value !== undefined);
  }
}

const MICROSECONDS = {
  nanoseconds: 0.001, microseconds: 1, milliseconds: 1e3, seconds: 1e6, minutes: 60e6, hours: 3600e6, days: 86400e6,
};
const NO_STATUS = { status: { at: 'status' } }; // a law of an entry has no scope
const asPlaceIn = (order, value) => (order.includes(value) ? { form: 'word', at: order.indexOf(value) } : undefined);
/** The entries of a list or a map that are objects. */
const entriesOf = ({ pointer, value }) => Object.entries(value ?? {})
  .map(([key, entry]) => ({ pointer: pointerTo(pointer, key), value: entry }))
  .filter((entry) => (Array.isArray(value) || isObject(value)) && isObject(entry.value));
const resolveIn = (value, segments) => segments.reduce((held, segment) => {
  const holds = typeof segment === 'number' ? Array.isArray(held) : isObject(held);
  return holds ? asItIs(own(held, segment)) : undefined;
}, value);
const isOneOf = (value, values) => values.some((other) => equal(value, other));

/** Whether the condition of a `when` holds: on the member at `where`. */
function holds({ where, has, lacks, shown }, poll) {
  const { value } = poll.member(where);
  if (shown !== undefined) return (value !== undefined) === shown;
  return value !== undefined && (has ? isOneOf(value, has) : !isOneOf(value, lacks));
}

// Laws of one response: each returns the members to point at.
const IN_ONE_RESPONSE = new Map(Object.entries({
  present: ({ of }, poll) => of.map((path) => poll.member(path)).filter(({ value }) => value === undefined),
  absent: ({ of }, poll) => poll.shown(of),
  some: ({ of }, poll) => poll.shown(of, asAmount).filter(({ value }) => value <= 0),
  none: ({ of }, poll) => poll.shown(of, asAmount).filter(({ value }) => value > 0),
  'one-of': ({ of }, poll) => [poll.resolve([...poll.root, ...parsePath(of[0]).slice(0, -1)])].filter(
    ({ value }) => isObject(value) && poll.shown(of).length !== 1),
  'not-negative': ({ of }, poll) => poll.shown(of, asNumber).filter(({ value }) => value < 0),
  'at-most': ({ parts, whole }, poll) => poll.shown([whole], asNumber).filter(({ value }) => {
    const shown = poll.shown(parts, asNumber);
    return shown.length > 0 && sum(shown) > value;
  }).map((total) => (parts.length === 1 ? poll.member(parts[0]) : total)),
  'adds-up': ({ parts, whole }, poll) => poll.shown([whole], asNumber).filter(({ value }) => {
    const shown = poll.shown(parts, asNumber);
    return shown.length === parts.length && !equal(sum(shown), value);
  }),
  'map-adds-up': ({ of, whole }, poll) => poll.shown([whole], asNumber).filter(({ value }) => {
    const held = poll.member(of, asMap).value ?? {};
    const numbers = Object.values(held).filter(isNumber).map((number) => ({ value: number }));
    return numbers.length > 0 && !equal(sum(numbers), value);
  }),
  ordered: ({ of, unit }, poll) => poll.shown(of, unit === 'milliseconds' ? asNumber : instant)
    .filter(({ value }, index, shown) => index > 0 && value < shown[index - 1].value),
  'lists-no-more-than': ({ of, whole }, poll) => poll.shown([of], asList)
    .filter(({ value }) => poll.shown([whole], asNumber).some((total) => value.length > total.value)),
  is: ({ of, values }, poll) => poll.shown(of).filter(({ value }) => !isOneOf(value, values)),
  within: ({ of, least = -Infinity, most = Infinity, written }, poll) => poll
    .shown(of, written === 'text' ? asWrittenNumber : asNumber)
    .filter(({ value }) => value < least || value > most),
  pairs: ({ of, where, table }, poll) => poll.shown([of], asText).filter(({ value }) => {
    const row = own(table, poll.member(where, asText).value ?? null);
    return row !== undefined && !row.includes(value) && Object.values(table).flat().includes(value);
  }),
  duration: ({ of, number, unit, compares = 'exactly', tolerance = 0 }, poll) => {
    const [start, end] = poll.shown(of, instant);
    if (end === undefined || end.value < start.value) return [];
    const between = Number(end.value - start.value) / MICROSECONDS[unit];
    return poll.shown([number], asNumber).filter(({ value }) => (
      (compares !== 'at-least' && Number(value) - between > tolerance)
      || (compares !== 'at-most' && Number(value) - between < -tolerance)));
  },
  each: ({ of, law }, poll, about) => entriesOf(poll.member(of)).flatMap(({ pointer, value }) =>
    IN_ONE_RESPONSE.get(law.kind)(law, new Poll(value, poll.number, NO_STATUS, pointer), about)),
  sorted: ({ of, by, order }, poll) => entriesOf(poll.member(of, asList))
    .map(({ pointer, value }) => new Poll(value, poll.number, NO_STATUS, pointer))
    .flatMap((entry) => entry.shown([by], order ? (value) => asPlaceIn(order, value) : asMeasure))
    .filter(({ value }, index, shown) => index > 0 && isLess(value, shown[index - 1].value)),
  when: ({ of, then, ...condition }, poll) => (holds(condition, poll) ? of.map((path) => poll.member(path)) : [])
    .filter(({ value }) => (Array.isArray(then) ? value !== undefined && !isOneOf(value, then)
      : (value === undefined) === (then === 'present'))),
  'accounts-for-input': ({ parts }, poll, { records }) => [poll.shown(parts, asNumber)].filter((shown) =>
    records !== null && shown.length === parts.length && !equal(sum(shown), records)).map(([first]) => first),
  echoes: ({ of, asked: path }, poll, { asked }) => {
    const wanted = asked === null ? undefined : resolveIn(asked, parsePath(path));
    const shown = poll.shown(of);
    const every = Array.isArray(wanted) ? wanted : [wanted];
    const echoed = shown.some(({ value }) => every.some((one) => equalOrSameInstant(value, one)));
    return wanted === undefined || echoed ? [] : shown.slice(0, 1);
  },
  'agrees-with-list': ({ of }, poll, { entries }) => poll.shown(of).filter(({ path, value }) => {
    const name = parsePath(path).at(-1);
    const [before, after] = (entries ?? []).map((entry) => (isObject(entry) ? asItIs(own(entry, name)) : undefined));
    return before !== undefined && after !== undefined
      && equalOrSameInstant(before, after) && !equalOrSameInstant(before, value);
  }),
}));

// Laws of a step: how the law reads a member, and whether the member breaks it (no comparison with undefined is true).
const BETWEEN_POLLS = new Map(Object.entries({
  'never-decreases': { as: asMeasure, broken: ({ value }, before, last) => isLess(value, last) },
  settles: { as: asItIs, broken: ({ path, value }, before, last) => (value === undefined
    ? before.member(path).value !== undefined
    : last !== undefined && !equalOrSameInstant(last, value)) },
  'only-grows': {
    as: (value) => asList(value) ?? asMap(value),
    broken({ value }, before, last) {
      if (value === undefined || last === undefined || Array.isArray(value) !== Array.isArray(last)) return false;
      const kept = (entry) => (this.by ? resolveIn(entry, parsePath(this.by)) : undefined);
      return Object.keys(last).some((place) => {
        if (!Object.hasOwn(value, place)) return true;
        const [one, other] = [kept(last[place]), kept(value[place])];
        return one !== undefined && other !== undefined && !equalOrSameInstant(one, other);
      });
    },
  },
  'grows-with-status': {
    as: asMeasure,
    broken({ value }, before, last, { status }) {
      const isAbout = before.status.value !== status.value && (!this.in || this.in.includes(status.value));
      return isAbout && value?.form === last?.form && value?.at <= last?.at;
    },
  },
}));

class Life {
  constructor({ initial = [], success = [], partial = [], failure = [], stopped = [], anywhere = [], next = {} }) {
    this.next = new Map(Object.entries(next)); // a status may be called "constructor"
    this.anywhere = new Set(anywhere);
    this.final = new Set([...success, ...partial, ...failure, ...stopped]);
    this.named = new Set([...this.final, ...initial, ...anywhere, ...Object.entries(next).flat(2)]);
  }

  isFinal = (status) => this.final.has(status);
  isUnfinished = (status) => this.named.has(status) && !this.final.has(status);
  hasPlace = (status) => this.named.has(status) && !this.anywhere.has(status);

  mayBecome(from, to) {
    const reached = new Set(this.next.get(from));
    for (const status of reached) { // visits what is added on the way, too
      for (const following of this.next.get(status) ?? []) reached.add(following);
    }
    return this.next.size === 0 || from === to || reached.has(to);
  }
}

const isUrl = (value) => typeof value === 'string' && /^https?:\/\//.test(value);
const withoutQuery = (value) => (isUrl(value) ? value.split('?')[0] : value);

/** The members of `now` (a pointer and a value) that changed, came or went. */
function* changes(before, { pointer, value: now }) {
  if (isObject(before) && isObject(now)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
      yield* changes(asItIs(own(before, name)), { pointer: pointerTo(pointer, name), value: asItIs(own(now, name)) });
    }
  } else if (!equalOrSameInstant(withoutQuery(before), withoutQuery(now))) {
    yield { pointer };
  }
}

/** The pages of one answer as one response: the first page, its lists with the entries of all. */
function joined(pages, { root, pages: { token, lists } }) {
  const whole = structuredClone(pages[0]);
  const steps = (path) => [...(root === undefined ? [] : parsePath(root)), ...parsePath(path)];
  const above = (path) => resolveIn(whole, steps(path).slice(0, -1));
  for (const path of lists) {
    const entries = pages.flatMap((page) => asList(resolveIn(page, steps(path))) ?? []);
    if (entries.length > 0 || resolveIn(whole, steps(path)) !== undefined) above(path)[steps(path).at(-1)] = entries;
  }
  delete above(token.out)?.[steps(token.out).at(-1)];
  return whole;
}

/** The members that a later page shows otherwise than the first, once each. */
function disagreements(pages, number, contract) {
  const [first, ...later] = pages.map((page) => new Poll(page, number, contract));
  return (first ? contract.pages.same ?? [] : []).map((path) => first.member(path)).filter(({ path, value }) => later.some((page) => {
    const other = page.member(path).value;
    return value !== undefined && other !== undefined && !equalOrSameInstant(value, other);
  }));
}

export function judge(contract, history, records = null, lists = null, asked = null) {
  const findings = [];
  const inPages = (answer) => contract.pages !== undefined && Array.isArray(answer);
  const polls = history
    .map((answer, index) => new Poll(inPages(answer) ? joined(answer, contract) : answer, index + 1, contract))
    .filter(({ response }) => response !== null);
  const find = ({ kind, index = null }, poll, members) => findings.push(
    ...members.map(({ pointer }) => ({ law: kind, law_index: index, pointer, poll: poll.number })));

  history.forEach((answer, index) => {
    if (inPages(answer)) find({ kind: 'schema' }, { number: index + 1 }, disagreements(answer, index + 1, contract));
  });

  const laws = contract.laws.map((law, index) => ({ ...law, index }));
  for (const law of laws.filter(({ kind }) => !BETWEEN_POLLS.has(kind))) {
    if (!IN_ONE_RESPONSE.has(law.kind)) throw new Error(`no such kind of law: ${law.kind}`);
    const scope = polls.filter(({ status }) => !law.in || law.in.includes(status.value));
    scope.forEach((poll) => find(law, poll,
      IN_ONE_RESPONSE.get(law.kind)(law, poll, { records, asked, entries: lists?.[poll.number - 1] })));
  }
  const stepLaws = laws.filter(({ kind }) => BETWEEN_POLLS.has(kind))
    .map((law) => ({ ...law, ...BETWEEN_POLLS.get(law.kind), last: new Map() }));

  const life = new Life(contract.status);
  let before;
  let placed; // the last status that has a place in the order
  for (const poll of polls.filter(({ status }) => status.value !== undefined)) {
    const [was, is] = [before?.status.value, poll.status.value];
    if (life.isFinal(was) && was === is) {
      const [old, now] = [before, poll].map((each) => each.resolve(each.root));
      const living = (contract.status.lives_on ?? []).map((path) => poll.member(path).pointer);
      find({ kind: 'final' }, poll, [...changes(old.value, now)].filter(({ pointer }) =>
        !living.some((above) => pointer === above || pointer.startsWith(`${above}/`))));
    } else if (life.isFinal(was)) {
      if (!own(contract.status.left ?? {}, was)?.to.includes(is)) find({ kind: 'final' }, poll, [poll.status]);
      placed = undefined;
      stepLaws.forEach(({ last }) => last.clear());
    } else if (life.isUnfinished(was)) {
      for (const law of stepLaws) {
        const counts = law.kind === 'never-decreases' && contract.status.rests?.includes(was) && was !== is;
        if (counts) law.last.forEach(({ form }, path) => form === 'number' && law.last.delete(path));
        const members = law.of.map((path) => poll.member(path, law.as));
        find(law, poll, members.filter((member) => law.broken(member, before, law.last.get(member.path), poll)));
      }
    }
    if (life.hasPlace(is)) {
      if (life.isUnfinished(placed) && !life.mayBecome(placed, is)) find({ kind: 'moves' }, poll, [poll.status]);
      placed = is;
    }
    stepLaws.forEach((law) => poll.shown(law.of, law.as).forEach(({ path, value }) => law.last.set(path, value)));
    before = poll;
  }
  return findings;
}

/** The laws that each response is judged by alone, whatever came before it or is known beside it. */
export const ofOneResponse = ({ kind }) => IN_ONE_RESPONSE.has(kind)
  && !['accounts-for-input', 'echoes', 'agrees-with-list'].includes(kind);
