import { render, screen } from '@testing-library/react';
import App from './App';

describe('App', () => {
  it('asks a visitor to sign in', async () => {
    const config = [
      {
        data: {
          app: { title: 'Fairlead', baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost:7007' },
        },
        context: 'test',
      },
    ];
    Object.assign(process.env, { APP_CONFIG: config });

    render(App.createRoot());

    expect(
      await screen.findByRole('button', { name: 'Enter' }, { timeout: 20_000 }),
    ).toBeInTheDocument();
  }, 30_000);
});
