// vitest waits a minute for its worker to read a reply, and tests that compute leave it no turn: a run whose tests all
// pass would end in `Timeout calling "onTaskUpdate"`. So each test is followed by a turn of the event loop.

import { afterEach } from 'vitest';

afterEach(() => new Promise((resolve) => setImmediate(resolve)));
