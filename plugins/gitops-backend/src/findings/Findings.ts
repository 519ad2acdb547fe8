import { Finding } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';
import { examinationAt } from './examination';
import { factsOf } from './Examiner';
import { findProblems } from './findProblems';
import { FindingsStore } from './FindingsStore';
import { rankFindings } from './rankFindings';

/** Older than this, what resources said tells nothing of how they are now. */
const keepMs = 30 * 60_000;

/** Explains what is not well with targets. */
export interface Findings {
  /** By target id, the worst first; from the store, without asking a cluster. Targets that are well are left out. */
  of(targets: readonly StoredTarget[]): Promise<Map<string, Finding[]>>;
}

/** What the stored status of targets says, and what their resources said when they were last read. */
export class StoredFindings implements Findings {
  readonly #options: StoredFindingsOptions;

  static create(options: StoredFindingsOptions): StoredFindings {
    return new StoredFindings(options);
  }

  private constructor(options: StoredFindingsOptions) {
    this.#options = options;
  }

  async of(targets: readonly StoredTarget[]): Promise<Map<string, Finding[]>> {
    const now = new Date();
    const unwell = targets.filter(
      target => target.unreachable || examinationAt(target, now),
    );
    const stored = await this.#options.store.of(unwell.map(({ id }) => id));
    const findings = new Map<string, Finding[]>();
    for (const target of targets) {
      const kept = stored.get(target.id);
      const fresh = kept && now.getTime() - Date.parse(kept.readAt) < keepMs;
      const found = rankFindings([
        ...findProblems({ ...factsOf(target, this.#options), now }),
        ...(fresh ? kept.problems : []),
      ]);
      if (found.length > 0) findings.set(target.id, found);
    }
    return findings;
  }
}

/** What it looks things up in. */
export interface StoredFindingsOptions {
  engines: ReadonlyArray<{ id: string; title: string }>;
  store: FindingsStore;
}
