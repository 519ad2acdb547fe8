import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const docs = resolve(__dirname, '../../../../docs');
const page = readFileSync(resolve(docs, 'hazards.md'), 'utf8');

/** `- [file](path): title; title`, each title in backticks. */
const proofs = [...page.matchAll(/^- \[[^\]]+\]\((\S+)\): (.*)$/gm)].flatMap(
  ([, path, titles]) =>
    [...titles.matchAll(/`([^`]+)`/g)].map(([, title]) => ({ path, title })),
);

describe('the page of hazards', () => {
  it('names a proof of each answer', () => {
    const [, ...hazards] = page.split(/^### /m);
    expect(hazards.length).toBeGreaterThan(30);
    expect(
      hazards.filter(hazard => !/^- \[[^\]]+\]\(\S+\): `/m.test(hazard)),
    ).toEqual([]);
  });

  it('names tests that are there', () => {
    expect(
      proofs.filter(({ path, title }) => {
        const file = resolve(docs, path);
        return !existsSync(file) || !readFileSync(file, 'utf8').includes(title);
      }),
    ).toEqual([]);
  });
});
