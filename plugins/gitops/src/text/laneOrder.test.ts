import { Environment } from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { laneColumns } from './laneOrder';

const environment = (name: string, ...after: string[]): Environment => ({
  name,
  title: name,
  tier: 'staging',
  after,
});

const names = (environments: Environment[]) =>
  laneColumns(environments, item => item).map(column =>
    column.map(({ name }) => name),
  );

describe('laneColumns', () => {
  it('puts a fan-out into one column and follows the longest way', () => {
    expect(
      names([
        environment('prod-us', 'staging'),
        environment('prod-eu', 'staging', 'dev'),
        environment('staging', 'dev'),
        environment('dev'),
        environment('orphan', 'not-shown'),
      ]),
    ).toEqual([['dev', 'orphan'], ['staging'], ['prod-us', 'prod-eu']]);
  });

  it('loses none, whatever the graph, and puts none before what it comes after', () => {
    const graph = fc
      .integer({ min: 1, max: 8 })
      .chain(size =>
        fc
          .array(
            fc.tuple(
              fc.integer({ min: 0, max: size - 1 }),
              fc.integer({ min: 0, max: size - 1 }),
            ),
          )
          .map(edges =>
            Array.from({ length: size }, (_, to) =>
              environment(
                `e${to}`,
                ...edges
                  .filter(edge => edge[1] === to)
                  .map(([from]) => `e${from}`),
              ),
            ),
          ),
      );
    fc.assert(
      fc.property(graph, environments => {
        const columns = names(environments);
        expect(columns.flat().sort()).toEqual(
          environments.map(({ name }) => name).sort(),
        );
        const isAcyclic = environments.every(({ name, after }) =>
          after.every(before => before < name),
        );
        if (!isAcyclic) return;
        const at = (name: string) =>
          columns.findIndex(column => column.includes(name));
        for (const { name, after } of environments) {
          for (const before of after) {
            expect(at(before)).toBeLessThan(at(name));
          }
        }
      }),
    );
  });
});
