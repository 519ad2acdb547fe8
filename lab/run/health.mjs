import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

/**
 * Whether the address answers with success, asked as the lab's administrator. One that begins with
 * `tcp:` has only to be listened at.
 */
export function isHealthy({ url, certificates }) {
  if (url.startsWith('tcp:')) return isListenedAt(new URL(url));
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  const options = url.startsWith('https:')
    ? {
        ca: readFileSync(certificates.ca.cert),
        cert: readFileSync(certificates.admin.cert),
        key: readFileSync(certificates.admin.key),
      }
    : {};
  return new Promise(done => {
    const asked = request(url, { ...options, timeout: 2000 }, response => {
      response.resume();
      done(response.statusCode >= 200 && response.statusCode < 300);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => done(false));
    asked.end();
  });
}

function isListenedAt({ hostname, port }) {
  return new Promise(done => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.setTimeout(2000, () => socket.destroy(new Error('no answer')));
    socket.once('error', () => done(false));
    socket.once('connect', () => {
      socket.end();
      done(true);
    });
  });
}

/** Asks until it is so, the process has ended, or the time is over. */
export async function waitUntil({ condition, ended, seconds }) {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    if (await condition()) return true;
    if (ended?.()) return false;
    await new Promise(done => setTimeout(done, 250));
  }
  return false;
}
