import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'

const repository = path.resolve(import.meta.dirname, '..')

/** The last line of a real run over these test files. */
function lastLine(files: Record<string, string>): string | undefined {
  const root = mkdtempSync(path.join(tmpdir(), 'closing-line-'))
  try {
    symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'))
    const reporter = JSON.stringify(path.join(repository, 'scripts', 'closing-line.ts'))
    writeFileSync(
      path.join(root, 'vitest.config.ts'),
      `import { ClosingLine } from ${reporter}\nexport default { test: { reporters: ['default', new ClosingLine()] } }`,
    )
    for (const [name, text] of Object.entries(files))
      writeFileSync(path.join(root, name), `import { beforeAll, describe, expect, test } from 'vitest'\n${text}`)
    const vitest = path.join(repository, 'node_modules', 'vitest', 'vitest.mjs')
    const run = spawnSync(process.execPath, [vitest, 'run', '--root', root], {
      encoding: 'utf8',
      env: { ...process.env, VITEST: undefined },
    })
    return run.stdout.trimEnd().split('\n').at(-1)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

test('counts tests that passed, failed and did not run', () => {
  const file = `test('yes', () => {})\ntest('no', () => expect(1).toBe(2))\ntest.skipIf(true)('not here', () => {})\ndescribe('group', () => { test('yes', () => {}) })`
  expect(lastLine({ 'a.test.ts': file })).toBe('2 passed, 1 failed, 1 skipped')
})

test('a file that cannot be loaded, a group that cannot be set up and a lost promise are failures', () => {
  expect(
    lastLine({
      'a.test.ts': `throw new Error('no')`,
      'b.test.ts': `describe('group', () => { beforeAll(() => { throw new Error('no') }); test('never runs', () => {}) })`,
      'c.test.ts': `test('yes', async () => { void Promise.reject(new Error('lost')); await new Promise((done) => setTimeout(done, 50)) })`,
    }),
  ).toBe('1 passed, 3 failed, 1 skipped')
})
