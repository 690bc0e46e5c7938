import { StartFailure } from '#kernel/data-folder.ts'
import { Refusal } from '#kernel/errors.ts'
import { kernelWords } from '#kernel/kernel.words.ts'
import { makeTranslate } from '#kernel/translate.ts'
import type { Language } from '#kernel/words.ts'
import { appWords } from '../app.words.ts'
import { readVersion } from '../config.ts'
import { commands } from './commands.ts'
import { helpOf, helpOfAll } from './help.ts'
import type { Output } from './output.ts'
import { CommandFailure, languageIn, readLine } from './usage.ts'

/** Words that need no domain: help and wrong usage are answered without loading the platform. */
const words = makeTranslate({ kernel: kernelWords, app: appWords })

/** Where a command prints what was asked for, and where it tells why it could not. */
export interface Streams {
  out: Output
  err: Output
}

/**
 * Runs a line of the command `noivu`.
 *
 * @returns the exit code: 0 nothing wrong, 1 something wrong was found or the work could not be done, 2 wrong usage; null while a server
 *   goes on running.
 */
export async function runLine(args: string[], { out, err }: Streams): Promise<number | null> {
  const lang = languageIn(args)
  const say = (key: string, params?: Record<string, unknown>) => words(lang, `app.cli.${key}`, params)
  try {
    const line = readLine(args, commands, { say, out, err })
    if (line.kind === 'run') return await line.command.run(line.asked)
    await out.print(
      line.kind === 'version' ? `${readVersion()}\n` : line.command ? helpOf(line.command, say) : helpOfAll(commands, say),
    )
    return 0
  } catch (error) {
    await err.print(`${await tell(error, lang)}\n`)
    return error instanceof CommandFailure ? error.exitCode : 1
  }
}

/** One clear line for what was foreseen, the whole story for what was not. */
async function tell(error: unknown, lang: Language): Promise<string> {
  if (error instanceof CommandFailure) return words(lang, `app.cli.${error.key}`, error.params)
  if (error instanceof StartFailure) return words(lang, `kernel.${error.key}`, error.params)
  if (error instanceof Refusal) return (await import('../platform.ts')).translate(lang, error.code, error.params)
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
