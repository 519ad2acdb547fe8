import { fileDiff } from './diffRows';

const file = (lines: string[], end = '\n') => ({
  path: 'values.yaml',
  blobSha: 'b',
  diff: lines.join(end),
});

describe('fileDiff', () => {
  it('numbers the lines of every hunk and marks what is left out', () => {
    const diff = fileDiff(
      file([
        '--- a/values.yaml',
        '+++ b/values.yaml',
        '@@ -1,2 +1,2 @@',
        '-tag: 1.0.0',
        '+tag: 1.1.0',
        ' name: orders',
        '@@ -40,1 +40,2 @@',
        ' end: true',
        '+more: true',
        '',
      ]),
    );

    expect(diff).toMatchObject({ added: 2, removed: 1, hasCrlf: false });
    expect(
      diff.rows.map(({ kind, oldLine, newLine, text }) => [
        kind,
        oldLine,
        newLine,
        text,
      ]),
    ).toEqual([
      ['removed', 1, undefined, 'tag: 1.0.0'],
      ['added', undefined, 1, 'tag: 1.1.0'],
      ['same', 2, 2, 'name: orders'],
      ['gap', undefined, undefined, '@@ -40,1 +40,2 @@'],
      ['same', 40, 40, 'end: true'],
      ['added', undefined, 41, 'more: true'],
    ]);
  });

  it('says that a file has CRLF line ends and none at its end', () => {
    const diff = fileDiff(
      file([
        '--- a/values.yaml',
        '+++ b/values.yaml',
        '@@ -1 +1 @@',
        '-tag: 1.0.0\r',
        '+tag: 1.1.0\r',
        '\\ No newline at end of file',
        '',
      ]),
    );

    expect(diff.hasCrlf).toBe(true);
    expect(diff.rows.map(({ text }) => text)).toEqual([
      'tag: 1.0.0',
      'tag: 1.1.0',
      'No newline at the end of the file',
    ]);
  });

  it('keeps a diff that it does not understand as it is', () => {
    const diff = fileDiff(file(['@@ -1,9 +1,9 @@', ' short']));

    expect(diff.raw).toBe('@@ -1,9 +1,9 @@\n short');
    expect(diff.rows).toEqual([]);
  });
});
