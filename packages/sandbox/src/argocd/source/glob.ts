/** Whether a name matches a glob with `*`, `**`, `?` and `{a,b}`, as Argo CD's include, exclude and project patterns. */
export function matchesGlob(name: string, glob: string): boolean {
  return toRegExp(glob).test(name);
}

function toRegExp(glob: string): RegExp {
  let depth = 0;
  const source = glob.replace(/\*\*\/|\*\*|[*?{},.+^$()|[\]\\]/g, token => {
    switch (token) {
      case '**/':
        return '(?:.*/)?';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        depth += 1;
        return '(?:';
      case '}':
        depth -= 1;
        return ')';
      case ',':
        return depth > 0 ? '|' : ',';
      default:
        return `\\${token}`;
    }
  });
  return new RegExp(`^${source}$`);
}
