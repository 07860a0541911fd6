// What a TypeScript user writes: compiled by `npm run types`, run by nobody.

import { Ajv2020 } from 'ajv/dist/2020.js';
import jobKeywords from 'aws-job-conformance/ajv';
import { check, operations, schema, type Finding, type Grade } from 'aws-job-conformance';

const findings: Finding[] = check('sesv2:GetImportJob', [{ JobStatus: 'COMPLETED', CreatedTimestamp: new Date() }], { records: 5 });
const grades: Grade[] = findings.map(({ grade }) => grade);
const names: string[] = operations();
const validate = jobKeywords(new Ajv2020({ strict: true })).compile(schema(names[0]!, 'open'));
// @ts-expect-error there is no such variant
schema('sesv2:GetImportJob', 'ajar');
console.log(grades, validate({}));
