import {
  Gate,
  GitopsGatesExtensionPoint,
} from '@fairlead/backstage-plugin-gitops-node';

/** The gates that modules add, in the order in which they come. */
export class GateRegistry implements GitopsGatesExtensionPoint {
  readonly #gates: Gate[] = [];

  static create(): GateRegistry {
    return new GateRegistry();
  }

  private constructor() {}

  addGate(gate: Gate): void {
    this.#gates.push(gate);
  }

  all(): Gate[] {
    return [...this.#gates];
  }
}
