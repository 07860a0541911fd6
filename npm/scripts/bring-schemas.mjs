// Before `npm pack`: what the package shares with the repository is copied into it, and into git never.

import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
rmSync(here('schemas'), { recursive: true, force: true });
cpSync(here('../schemas'), here('schemas'), { recursive: true });
cpSync(here('../LICENSE'), here('LICENSE'));
