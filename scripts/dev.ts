import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import process from 'node:process'

/**
 * `npm run dev [-- arguments of the server]`: the server from source, started again at each change, and Vite in front of it. Open the
 * address Vite prints; it hands /api on to the server.
 */
const root = path.resolve(import.meta.dirname, '..')
const bin = (name: string) => path.join(root, 'node_modules', '.bin', name)
const start = (command: string, args: string[]) =>
  spawn(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })

const running: ChildProcess[] = [
  start(bin('tsx'), ['watch', '--clear-screen=false', 'src/app/server.ts', ...process.argv.slice(2)]),
  start(bin('vite'), []),
]

let stopping = false
const stop = () => {
  if (stopping) return
  stopping = true
  running.forEach((child) => child.kill('SIGTERM'))
}
// Ctrl+C reaches the two by itself: they share the terminal. Telling them again would interrupt their orderly end.
process.on('SIGINT', () => (stopping = true))
process.on('SIGTERM', stop)
for (const child of running)
  child.on('exit', (code) => {
    process.exitCode ??= code ?? 0
    stop()
  })
