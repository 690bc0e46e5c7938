// Generated from the migrated database by `npm run db:types`.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type DB = any
