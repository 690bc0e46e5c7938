import { Output } from './cli/output.ts'
import { runLine } from './cli/run.ts'

/** The command `noivu`. */
const code = await runLine(process.argv.slice(2), { out: new Output(process.stdout), err: new Output(process.stderr) })
if (code !== null) process.exit(code)
