import { mockErrorHandler } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { forgeTokenOf } from './forgeTokenOf';

describe('forgeTokenOf', () => {
  const app = express()
    .post('/', (req, res) => {
      const token = forgeTokenOf(req);
      res.json({ token: token?.reveal(), headers: req.headers });
    })
    .use(mockErrorHandler());

  it('takes the token out of the request', async () => {
    const { body } = await request(app)
      .post('/')
      .set('X-Fairlead-Forge-Token', 'secret')
      .set('x-other', 'stays');
    expect(body.token).toBe('secret');
    expect(body.headers).toMatchObject({ 'x-other': 'stays' });
    expect(JSON.stringify(body.headers)).not.toContain('secret');
  });

  it('finds none where none came', async () => {
    const { body } = await request(app).post('/');
    expect(body).not.toHaveProperty('token');
  });

  it('refuses what is none, without repeating it', async () => {
    const { status, text } = await request(app)
      .post('/')
      .set('x-fairlead-forge-token', 'two words');
    expect(status).toBe(400);
    expect(text).toContain('holds no token');
    expect(text).not.toContain('two words');
  });
});
