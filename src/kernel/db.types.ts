// Generated from the migrated database by `npm run db:types`; do not edit.
import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Json = JsonValue;

export type JsonArray = JsonValue[];

export type JsonObject = {
  [x: string]: JsonValue | undefined;
};

export type JsonPrimitive = boolean | number | string | null;

export type JsonValue = JsonArray | JsonObject | JsonPrimitive;

export interface AccessAssignment {
  /**
   * The act of reorganisation that moved it here.
   */
  begun_by: string | null;
  ended_by: string | null;
  /**
   * How long it would have held, had ended_by not ended it.
   */
  former_until: string | null;
  id: string;
  members_below: Generated<boolean>;
  members_of: string | null;
  role: string;
  unit_id: string | null;
  user_id: string | null;
  valid_from: string;
  valid_until: string | null;
}

export interface AccessColleague {
  id: string | null;
  name: string | null;
  username: string | null;
}

export interface AccessDelegation {
  created_at: string;
  ended_at: string | null;
  ended_by_name: string | null;
  from_user: string;
  id: string;
  permissions: string[] | null;
  reason: string;
  to_user: string;
  valid_from: string;
  valid_until: string;
}

export interface AccessDelegationNamed {
  created_at: string | null;
  ended_at: string | null;
  ended_by_name: string | null;
  from_name: string | null;
  from_user: string | null;
  id: string | null;
  permissions: string[] | null;
  reason: string | null;
  to_name: string | null;
  to_user: string | null;
  valid_from: string | null;
  valid_until: string | null;
}

export interface AccessEmergency {
  ended_at: string | null;
  finding: string | null;
  id: string;
  reason: string;
  review_note: string | null;
  reviewed_at: string | null;
  reviewed_by: string | null;
  reviewed_by_name: string | null;
  started_at: string;
  until: string;
  user_id: string;
  user_name: string;
}

export interface AccessMember {
  unit_id: string | null;
  user_id: string | null;
  valid_from: string | null;
  valid_until: string | null;
}

export interface AccessRole {
  code: string;
  description_en: Generated<string>;
  description_vi: Generated<string>;
  position: Generated<number>;
  second_factor: Generated<boolean>;
  title_en: string;
  title_vi: string;
}

export interface AccessRolePermission {
  permission: string;
  reach: string;
  role: string;
}

export interface AccessRoleRule {
  role: string;
  second_factor: boolean;
}

export interface AccessScope {
  ancestor_id: string;
  descendant_id: string;
  valid_from: string | null;
  valid_until: string | null;
}

export interface AccessServiceKey {
  addresses: string[] | null;
  created_at: string;
  created_by_name: string;
  expires_at: string;
  id: string;
  name: string;
  operations: string[];
  prefix: string;
  revoked_at: string | null;
  user_id: string;
}

export interface AccessUserAccount {
  created_at: string | null;
  disabled: boolean | null;
  id: string | null;
  kind: string | null;
  name: string | null;
  oidc_name: string | null;
  person_id: string | null;
  username: string | null;
}

export interface AuditChange {
  after: Json | null;
  before: Json | null;
  entry_id: string;
  id: Generated<number>;
  record_id: string;
  relation: string;
}

export interface AuditEntry {
  actor_id: string;
  actor_name: string;
  at: string;
  behalf_id: string | null;
  /**
   * For whom the actor acted.
   */
  behalf_name: string | null;
  changes: number;
  changes_hash: Buffer;
  emergency_id: string | null;
  hash: Buffer;
  id: string;
  /**
   * write: an operation that changed something; read: somebody looked at something sensitive, or looked during an emergency.
   */
  kind: Generated<string>;
  operation: string;
  previous_hash: Buffer;
  reason: string | null;
  request_id: string;
  seq: number;
}

export interface AuditHead {
  hash: Buffer;
  seq: number;
  single: Generated<boolean>;
}

export interface AuthAccount {
  accessToken: string | null;
  accessTokenExpiresAt: string | null;
  accountId: string;
  createdAt: string;
  id: string;
  idToken: string | null;
  /**
   * The password was made by an administrator and is good for one sign-in: nothing else can be done before it is changed.
   */
  must_change: Generated<boolean>;
  password: string | null;
  providerId: string;
  refreshToken: string | null;
  refreshTokenExpiresAt: string | null;
  scope: string | null;
  updatedAt: string;
  userId: string;
}

export interface AuthAttempt {
  failures: number;
  key: string;
  last_at: string;
  locked_until: string | null;
}

export interface AuthPasskey {
  counter: number;
  created_at: string;
  id: string;
  last_used_at: string | null;
  name: string;
  public_key: string;
  transports: string[];
  user_id: string;
}

export interface AuthRecoveryCode {
  hash: string;
  used_at: string | null;
  user_id: string;
}

export interface AuthServiceSecret {
  hash: string;
  key_id: string;
  last_address: string | null;
  last_used_at: string | null;
}

export interface AuthSession {
  /**
   * The delegation this browser now acts by.
   */
  acting_for: string | null;
  /**
   * What a passkey being registered has to sign.
   */
  challenge: string | null;
  createdAt: string;
  expiresAt: string;
  id: string;
  ipAddress: string | null;
  method: Generated<string>;
  second_factor_at: string | null;
  token: string;
  updatedAt: string;
  userAgent: string | null;
  userId: string;
}

export interface AuthTotp {
  confirmed_at: string | null;
  created_at: string;
  last_step: Generated<number>;
  secret: string;
  user_id: string;
}

export interface AuthUser {
  createdAt: string;
  disabled: Generated<boolean>;
  displayUsername: string | null;
  email: string;
  emailVerified: Generated<boolean>;
  id: string;
  image: string | null;
  kind: Generated<string>;
  name: string;
  /**
   * How the single sign-on service names this account; set by an administrator, and only then may it enter that way.
   */
  oidc_name: string | null;
  personId: string | null;
  updatedAt: string;
  username: string | null;
}

export interface AuthVerification {
  createdAt: string;
  expiresAt: string;
  id: string;
  identifier: string;
  updatedAt: string;
  value: string;
}

export interface BodiesAutonomy {
  decided_on: string | null;
  id: string;
  level: number;
  number: string | null;
  rate: string | null;
  recorded_at: string;
  unit_id: string;
  valid_from: string;
  valid_until: string;
}

export interface BodiesCircular {
  id: string;
  issued_on: string | null;
  issuer: string;
  number: string | null;
  recorded_at: string;
  title: string;
  unit_id: string;
}

export interface BodiesDecision {
  appraised_on: string | null;
  decided_on: string;
  id: string;
  issuer: string;
  kind: string;
  note: string | null;
  number: string | null;
  recorded_at: string;
  subject: string | null;
  unit_id: string;
  units_change: Generated<number>;
}

export interface CareersAction {
  category: string | null;
  decision_id: string;
  details: Json;
  effective_on: string;
  id: string;
  issuer_id: string;
  kind: string;
  line: number;
  note: string | null;
  person_id: string;
  state: string;
  to_unit_id: Generated<string | null>;
  unit_id: string | null;
}

export interface CareersDecision {
  checked_at: string | null;
  checked_by: string | null;
  checked_name: string | null;
  drafted_at: string;
  drafted_by: string;
  drafted_name: string;
  id: string;
  issued_on: string;
  issued_year: Generated<number>;
  issuer_id: string;
  kind: string;
  legal_basis: string | null;
  level: string;
  number: string;
  number_key: Generated<string>;
  recorded_signed: Generated<boolean>;
  signed_at: string | null;
  signed_by: string | null;
  signed_name: string | null;
  signer: string | null;
  signer_title: string | null;
  state: string;
  subject: string;
  withdrawn_at: string | null;
  withdrawn_by: string | null;
  withdrawn_name: string | null;
  withdrawn_reason: string | null;
}

export interface CareersEffect {
  action_id: string;
  after: Json;
  before: Json | null;
  did: string;
  id: string;
  relation: string;
  row_id: string;
}

export interface EvaluationRating {
  decided_by_unit_id: string | null;
  decided_on: string | null;
  decision_number: string | null;
  id: string;
  level: string;
  period_from: string;
  period_kind: string;
  period_until: string;
  person_id: string | null;
  recorded_at: string;
  recorded_via: string;
  subject_kind: string;
  unit_id: string;
}

export interface FilesBlob {
  checked_at: string;
  sha256: string;
  size: number;
  state: string;
}

export interface FilesFault {
  found_at: string;
  id: string;
  repaired_at: string | null;
  sha256: string;
  state: string;
}

export interface FilesFile {
  deleted_at: string | null;
  deleted_by_name: string | null;
  held: Generated<boolean>;
  id: string;
  inline: boolean;
  kind: string;
  linked: Generated<boolean>;
  media_type: string;
  mismatch: string | null;
  name: string;
  purpose: string;
  retain_until: string | null;
  search_name: Generated<string | null>;
  sensitive: boolean;
  sha256: string;
  size: number;
  uploaded_at: string;
  uploaded_by: string;
  uploaded_by_name: string;
}

export interface FilesLink {
  file_id: string;
  id: string;
  linked_at: string;
  owner_id: string;
  owner_relation: string;
  person_id: string | null;
  read_permission: string;
  unit_id: string | null;
  write_permission: string;
}

export interface FilesOpenable {
  deleted_at: string | null;
  deleted_by_name: string | null;
  held: boolean | null;
  id: string | null;
  inline: boolean | null;
  kind: string | null;
  linked: boolean | null;
  media_type: string | null;
  mismatch: string | null;
  name: string | null;
  purpose: string | null;
  retain_until: string | null;
  search_name: string | null;
  sensitive: boolean | null;
  sha256: string | null;
  size: number | null;
  uploaded_at: string | null;
  uploaded_by: string | null;
  uploaded_by_name: string | null;
}

export interface FilesOpening {
  actor_id: string;
  actor_name: string;
  file_id: string;
  id: string;
  opened_at: string;
}

export interface ImportsImport {
  actor_id: string;
  actor_name: string;
  committed_at: string | null;
  confidence: Generated<Json>;
  counts: Generated<Json>;
  created_at: string;
  entry_id: string | null;
  file_name: string;
  id: string;
  kind: string;
  layout: Json | null;
  mapping: Generated<Json>;
  reading: Json | null;
  sha256: string;
  sheet: number | null;
  sheet_name: string | null;
  size: number;
  state: string;
  undone_at: string | null;
  undone_by: string | null;
  undone_why: string | null;
}

export interface ImportsMapping {
  fingerprint: string;
  kind: string;
  mapping: Json;
  used_at: string;
}

export interface ImportsRow {
  candidates: Json | null;
  changes: Json | null;
  decision: string | null;
  fixes: Json | null;
  import_id: string;
  issues: Json | null;
  key: string | null;
  left_reason: string | null;
  no: number;
  record_id: string | null;
  state: Generated<string>;
  texts: Json;
  twin_of: number | null;
  verdict: string | null;
}

export interface ImportsRun {
  complete: Generated<boolean>;
  counts: Generated<Json>;
  ended_at: string | null;
  expected: number | null;
  import_id: string;
  problem: Json | null;
  progress: Generated<number>;
  run_id: string;
  seen_at: string;
  skipped: Generated<Json>;
  started_at: string;
  state: string;
  stop_asked: Generated<boolean>;
  task: string;
}

export interface ImportsSheet {
  hidden: boolean;
  import_id: string;
  layout: Json | null;
  legacy: string | null;
  merges: Json;
  name: string;
  no: number;
  row_count: number | null;
  rows: Json;
  score: number;
}

export interface ImportsSource {
  bytes: Buffer;
  sha256: string;
  size: number;
  stored_at: string;
}

export interface ImportsTrace {
  act: string;
  before: Json | null;
  import_id: string;
  no: number;
  record_id: string;
  relation: string;
}

export interface IndicatorsSnapshot {
  edition_id: string;
  figure_id: string;
  id: string;
  qualifier: string;
  record_ids: string[];
  record_labels: string[];
  record_prints: string[];
  source: string;
  status: string;
  value: string | null;
}

export interface IndicatorsTypedFigure {
  evidence_document: string;
  evidence_page: number | null;
  evidence_place: string;
  figure_id: string;
  id: string;
  note: string | null;
  period: string;
  printed: string | null;
  qualifier: string;
  replaced_by: string | null;
  typed_at: string;
  typed_by: string;
  typed_by_name: string;
  value: string;
}

export interface IndicatorsTypedItem {
  amount: string | null;
  id: string;
  label: string;
  position: number;
  typed_figure_id: string;
}

export interface KernelBackup {
  alive_at: string;
  audit_hash: string | null;
  audit_seq: number | null;
  began_at: string;
  contents: number | null;
  encrypted: boolean;
  ended_at: string | null;
  error: string | null;
  file: string;
  id: string;
  records: number | null;
  removed_at: string | null;
  scheduled: boolean;
  sha256: string | null;
  size: number | null;
  verified_at: string | null;
}

export interface KernelBookNumber {
  book: string;
  dated: string;
  id: string;
  number: number;
  record_id: string;
  relation: string;
  scope: string;
  series: string;
  taken_at: string;
  taken_by: string;
  text: string;
}

export interface KernelBookSeries {
  book: string;
  last: number;
  opened_at: number;
  permissions: string[];
  scope: string;
  series: string;
}

export interface KernelCalendarDay {
  day: string;
  entered_at: string;
  entered_by_name: string;
  holiday: string | null;
  id: string;
  kind: string;
  label: string;
  source: string;
  withdrawn_at: string | null;
}

export interface KernelCodeEntry {
  code: string;
  id: string;
  label_en: string;
  label_vi: string;
  list: string;
  more: Generated<Json>;
  position: number;
  source: string;
  valid_from: string | null;
  valid_until: string | null;
}

export interface KernelDeadline {
  calendar_version: string;
  closed_on: string | null;
  due: string | null;
  explanation: Json;
  extensions: Generated<Json>;
  id: string;
  label: string;
  link: string;
  opened_on: string;
  owner_id: string;
  owner_relation: string;
  owners: Generated<string[]>;
  pauses: Generated<Json>;
  person_id: string | null;
  purpose: string;
  read_permissions: string[];
  rule: string;
  search_name: Generated<string>;
  start_on: string;
  start_time: string | null;
  state: string;
  superior_permission: string | null;
  term: Json;
  unit_id: string | null;
  write_permissions: string[];
}

export interface KernelDeadlineReminder {
  deadline_id: string;
  due: string;
  id: string;
  occurrence: number;
  planned_on: string;
  recipients: string[];
  sent_on: string;
  step: string;
}

export interface KernelJob {
  asked_at: string;
  attempt: Generated<number>;
  attempts: number;
  beat_at: string | null;
  began_at: string | null;
  cancel_asked_at: string | null;
  cancelled_by: string | null;
  done: Generated<number>;
  error: Json | null;
  error_detail: string | null;
  finished_at: string | null;
  id: string;
  input: Json;
  key: string | null;
  lang: string;
  name: string;
  note: string | null;
  progressed_at: string | null;
  result: Json | null;
  run: string | null;
  run_at: string;
  runs_as: string;
  schedule: string | null;
  started_by: string;
  started_by_name: string;
  state: string;
  stuck_at: string | null;
  total: number | null;
  worker: string | null;
}

export interface KernelJobOrder {
  act: string;
  at: string;
  by_id: string;
  by_name: string;
  id: string;
  job: string;
  subject: string;
}

export interface KernelJobSchedule {
  last_due: string;
  name: string;
  paused_at: string | null;
  paused_by: string | null;
}

export interface KernelMigration {
  applied_at: Generated<string>;
  checksum: string;
  id: string;
}

export interface KernelNotice {
  id: string;
  kind: string;
  link: string | null;
  mail: string;
  mailed_at: string | null;
  params: Json;
  raised_at: string;
  raised_by: string;
  read_at: string | null;
  user_id: string;
}

export interface KernelNoticeSetting {
  choices: Json;
  digest_hour: number;
  email: string | null;
  lang: string;
  quiet_days_off: boolean;
  quiet_from: string;
  quiet_until: string;
  user_id: string;
}

export interface KernelRequest {
  actor_id: string;
  answer: Json | null;
  answered_at: string;
  input_hash: string;
  operation: string;
  request_id: string;
}

export interface KernelSetting {
  key: string;
  value: Json;
}

export interface MapBoundary {
  brought_at: string;
  geometry: Json;
  id: string;
  source: string;
  unit_id: string;
  valid_from: string | null;
  valid_until: string | null;
}

export interface OrganizationAct {
  /**
   * Levels that end below what the new units of the table stand in.
   */
  abolish: Generated<string[]>;
  applied_at: string | null;
  applied_by: string | null;
  created_at: string;
  created_by: string;
  effective_on: string;
  id: string;
  note: string | null;
  state: Generated<string>;
  summary: Json | null;
  title: string;
  undone_at: string | null;
  undone_by: string | null;
}

export interface OrganizationActChange {
  act_id: string;
  clause: string | null;
  detail: Json;
  id: string;
  kind: string;
  no: number;
}

export interface OrganizationActRow {
  above_code: string;
  act_id: string;
  new_code: string;
  new_name: string;
  no: number;
  old_code: string;
  old_name: string;
  share: string | null;
}

export interface OrganizationCorrection {
  at: string;
  by: string;
  ground: string;
  id: string;
  reason: string;
  unit_id: string;
}

export interface OrganizationFormerParent {
  correction_id: string | null;
  id: string;
  known_from: string | null;
  known_until: string;
  no: Generated<number>;
  parent_id: string;
  tree: string;
  unit_id: string;
  valid_from: string | null;
  valid_until: string | null;
}

export interface OrganizationFormerVersion {
  act: string | null;
  code: string;
  correction_id: string | null;
  id: string;
  kind: string;
  known_from: string | null;
  known_until: string;
  level: string;
  name: string;
  no: Generated<number>;
  search_name: Generated<string>;
  short_name: string;
  unit_id: string;
  valid_from: string | null;
  valid_until: string | null;
}

export interface OrganizationSuccession {
  act_id: string;
  from_id: string;
  goes_on: boolean;
  id: string;
  on_day: string;
  share: string | null;
  /**
   * Null: the unit is gone, and into which it went is not known.
   */
  to_id: string | null;
  whole: boolean;
}

export interface OrganizationUnit {
  created_at: string;
  id: string;
}

export interface OrganizationUnitList {
  created_at: string;
  created_by: string;
  id: string;
  listed_on: string;
  title: string;
}

export interface OrganizationUnitListRow {
  code: string;
  kind: string;
  level: string;
  list_id: string;
  name: string;
  parent_code: string | null;
}

export interface OrganizationUnitParent {
  begun_by: string | null;
  /**
   * The last correction that made it what it is.
   */
  corrected_by: string | null;
  ended_by: string | null;
  /**
   * How long it would have held, had ended_by not ended it.
   */
  former_until: string | null;
  id: string;
  /**
   * Since when this row is known as it stands; null: since before the platform kept that.
   */
  known_from: string | null;
  parent_id: string;
  tree: string;
  unit_id: string;
  valid_from: string | null;
  valid_until: string | null;
}

export interface OrganizationUnitVersion {
  act: string | null;
  begun_by: string | null;
  code: string;
  /**
   * The last correction that made it what it is.
   */
  corrected_by: string | null;
  ended_by: string | null;
  /**
   * How long it would have held, had ended_by not ended it.
   */
  former_until: string | null;
  id: string;
  kind: string;
  /**
   * Since when this row is known as it stands; null: since before the platform kept that.
   */
  known_from: string | null;
  level: string;
  name: string;
  search_name: Generated<string>;
  short_name: string;
  unit_id: string;
  valid_from: string | null;
  valid_until: string | null;
}

export interface PeopleDuplicate {
  decided_at: string | null;
  decided_by: string | null;
  decided_by_name: string | null;
  facts: string;
  found_at: string;
  found_by: string;
  grade: string;
  high_id: string;
  id: string;
  low_id: string;
  reasons: Json;
  score: number;
  state: string;
  why: string | null;
}

export interface PeopleIdentity {
  citizen_id: string;
  person_id: string;
}

export interface PeopleMerge {
  decided_on: string | null;
  decision_number: string | null;
  gone_id: string;
  gone_name: string;
  gone_search: Generated<string>;
  id: string;
  journal: Json | null;
  kept_id: string;
  merged_at: string;
  merged_by_name: string;
  pair_id: string | null;
  state: Json | null;
  undone_at: string | null;
  undone_by_name: string | null;
  undone_why: string | null;
  why: string;
}

export interface PeoplePerson {
  birth_date: string | null;
  /**
   * With birth_year, where the day is unknown.
   */
  birth_month: number | null;
  birth_year: number | null;
  born_day: Generated<number | null>;
  born_year: Generated<number | null>;
  category: string;
  created_at: string;
  family_and_middle: string;
  family_key: Generated<string | null>;
  full_name: Generated<string>;
  given: string;
  given_key: Generated<string | null>;
  id: string;
  /**
   * The record that holds the rows of this one: it stays only to be found by its old name and number.
   */
  merged_into: string | null;
  /**
   * The name as typed: doubles are looked for by it.
   */
  name_key: Generated<string | null>;
  search_name: Generated<string>;
  sex: string;
  sort_name: Generated<string>;
}

export interface PeoplePost {
  /**
   * The act of reorganisation that moved the post here.
   */
  begun_by: string | null;
  contract: string | null;
  decided_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  end_decision_number: string | null;
  end_decision_on: string | null;
  /**
   * Why it ended; a main post that ends without another one following on that day explains the gap by it.
   */
  end_reason: string | null;
  ended_by: string | null;
  /**
   * The action of a personnel decision that ended it.
   */
  ended_by_action: string | null;
  /**
   * How long it would have been held, had ended_by not ended it.
   */
  former_until: string | null;
  /**
   * What the post is held as; empty: as the person is recorded.
   */
  held_as: string | null;
  id: string;
  is_main: boolean;
  /**
   * The action of a personnel decision that began it; empty: recorded by hand or taken over.
   */
  made_by: string | null;
  person_id: string;
  title: string;
  unit_id: string;
  valid_from: string;
  valid_until: string | null;
}

export interface PeopleRequest {
  asked_at: string;
  asked_by: string;
  asked_by_name: string;
  decided_at: string | null;
  decided_by: string | null;
  decided_by_name: string | null;
  due: string;
  field: string;
  id: string;
  new_value: string;
  note: string | null;
  old_value: string | null;
  person_id: string;
  state: string;
  why: string | null;
}

export interface PersonnelAssessment {
  class: Generated<string>;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  text: string;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelContract {
  class: Generated<string>;
  code: string;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  employer: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  /**
   * The action of a personnel decision that made it; empty: recorded by hand or taken over.
   */
  made_by: string | null;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelDiscipline {
  class: Generated<string>;
  code: string;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  /**
   * The action of a personnel decision that made it; empty: recorded by hand or taken over.
   */
  made_by: string | null;
  note: string | null;
  person_id: string;
  reason: string | null;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelDocument {
  class: Generated<string>;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  file_id: string | null;
  id: string;
  kind: string;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  title: string;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelFact {
  class: Generated<string>;
  code: string | null;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  kind: string;
  /**
   * The action of a personnel decision that made it; empty: recorded by hand or taken over.
   */
  made_by: string | null;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  text: string | null;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelHealth {
  blood: string | null;
  class: Generated<string>;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  height: number | null;
  id: string;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  status: string;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
  weight: string | null;
}

export interface PersonnelMembership {
  body: string | null;
  class: Generated<string>;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  kind: string;
  note: string | null;
  official_on: string | null;
  person_id: string;
  rank: string | null;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelName {
  class: Generated<string>;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  kind: string;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  text: string;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelPaper {
  class: Generated<string>;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  kind: string;
  note: string | null;
  number: string;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelPlace {
  class: Generated<string>;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  kind: string;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  text: string;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelQualification {
  class: Generated<string>;
  code: string;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  field: string | null;
  id: string;
  kind: string;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelRelative {
  birth_year: number | null;
  class: Generated<string>;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  detail: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  name: string;
  note: string | null;
  person_id: string;
  recorded_at: string;
  relation: string;
  replaces: string | null;
  side: string;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelReward {
  class: Generated<string>;
  code: string;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  text: string | null;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelSalary {
  class: Generated<string>;
  coefficient: string;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  /**
   * The action of a personnel decision that made it; empty: recorded by hand or taken over.
   */
  made_by: string | null;
  note: string | null;
  other_allowance: string | null;
  over_frame: string | null;
  person_id: string;
  position_allowance: string | null;
  rank_code: string;
  recorded_at: string;
  replaces: string | null;
  step: number | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelStatement {
  class: Generated<string>;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  kind: string;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  text: string;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelTraining {
  certificate: string | null;
  class: Generated<string>;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  field: string | null;
  form: string | null;
  id: string;
  /**
   * The action of a personnel decision that made it; empty: recorded by hand or taken over.
   */
  made_by: string | null;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  school: string;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PersonnelWork {
  body: string;
  class: Generated<string>;
  decision_by: string | null;
  decision_number: string | null;
  decision_on: string | null;
  /**
   * Why it no longer holds, where its end was recorded apart.
   */
  end_reason: string | null;
  id: string;
  note: string | null;
  person_id: string;
  recorded_at: string;
  replaces: string | null;
  /**
   * Recorded by mistake: kept, and no longer counted.
   */
  struck_at: string | null;
  struck_reason: string | null;
  title: string;
  valid_from: string | null;
  /**
   * The last day, month or year it held, as far as known; empty: to date, or a moment.
   */
  valid_until: string | null;
}

export interface PositionsAssignment {
  ended_by: string | null;
  former_until: string | null;
  id: string;
  person_id: string;
  position_id: string;
  post_id: string;
  recorded_at: string;
  unit_id: string;
  valid_from: string;
  valid_until: string | null;
}

export interface PositionsCatalogue {
  decided_on: string;
  id: string;
  issuer: string;
  number: string;
  recorded_at: string;
  staff: string;
  subject: string;
  valid_from: string;
}

export interface PositionsCompetence {
  id: string;
  level: string;
  name: string;
  place: number;
  position_id: string;
}

export interface PositionsPosition {
  catalogue_id: string;
  code: string;
  description: string | null;
  id: string;
  name: string;
  position_group: string;
  rank_code: string | null;
  recorded_at: string;
  search_name: Generated<string>;
  valid_from: string;
  valid_until: string | null;
}

export interface PositionsProduct {
  coefficient: string | null;
  id: string;
  name: string;
  place: number;
  position_id: string;
  unit: string;
}

export interface PositionsScheme {
  approver: string | null;
  decided_on: string | null;
  ended_by: string | null;
  former_until: string | null;
  id: string;
  kind: string;
  note: string | null;
  number: string | null;
  recorded_at: string;
  state: string;
  unit_id: string;
  valid_from: string | null;
  valid_until: string | null;
}

export interface PositionsSchemeLine {
  id: string;
  position_id: string;
  posts: number;
  rank_code: string | null;
  scheme_id: string;
  unit_id: string;
}

export interface ReportsEdition {
  approved_at: string | null;
  approved_by_name: string | null;
  checked_at: string | null;
  checked_by_name: string | null;
  document: Json | null;
  document_date: string | null;
  document_number: string | null;
  drafted_at: string;
  drafted_by_name: string;
  id: string;
  number: number;
  report_id: string;
  sealed_at: string | null;
  sealed_by_name: string | null;
  status: string;
  supersedes: string | null;
  template_id: string;
}

export interface ReportsReport {
  former_period: string | null;
  id: string;
  parameters: Json;
  period: string;
  period_from: string;
  period_until: string;
  template_code: string;
  title_en: string;
  title_vi: string;
  unit_id: string | null;
}

export interface ReportsTemplate {
  body: Json;
  changed_at: string;
  changed_by_name: string;
  code: string;
  id: string;
  revision: Generated<number>;
  status: string;
  title_en: string;
  title_vi: string;
  version: number;
}

export interface SalaryUncountedTime {
  class: Generated<string>;
  decision_number: string | null;
  decision_on: string | null;
  id: string;
  kind: string;
  person_id: string;
  recorded_at: string;
  valid_from: string;
  valid_until: string | null;
  withdrawn_at: string | null;
  withdrawn_reason: string | null;
}

export interface StaffingQuotaDecision {
  act: string;
  begun_by: string | null;
  created_at: string;
  decided_on: string;
  effective_on: string;
  id: string;
  issuer: string;
  note: string | null;
  number: string;
  year: number;
}

export interface StaffingQuotaEntry {
  amount: number;
  decision_id: string;
  effective_on: string;
  id: string;
  kind: string;
  staff: string | null;
  unit_id: string | null;
  year: number;
}

export interface TerritoryDossier {
  disputed: Generated<boolean>;
  facing: Generated<string>;
  id: string;
  level: string;
  neighbour: string;
  note: string | null;
  recorded_at: string;
  unit_id: string;
}

export interface TerritorySignature {
  document: string;
  dossier_id: string;
  id: string;
  recorded_at: string;
  signed_on: string | null;
  step: string;
}

export interface DB {
  "access.assignment": AccessAssignment;
  "access.colleague": AccessColleague;
  "access.delegation": AccessDelegation;
  "access.delegation_named": AccessDelegationNamed;
  "access.emergency": AccessEmergency;
  "access.member": AccessMember;
  "access.role": AccessRole;
  "access.role_permission": AccessRolePermission;
  "access.role_rule": AccessRoleRule;
  "access.scope": AccessScope;
  "access.service_key": AccessServiceKey;
  "access.user_account": AccessUserAccount;
  "audit.change": AuditChange;
  "audit.entry": AuditEntry;
  "audit.head": AuditHead;
  "auth.account": AuthAccount;
  "auth.attempt": AuthAttempt;
  "auth.passkey": AuthPasskey;
  "auth.recovery_code": AuthRecoveryCode;
  "auth.service_secret": AuthServiceSecret;
  "auth.session": AuthSession;
  "auth.totp": AuthTotp;
  "auth.user": AuthUser;
  "auth.verification": AuthVerification;
  "bodies.autonomy": BodiesAutonomy;
  "bodies.circular": BodiesCircular;
  "bodies.decision": BodiesDecision;
  "careers.action": CareersAction;
  "careers.decision": CareersDecision;
  "careers.effect": CareersEffect;
  "evaluation.rating": EvaluationRating;
  "files.blob": FilesBlob;
  "files.fault": FilesFault;
  "files.file": FilesFile;
  "files.link": FilesLink;
  "files.openable": FilesOpenable;
  "files.opening": FilesOpening;
  "imports.import": ImportsImport;
  "imports.mapping": ImportsMapping;
  "imports.row": ImportsRow;
  "imports.run": ImportsRun;
  "imports.sheet": ImportsSheet;
  "imports.source": ImportsSource;
  "imports.trace": ImportsTrace;
  "indicators.snapshot": IndicatorsSnapshot;
  "indicators.typed_figure": IndicatorsTypedFigure;
  "indicators.typed_item": IndicatorsTypedItem;
  "kernel.backup": KernelBackup;
  "kernel.book_number": KernelBookNumber;
  "kernel.book_series": KernelBookSeries;
  "kernel.calendar_day": KernelCalendarDay;
  "kernel.code_entry": KernelCodeEntry;
  "kernel.deadline": KernelDeadline;
  "kernel.deadline_reminder": KernelDeadlineReminder;
  "kernel.job": KernelJob;
  "kernel.job_order": KernelJobOrder;
  "kernel.job_schedule": KernelJobSchedule;
  "kernel.migration": KernelMigration;
  "kernel.notice": KernelNotice;
  "kernel.notice_setting": KernelNoticeSetting;
  "kernel.request": KernelRequest;
  "kernel.setting": KernelSetting;
  "map.boundary": MapBoundary;
  "organization.act": OrganizationAct;
  "organization.act_change": OrganizationActChange;
  "organization.act_row": OrganizationActRow;
  "organization.correction": OrganizationCorrection;
  "organization.former_parent": OrganizationFormerParent;
  "organization.former_version": OrganizationFormerVersion;
  "organization.succession": OrganizationSuccession;
  "organization.unit": OrganizationUnit;
  "organization.unit_list": OrganizationUnitList;
  "organization.unit_list_row": OrganizationUnitListRow;
  "organization.unit_parent": OrganizationUnitParent;
  "organization.unit_version": OrganizationUnitVersion;
  "people.duplicate": PeopleDuplicate;
  "people.identity": PeopleIdentity;
  "people.merge": PeopleMerge;
  "people.person": PeoplePerson;
  "people.post": PeoplePost;
  "people.request": PeopleRequest;
  "personnel.assessment": PersonnelAssessment;
  "personnel.contract": PersonnelContract;
  "personnel.discipline": PersonnelDiscipline;
  "personnel.document": PersonnelDocument;
  "personnel.fact": PersonnelFact;
  "personnel.health": PersonnelHealth;
  "personnel.membership": PersonnelMembership;
  "personnel.name": PersonnelName;
  "personnel.paper": PersonnelPaper;
  "personnel.place": PersonnelPlace;
  "personnel.qualification": PersonnelQualification;
  "personnel.relative": PersonnelRelative;
  "personnel.reward": PersonnelReward;
  "personnel.salary": PersonnelSalary;
  "personnel.statement": PersonnelStatement;
  "personnel.training": PersonnelTraining;
  "personnel.work": PersonnelWork;
  "positions.assignment": PositionsAssignment;
  "positions.catalogue": PositionsCatalogue;
  "positions.competence": PositionsCompetence;
  "positions.position": PositionsPosition;
  "positions.product": PositionsProduct;
  "positions.scheme": PositionsScheme;
  "positions.scheme_line": PositionsSchemeLine;
  "reports.edition": ReportsEdition;
  "reports.report": ReportsReport;
  "reports.template": ReportsTemplate;
  "salary.uncounted_time": SalaryUncountedTime;
  "staffing.quota_decision": StaffingQuotaDecision;
  "staffing.quota_entry": StaffingQuotaEntry;
  "territory.dossier": TerritoryDossier;
  "territory.signature": TerritorySignature;
}
