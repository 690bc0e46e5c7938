import { StartFailure } from '#kernel/data-folder.ts'
import { Refusal } from '#kernel/errors.ts'
import { kernelWords } from '#kernel/kernel.words.ts'
import { makeTranslate } from '#kernel/translate.ts'
import { appWords } from './app.words.ts'
import { commands } from './cli/commands.ts'
import { helpOf, helpOfAll } from './cli/help.ts'
import { output } from './cli/output.ts'
import { CommandFailure, languageIn, readLine } from './cli/usage.ts'
import { readVersion } from './config.ts'

/**
 * The command `noivu`. Exit code: 0 nothing wrong, 1 something wrong was found or the work could not be done, 2 wrong usage. What is known
 * without opening anything (help, wrong usage) is answered without loading the platform.
 */
const args = process.argv.slice(2)
const lang = languageIn(args)
const words = makeTranslate({ kernel: kernelWords, app: appWords })

async function run(): Promise<number | null> {
  const say = (key: string, params?: Record<string, unknown>) => words(lang, `app.cli.${key}`, params)
  const line = readLine(args, commands, say)
  if (line.kind === 'run') return line.command.run(line.asked)
  const text = line.kind === 'version' ? `${readVersion()}\n` : line.command ? helpOf(line.command, say) : helpOfAll(commands, say)
  await output.print(text)
  return 0
}

/** One clear line for what was foreseen, the whole story for what was not. */
async function tell(error: unknown): Promise<{ text: string; code: number }> {
  if (error instanceof CommandFailure) return { text: words(lang, `app.cli.${error.key}`, error.params), code: error.exitCode }
  if (error instanceof StartFailure) return { text: words(lang, `kernel.${error.key}`, error.params), code: 1 }
  if (error instanceof Refusal) {
    const { translate } = await import('./platform.ts')
    return { text: translate(lang, error.code, error.params), code: 1 }
  }
  return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), code: 1 }
}

let code: number | null
try {
  code = await run()
} catch (error) {
  const told = await tell(error)
  code = told.code
  await new Promise<void>((done) => process.stderr.write(`${told.text}\n`, () => done()))
}
if (code !== null) process.exit(code)
