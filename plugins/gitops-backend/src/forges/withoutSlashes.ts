/** A path as Git knows it: `./apps/shop/` is `apps/shop`, and `.` is the root, ''. */
export function withoutSlashes(path: string): string {
  const trimmed = path.replace(/^(\.?\/)+|\/+$/g, '');
  return trimmed === '.' ? '' : trimmed;
}
