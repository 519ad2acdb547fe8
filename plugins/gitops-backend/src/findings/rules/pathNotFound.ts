import { textRule } from '../textRule';

/** A folder or file that the engine is to read is not in the source. */
export const pathNotFound = textRule({
  id: 'path-not-found',
  engineOnly: true,
  pattern:
    /(?:([^\s:]+): )?app path does not exist|path not found(?:: ((?:stat|lstat|open) )?(\S+?))?(?::|$)|(?:stat|lstat|open) (\S+): no such file or directory|file does not exist: (\S+)/i,
  meaning: match => {
    const [, app, , below, opened, file] = match;
    const path = app ?? below ?? opened ?? file ?? '';
    const short = path.replace(/^\/tmp\/[^/]+\//, '').replace(/[“"',]+$/, '');
    const values = /\.(ya?ml|json|toml)$/.test(short);
    return {
      title: short
        ? `${values ? 'The file' : 'The path'} ${short} is not in the source`
        : 'A path is not in the source',
      meaning: values
        ? 'A file that the engine is to read is not there at this revision.'
        : 'The folder that the engine is to deploy is not there at this revision.',
      remedy:
        "See whether it was moved or renamed in Git, and write its path to the engine's object, or bring it back.",
    };
  },
});
