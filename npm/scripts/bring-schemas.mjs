// Around `npm pack`: what the package shares with the repository is copied into it, and taken away after, as a
// copy that stays would be read in the place of the repository's newer files.

import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
rmSync(here('schemas'), { recursive: true, force: true });
rmSync(here('LICENSE'), { force: true });
if (process.argv[2] === 'away') process.exit();
cpSync(here('../schemas'), here('schemas'), { recursive: true });
cpSync(here('../LICENSE'), here('LICENSE'));
