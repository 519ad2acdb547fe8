import { GateOverride } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { Approvals, GivenApproval } from './Approvals';

interface ApprovalRow {
  promotion_id: string;
  approved_by: string;
  change_key: string;
  approved_at: string;
  comment: string | null;
  member_of: string;
}

interface OverrideRow {
  promotion_id: string;
  gate: string;
  overridden_by: string;
  overridden_at: string;
  reason: string;
}

const memberOfSchema = z.array(z.string());

/** Approvals and overrides in the database: only ever added to, whoever is first. */
export class ApprovalsStore implements Approvals {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): ApprovalsStore {
    return new ApprovalsStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async of(promotionId: string): Promise<GivenApproval[]> {
    const rows = await this.#knex<ApprovalRow>('promotion_approvals')
      .where({ promotion_id: promotionId })
      .orderBy(['approved_at', 'approved_by', 'change_key']);
    return rows.map(row => ({
      by: row.approved_by,
      at: row.approved_at,
      ...(row.comment !== null && { comment: row.comment }),
      memberOf: memberOfSchema.parse(JSON.parse(row.member_of)),
      changeKey: row.change_key,
    }));
  }

  async add(options: {
    promotionId: string;
    approval: GivenApproval;
  }): Promise<void> {
    const { promotionId, approval } = options;
    await this.#knex<ApprovalRow>('promotion_approvals')
      .insert({
        promotion_id: promotionId,
        approved_by: approval.by,
        change_key: approval.changeKey,
        approved_at: approval.at,
        comment: approval.comment ?? null,
        member_of: JSON.stringify(approval.memberOf),
      })
      .onConflict(['promotion_id', 'approved_by', 'change_key'])
      .ignore();
  }

  async overridesOf(
    promotionId: string,
  ): Promise<ReadonlyMap<string, GateOverride>> {
    const rows = await this.#knex<OverrideRow>('promotion_overrides').where({
      promotion_id: promotionId,
    });
    return new Map(
      rows.map(row => [
        row.gate,
        { by: row.overridden_by, reason: row.reason, at: row.overridden_at },
      ]),
    );
  }

  async override(options: {
    promotionId: string;
    gate: string;
    override: GateOverride;
  }): Promise<void> {
    const { promotionId, gate, override } = options;
    await this.#knex<OverrideRow>('promotion_overrides')
      .insert({
        promotion_id: promotionId,
        gate,
        overridden_by: override.by,
        overridden_at: override.at,
        reason: override.reason,
      })
      .onConflict(['promotion_id', 'gate'])
      .ignore();
  }
}
