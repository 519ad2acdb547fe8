import { refusal } from '../__testUtils__/refusal';
import { explainError } from './explainError';

const answered = async (status: number, message: string) =>
  explainError(await refusal(status, message));

describe('explainError', () => {
  it('closes what the backend says, so that what to do can follow', async () => {
    expect(await answered(404, 'There is no promotion 7')).toMatchObject({
      title: 'Not found',
      message: 'There is no promotion 7.',
    });
    expect(await answered(500, 'The disk is full!')).toMatchObject({
      title: 'The gitops backend failed',
      message: 'The disk is full!',
    });
  });

  it('does not call it a failure of the portal when the forge wants to be left alone', async () => {
    expect(
      await answered(503, 'github.com limits the requests until 10:00'),
    ).toMatchObject({
      title: 'This can’t be done at the moment',
      message: 'github.com limits the requests until 10:00.',
    });
  });
});
