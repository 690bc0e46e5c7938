import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { ClosingLine } from './scripts/closing-line.ts'

const seconds = 1000

/** What a database server has no part in: a second run of it upon a real PostgreSQL would tell nothing. */
const withoutServer = [
  // Rules, scenarios, what a screen reckons.
  'src/**/*.{rules,scenarios}.test.ts',
  'src/**/ui/**/*.test.ts',
  // Files, and the programs that read and make them.
  'src/kernel/imports/workbook.test.ts',
  'src/kernel/blobs/**',
  'src/engines/files/preview.test.ts',
  'src/engines/indicators/{docx,pdf}.test.ts',
  // The embedded database in a data folder, each by its own process.
  'src/kernel/data-folder.test.ts',
  'src/app/cli.test.ts',
  'src/app/import-kill.test.ts',
]

export default defineConfig({
  plugins: [react()],
  test: {
    reporters: ['default', new ClosingLine()],
    pool: 'forks',
    // A worker keeps its modules from one file to the next, and so its database: restoring one takes seconds, rolling back milliseconds.
    isolate: false,
    maxWorkers: 2,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: ['**/*.ui.test.tsx', 'src/app/faults/**', ...(process.env.DATABASE_URL ? withoutServer : [])],
          environment: 'node',
          // The first test of a worker waits for its database; the first run of all, for the migrations too.
          testTimeout: 60 * seconds,
          hookTimeout: 60 * seconds,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'ui',
          include: ['src/**/*.ui.test.tsx'],
          environment: 'jsdom',
          setupFiles: ['scripts/screen-tests.mjs'],
          testTimeout: 20 * seconds,
          hookTimeout: 20 * seconds,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          // Alone: it ends processes and restarts the database server under everybody.
          name: 'faults',
          include: ['src/app/faults/**/*.test.ts'],
          environment: 'node',
          maxWorkers: 1,
          testTimeout: 300 * seconds,
          hookTimeout: 300 * seconds,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          // Each worker with a server and a browser of its own.
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          environment: 'node',
          testTimeout: 120 * seconds,
          hookTimeout: 180 * seconds,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
