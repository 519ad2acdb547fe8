import { render, screen } from '@testing-library/react';
import App from './App';

// The way in which the app backend hands its config to the page. `process.env` can't carry it: outside of jest's
// own process object everything in there becomes a string.
function serveConfig(data: object) {
  const script = document.createElement('script');
  script.type = 'backstage.io/config';
  script.textContent = JSON.stringify([{ context: 'test', data }]);
  document.head.appendChild(script);
}

describe('App', () => {
  it('asks a visitor to sign in', async () => {
    serveConfig({
      app: { title: 'Fairlead', baseUrl: 'http://localhost' },
      backend: { baseUrl: 'http://localhost:7007' },
    });

    render(App.createRoot());

    expect(
      await screen.findByRole('button', { name: 'Enter' }, { timeout: 20_000 }),
    ).toBeInTheDocument();
  }, 30_000);
});
