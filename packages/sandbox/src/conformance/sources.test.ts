import { FluxController } from '../flux';
import { hurriedFlux } from '../flux/timings';
import { playStory } from './__testUtils__/playStory';

jest.setTimeout(20_000);

describe('the stand-in for source-controller', () => {
  it('writes GitRepositories as the real one does', async () => {
    const { unexplained, unused } = await playStory({
      story: 'gitRepository',
      start: ({ objects, forge, onError }) => [
        FluxController.start({
          objects,
          forge,
          // The story asks for each fetch.
          timings: { ...hurriedFlux, fetchMs: 60_000 },
          onError,
        }),
      ],
      allowances: [
        {
          path: 'status.artifact.size',
          because: 'no archive is made, so it has no size',
        },
      ],
    });
    expect(unexplained).toEqual([]);
    expect(unused).toEqual([]);
  });
});
