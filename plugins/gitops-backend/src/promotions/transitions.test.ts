import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promotionStateSchema } from '@fairlead/backstage-plugin-gitops-common';
import { stateDiagram, transitions } from './transitions';

const page = resolve(__dirname, '../../../../docs/promotions.md');
/** `WRITE_DOCS=1` writes the diagram into the page. */
const isWriting = process.env.WRITE_DOCS === '1';

const diagramOfPage = /(?<=<!-- states -->\n\n```mermaid\n)[^`]*(?=\n```\n)/;

describe('the states of a promotion', () => {
  it('are drawn in the docs as they are in the code', () => {
    if (isWriting) {
      const written = readFileSync(page, 'utf8').replace(diagramOfPage, () =>
        stateDiagram(),
      );
      writeFileSync(page, written);
    }
    const [shown] = diagramOfPage.exec(readFileSync(page, 'utf8')) ?? [];
    expect(shown).toBe(stateDiagram());
  });

  it('are each explained there', () => {
    const rows = readFileSync(page, 'utf8').matchAll(/^\| `([a-z]+)` +\|/gm);
    const explained = [...rows].map(([, state]) => state);
    const states = promotionStateSchema.options;
    expect(states.filter(state => !explained.includes(state))).toEqual([]);
  });

  it('lead to an end from everywhere, and ends lead nowhere', () => {
    const states = promotionStateSchema.options;
    const reaches = new Set(
      states.filter(state => transitions[state].length === 0),
    );
    expect(reaches.size).toBe(7);
    for (const _ of states) {
      for (const state of states) {
        if (transitions[state].some(next => reaches.has(next))) {
          reaches.add(state);
        }
      }
    }
    expect(states.filter(state => !reaches.has(state))).toEqual([]);
  });
});
