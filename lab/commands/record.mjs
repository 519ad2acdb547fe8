import { Problem, say } from '../../scripts/lib/say.mjs';
import { Recorder } from '../record/Recorder.mjs';
import { stories } from '../record/stories/all.mjs';
import { Lab } from '../run/Lab.mjs';

/** Plays the stories whose programs run, one after the other, and says which could not be told. */
export async function record({ names }) {
  const lab = Lab.find();
  if (!lab) throw new Problem('The lab is not up.', 'Start it: yarn lab up');
  const running = new Set(
    (await lab.check()).filter(({ well }) => well).map(({ name }) => name),
  );
  let untold = 0;
  for (const story of chosen(names)) {
    const missing = story.needs.filter(({ name }) => !running.has(name));
    if (missing.length > 0) {
      say(
        `${idOf(story)}: ${missing.map(({ name }) => name).join(', ')} does not run`,
      );
      untold += 1;
    } else if (!(await play({ lab, story }))) untold += 1;
  }
  return untold === 0 ? 0 : 2;
}

async function play({ lab, story }) {
  say(`${idOf(story)} (${story.program.version})`);
  const recorder = await Recorder.create({ lab, story });
  try {
    await story.play(recorder);
    return true;
  } catch (error) {
    say(`${idOf(story)} was broken off: ${error.message}`);
    return false;
  } finally {
    await recorder.end();
  }
}

function chosen(names) {
  const unknown = names.filter(
    name => !stories.some(story => idOf(story) === name),
  );
  if (unknown.length > 0) {
    throw new Problem(
      `There is no story "${unknown.join('", "')}".`,
      `There are: ${stories.map(idOf).join(', ')}`,
    );
  }
  return stories.filter(
    story => names.length === 0 || names.includes(idOf(story)),
  );
}

const idOf = ({ program, name }) => `${program.name}/${name}`;
