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

const stop = () => running.forEach((child) => child.kill('SIGTERM'))
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
for (const child of running)
  child.on('exit', (code) => {
    process.exitCode ??= code ?? 0
    stop()
  })
