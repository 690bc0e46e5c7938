/** A table that holds rows of a person. */
export interface PersonTable {
  /** Schema and table. */
  table: string
  /** Column that names the person. */
  column: string
  /** Columns that make two rows the same: of two persons who turn out to be one, such a row is kept once. Empty: each row stays. */
  same: readonly string[]
  /** At most one row for a person: of two, the one of the record that stays is kept. */
  single?: boolean
}

const section = (name: string, ...same: string[]): PersonTable => ({
  table: `personnel.${name}`,
  column: 'person_id',
  same: [...same, 'valid_from', 'struck_at'],
})

/**
 * Every table with rows of a person: what a merge of two records walks. A table that refers to `people.person` and is not named here fails
 * the test beside this file.
 */
export const personTables: readonly PersonTable[] = [
  { table: 'people.identity', column: 'person_id', same: [], single: true },
  { table: 'people.post', column: 'person_id', same: ['unit_id', 'title', 'is_main', 'valid_from'] },
  section('name', 'kind', 'text'),
  section('place', 'kind', 'text'),
  section('fact', 'kind', 'code', 'text'),
  section('qualification', 'kind', 'code', 'field'),
  section('training', 'school', 'field', 'form'),
  section('membership', 'kind', 'body'),
  section('work', 'title', 'body'),
  section('relative', 'side', 'relation', 'name'),
  section('reward', 'code', 'text'),
  section('discipline', 'code', 'reason'),
  section('salary', 'rank_code', 'step', 'coefficient'),
  section('paper', 'kind', 'number'),
  section('health', 'status', 'height', 'weight', 'blood'),
  section('contract', 'code', 'employer'),
  section('statement', 'kind', 'text'),
  section('assessment', 'text'),
  section('document', 'kind', 'title', 'file_id'),
  // Of one field one request waits: that of the record that stays. Those decided differ in when they were.
  { table: 'people.request', column: 'person_id', same: ['field', 'state', 'decided_at'] },
  { table: 'salary.uncounted_time', column: 'person_id', same: ['kind', 'valid_from', 'withdrawn_at'] },
  { table: 'careers.action', column: 'person_id', same: [] },
]
