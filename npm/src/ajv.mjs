// Our keywords for ajv, in its strict mode: annotations as such, and `x-job` by the laws of one response.

import addFormats from 'ajv-formats';
import { instant, judge, ofOneResponse } from './x-job.mjs';

export const ANNOTATIONS = [
  'x-errors', 'x-expected', 'x-format', 'x-from', 'x-name', 'x-null', 'x-page', 'x-pattern', 'x-present', 'x-required',
  'x-sensitive',
];

/** Whether a text is an instant as schemas/README.md reads it. */
export const isDateTime = (text) => instant(text) !== undefined || /^0000-/.test(text);

/**
 * Give an ajv the keywords of the published schemas; returns it.
 *
 * laws: whether `x-job` judges each response by its laws, too (true), or only annotates.
 */
export default function jobKeywords(ajv, { laws = true } = {}) {
  addFormats(ajv, ['int32', 'int64', 'float', 'double']);
  ajv.addFormat('date-time', { type: 'string', validate: isDateTime });
  ajv.addVocabulary(ANNOTATIONS);
  if (!laws) return ajv.addKeyword('x-job');
  const validate = function validate(job, response) {
    const found = judge({ ...job, laws: job.laws.filter(ofOneResponse) }, [response]);
    validate.errors = found.map(({ law, pointer }) => (
      { keyword: 'x-job', instancePath: pointer, message: `breaks the law ${law}`, params: { law } }));
    return found.length === 0;
  };
  return ajv.addKeyword({ keyword: 'x-job', schemaType: 'object', validate, errors: 'full' });
}
