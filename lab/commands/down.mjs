import { say } from '../../scripts/lib/say.mjs';
import { Lab } from '../run/Lab.mjs';
import { removeState } from '../run/state.mjs';

/** Ends every process of the lab and removes its files; the cache of built programs stays. */
export async function down() {
  const lab = Lab.find();
  if (!lab) {
    removeState();
    say('The lab is not up.');
    return 0;
  }
  await lab.end();
  say('The lab is down: its processes have ended and its files are removed.');
  return 0;
}
