import { KubeObject } from '../contracts';
import { shapesOf } from './shapesOf';

/** Where a stand-in's object differs from a real one in the same stage of its life. */
export interface Difference {
  path: string;
  /** What the real one says there; undefined when it has nothing there. */
  real?: string;
  standIn?: string;
}

/** Every path at which a stand-in's object says something of another kind than the real one. */
export function differencesOf(options: {
  real: KubeObject;
  standIn: KubeObject;
}): Difference[] {
  const real = shapesOf(options.real);
  const standIn = shapesOf(options.standIn);
  const paths = [...new Set([...real.keys(), ...standIn.keys()])].sort();
  return paths
    .map(path => ({
      path,
      real: textOf(real.get(path)),
      standIn: textOf(standIn.get(path)),
    }))
    .filter(each => each.real !== each.standIn);
}

function textOf(shapes: ReadonlySet<string> | undefined): string | undefined {
  return shapes && [...shapes].sort().join(' | ');
}
