// Runs the bundled replica. One that ends in peace leaves what V8 has compiled, so that the next ones start faster.
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
process.on('exit', () => {
  writeFileSync(`${cache}.${process.pid}`, script.createCachedData());
  renameSync(`${cache}.${process.pid}`, cache);
});
