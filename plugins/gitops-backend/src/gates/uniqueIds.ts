import { AppliedGate } from '@fairlead/backstage-plugin-gitops-node';

/** Gates under ids of their own: whoever overrides one must not override another with it. */
export function uniqueIds(gates: readonly AppliedGate[]): AppliedGate[] {
  const taken = new Set<string>();
  return gates.map(gate => {
    let { id } = gate;
    for (let count = 2; taken.has(id); count++) id = `${gate.id}#${count}`;
    taken.add(id);
    // Its methods may need it to be what it is.
    return id === gate.id
      ? gate
      : { ...gate, id, evaluate: () => gate.evaluate() };
  });
}
