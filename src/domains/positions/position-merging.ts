import type { Merging } from '#domains/people/index.ts'

/** Assignments go with the post, and so with the record that is merged. */
export function followMerge(_ctx: unknown, merging: Merging): Promise<void> {
  merging.tables.push({ table: 'positions.assignment', column: 'person_id', same: ['post_id', 'position_id', 'valid_from'] })
  return Promise.resolve()
}
