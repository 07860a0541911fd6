/** How grave a finding is: what breaks readers, what is new or only inferred, what is worth knowing. */
export type Grade = 'error' | 'warning' | 'note';

/** Who promises it: a page or the service model, a real response, or nobody. */
export type Tier = 'documented' | 'observed' | 'inferred';

/** One thing that a response or a history has wrong. */
export interface Finding {
  operation: string;
  /** The kind of the law that is broken, or `schema`. */
  law: string;
  grade: Grade;
  /** JSON Pointer to the member in the response. */
  pointer: string;
  /** Which response of the history, from 1. */
  poll: number;
  tier: Tier;
  source?: string;
  message: string;
}

export interface CheckOptions {
  /** How many records went into the job. */
  records?: number | null;
  /** For each poll the entry of the list call before it and after it. */
  lists?: ReadonlyArray<readonly [unknown, unknown]> | null;
  /** What the job was started with. */
  asked?: unknown;
}

/** A schema as it is published: JSON Schema 2020-12. */
export interface PublishedSchema {
  $id: string;
  title: string;
  [keyword: string]: unknown;
}

/**
 * Check one job's responses, oldest first, or one response, as an SDK returned them: Dates, bytes and
 * `$metadata` are taken as they are. Throws RangeError for an operation without a contract.
 */
export function check(operation: string, history: object | ReadonlyArray<object | null>, options?: CheckOptions): Finding[];

/** The schema of `service:Operation`. */
export function schema(operation: string, variant?: 'closed' | 'open' | 'wire'): PublishedSchema;

/** The operations that have a contract, sorted. */
export function operations(): string[];

/** What an SDK returned, as JSON has it: Dates as RFC 3339, bytes as base64. */
export function plain(value: unknown): unknown;
