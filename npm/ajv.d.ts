import type { Ajv2020 } from 'ajv/dist/2020.js';

/** The keywords that only annotate. */
export const ANNOTATIONS: readonly string[];

/** Whether a text is an instant: RFC 3339, and a day that exists. */
export function isDateTime(text: string): boolean;

/** Give an ajv (strict mode is welcome) the keywords of the published schemas; returns it. */
export default function jobKeywords<A extends Ajv2020>(ajv: A, options?: { laws?: boolean }): A;
