import process from 'node:process'

if (!process.env.DATABASE_URL) {
  console.error(
    'test:postgres needs a PostgreSQL 15 or newer in DATABASE_URL. For a throw-away one: scripts/with-postgres.sh npm run test:postgres',
  )
  process.exit(1)
}
