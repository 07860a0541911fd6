// Takes the paths of schemas, a line each; prints what each tool of npm's made of each, a line of JSON each.

import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { compile } from 'json-schema-to-typescript';
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype } from 'quicktype-core';
import jobKeywords, { ANNOTATIONS } from '../../npm/src/ajv.mjs';

const STRICT = { strict: true, strictTypes: true, strictTuples: true, strictRequired: true };
const strictly = (schema) => { jobKeywords(new Ajv({ ...STRICT, logger: false })).compile(schema); };
const alone = (schema) => {
  const ajv = new Ajv({ ...STRICT, logger: false });
  addFormats(ajv);
  ajv.compile(schema);
};

/** The members at the top that the schema requires and the type written of it says may be missing, or are of any type. */
function lost(schema, typescript) {
  const required = schema.required ?? [];
  return required.filter((name) => !new RegExp(`^  "?${name}"?:(?! (any|unknown);)`, 'm').test(typescript));
}

async function typescript(schema) {
  const text = await compile(structuredClone(schema), schema.title, { bannerComment: '' });
  const gone = lost(schema, text);
  if (gone.length > 0) throw new Error(`required, and optional or of any type there: ${gone.join(', ')}`);
}

const quick = (lang) => async (schema, text) => {
  const input = new JSONSchemaInput(new FetchingJSONSchemaStore());
  await input.addSource({ name: schema.title, schema: text });
  const data = new InputData();
  data.addInput(input);
  const { lines } = await quicktype({ inputData: data, lang });
  if (!lines.join('\n').toLowerCase().includes(schema.title.toLowerCase())) {
    throw new Error('the type has not the name that the title gives it');
  }
};

const named = (schema) => {
  const ajv = new Ajv({ ...STRICT, logger: false });
  addFormats(ajv);
  ajv.addVocabulary(['x-job', ...ANNOTATIONS]).compile(schema);
};

const TOOLS = {
  'ajv, strict, with our keywords': strictly,
  'ajv, strict, our keywords named': named,
  'ajv, strict, alone': alone,
  'json-schema-to-typescript': typescript,
  'quicktype, TypeScript': quick('typescript'),
  'quicktype, Go': quick('go'),
  'quicktype, Rust': quick('rust'),
};

for (const path of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const text = readFileSync(path, 'utf8');
  for (const [tool, run] of Object.entries(TOOLS)) {
    let why = '';
    try {
      await run(JSON.parse(text), text);
    } catch (error) {
      why = String(error.message).slice(0, 300) || 'refused';
    }
    console.log(JSON.stringify({ tool, path, why }));
  }
}
