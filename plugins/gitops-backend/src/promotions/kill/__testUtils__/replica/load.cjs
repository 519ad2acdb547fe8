// Runs the bundled replica. What V8 has compiled is kept beside it, so that the next start takes half the time.
const { existsSync, readFileSync, renameSync, writeFileSync } = require('fs');
const { Script } = require('vm');

const [, , file] = process.argv;
const cache = `${file}.cache`;
const script = new Script(
  `(function (exports, require, module) {${readFileSync(file, 'utf8')}\n})`,
  {
    filename: file,
    ...(existsSync(cache) && { cachedData: readFileSync(cache) }),
  },
);
script.runInThisContext()({}, require, module);
if (!existsSync(cache)) {
  writeFileSync(`${cache}.${process.pid}`, script.createCachedData());
  renameSync(`${cache}.${process.pid}`, cache);
}
