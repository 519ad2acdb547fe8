import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { createApp } from './server.js';

test('says what it is and that it is well', async () => {
  const server = createApp().listen(0);
  await once(server, 'listening');
  const url = `http://localhost:${server.address().port}`;
  try {
    const about = await (await fetch(`${url}/`)).json();
    assert.equal(about.name, '${{ values.name }}');
    const health = await fetch(`${url}/healthz`);
    assert.equal(health.status, 200);
    const missing = await fetch(`${url}/nowhere`);
    assert.equal(missing.status, 404);
  } finally {
    server.close();
  }
});
