// Loaded into the server of a run (`node --import`): its standard input is a pipe from whoever started it. However that one ends, the
// pipe closes; the server then stops as it would on Ctrl+C, and its temporary data go. Plain JavaScript: the server runs without tsx.
import { rmSync } from 'node:fs'
import process from 'node:process'
import { isMainThread } from 'node:worker_threads'

const patience = 15_000

// The threads of the server load this too.
if (isMainThread) {
  process.stdin.resume().once('close', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), patience).unref()
  })
  process.once('exit', () => rmSync(process.env.NOIVU_DATA, { recursive: true, force: true }))
}
