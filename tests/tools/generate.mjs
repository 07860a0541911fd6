// Takes the paths of schemas, a line each; prints what each tool of npm's made of each, a line of JSON each.
// The types that were written go into the folder that is its argument, for their compilers.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { compile } from 'json-schema-to-typescript';
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype } from 'quicktype-core';
import jobKeywords, { ANNOTATIONS } from '../../npm/src/ajv.mjs';

const STRICT = { strict: true, strictTypes: true, strictTuples: true, strictRequired: true, logger: false };
const withFormats = (ajv) => (addFormats(ajv), ajv);
const compiling = (ajv) => (schema) => {
  try {
    ajv.compile(schema);
  } finally {
    ajv.removeSchema(schema.$id); // it would keep the code of each
  }
};

/** The members at the top that the schema requires and the type written of it says may be missing, or are of any type. */
function lost(schema, typescript) {
  const required = schema.required ?? [];
  return required.filter((name) => !new RegExp(`^  "?${name}"?:(?! (any|unknown);)`, 'm').test(typescript));
}

const [folder] = process.argv.slice(2);

/** Keep what a tool wrote of a schema, one module each. */
function keep(place, path, text) {
  const name = path.split('/').slice(-2).join('_').replace(/\.json$/, '').replace(/\W/g, '_').toLowerCase();
  const file = join(folder, place.replace('*', name));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function typescript(schema, path) {
  const text = await compile(structuredClone(schema), schema.title, { bannerComment: '' });
  const gone = lost(schema, text);
  if (gone.length > 0) throw new Error(`required, and optional or of any type there: ${gone.join(', ')}`);
  keep('typescript/*.ts', path, text);
}

const quick = (lang, place, rendererOptions) => async (schema, path, text) => {
  const input = new JSONSchemaInput(new FetchingJSONSchemaStore());
  await input.addSource({ name: schema.title, schema: text });
  const data = new InputData();
  data.addInput(input);
  const { lines } = await quicktype({ inputData: data, lang, rendererOptions });
  const written = lines.join('\n');
  if (!written.toLowerCase().includes(schema.title.toLowerCase())) {
    throw new Error('the type has not the name that the title gives it');
  }
  keep(place, path, written);
};

const TOOLS = {
  'ajv, strict, with our keywords': compiling(jobKeywords(new Ajv(STRICT))),
  'ajv, strict, our keywords named': compiling(withFormats(new Ajv(STRICT)).addVocabulary(['x-job', ...ANNOTATIONS])),
  'ajv, strict, alone': compiling(withFormats(new Ajv(STRICT))),
  'json-schema-to-typescript': typescript,
  'quicktype, TypeScript': quick('typescript', 'quicktype/*.ts', {}),
  'quicktype, Go': quick('go', 'go/*/types.go', { package: 'types' }),
  'quicktype, Rust': quick('rust', 'rust/*.rs', { visibility: 'public' }),
};

for (const path of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const text = readFileSync(path, 'utf8');
  for (const [tool, run] of Object.entries(TOOLS)) {
    let why = '';
    try {
      await run(JSON.parse(text), path, text);
    } catch (error) {
      why = String(error.message).slice(0, 300) || 'refused';
    }
    console.log(JSON.stringify({ tool, path, why }));
  }
}
