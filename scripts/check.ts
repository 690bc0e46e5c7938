import { spawn } from 'node:child_process'
import path from 'node:path'
import process from 'node:process'

/**
 * Everything a change must pass, with the time each step took: `npm run check`, or `npm run check:static` for what needs neither a
 * build nor a database. Each step is an npm script, so a failed one is run again by its name.
 */
const staticSteps = ['types', 'lint', 'format:check', 'boundaries', 'unused', 'docs:check', 'audit']
const heavySteps = ['build', 'test']

interface Outcome {
  step: string
  ok: boolean
  seconds: number
}

const seconds = (since: number) => (performance.now() - since) / 1000

/** Runs one npm script. `quiet` keeps its output back and shows it only when it failed. */
function run(step: string, quiet: boolean): Promise<Outcome> {
  const start = performance.now()
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  return new Promise((resolve) => {
    const child = spawn(npm, ['run', '--silent', step], {
      cwd: path.resolve(import.meta.dirname, '..'),
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell: process.platform === 'win32',
    })
    const output: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk))
    child.on('close', (code) => {
      const outcome = { step, ok: code === 0, seconds: seconds(start) }
      const said = Buffer.concat(output)
      if (!outcome.ok) process.stdout.write(said)
      console.log(line(outcome))
      // What a step could not do is no failure, and must not look like a success either.
      if (outcome.ok) for (const note of said.toString().match(/^NOTE .*$/gm) ?? []) console.log(`       ${note.slice(5)}`)
      resolve(outcome)
    })
  })
}

const line = ({ step, ok, seconds }: Outcome) =>
  `${ok ? 'ok    ' : 'FAILED'} ${step.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s`

const start = performance.now()
const outcomes: Outcome[] = []

// Two at a time: each of these keeps about one processor busy.
const waiting = [...staticSteps]
const worker = async () => {
  for (let step = waiting.shift(); step; step = waiting.shift()) outcomes.push(await run(step, true))
}
await Promise.all([worker(), worker()])
if (!process.argv.includes('--static')) for (const step of heavySteps) outcomes.push(await run(step, false))

const failed = outcomes.filter((outcome) => !outcome.ok).map((outcome) => outcome.step)
console.log(`\ncheck: ${outcomes.length - failed.length} of ${outcomes.length} steps passed in ${seconds(start).toFixed(0)} s`)
if (failed.length > 0) {
  console.log(`failed: ${failed.join(', ')}  (again, alone: npm run NAME)`)
  process.exitCode = 1
}
