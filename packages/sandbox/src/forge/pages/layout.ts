import { html, Html, HtmlValue, trusted } from './html';
import { style } from './style';

/** Who the person at the browser is, and who else they may choose to be. */
export interface PageViewer {
  login: string;
  users: Array<{ login: string; name: string }>;
}

const logo = trusted(
  '<svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true"><circle cx="5" cy="4" r="2.2"/><circle cx="5" cy="16" r="2.2"/><circle cx="15" cy="7" r="2.2"/><path d="M5 6.2v7.6M15 9.2c0 3.2-3 3.6-7.6 5"/></svg>',
);

/** A whole page. */
export function layout(options: {
  title: string;
  viewer: PageViewer;
  /** Where the person is, to come back to after choosing another user. */
  path: string;
  content: HtmlValue;
}): string {
  const { title, viewer, path, content } = options;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Sandbox forge</title>
        <link rel="icon" href="data:," />
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="bar">
          <div>
            <a class="brand" href="/">${logo} Sandbox forge</a>
            ${signIn(viewer, path)}
          </div>
        </header>
        <main id="content">${content}</main>
      </body>
    </html>`.toString();
}

function signIn(viewer: PageViewer, path: string): Html {
  return html`<form method="post" action="/session">
    <input type="hidden" name="path" value="${path}" />
    <label class="muted" for="login">Signed in as</label>
    <select id="login" name="login">
      ${viewer.users.map(
        ({ login, name }) =>
          html`<option
            value="${login}"
            ${trusted(login === viewer.login ? 'selected' : '')}
          >
            ${name === login ? login : `${name} (${login})`}
          </option>`,
      )}
    </select>
    <button type="submit">Change user</button>
  </form>`;
}
