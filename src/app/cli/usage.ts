import { parseArgs } from 'node:util'
import type { Language } from '#kernel/words.ts'
import type { Output } from './output.ts'

/** A command that cannot go on, told in one line. `key` is a word key below `app.cli`. */
export class CommandFailure extends Error {
  readonly exitCode: 1 | 2 = 1

  constructor(
    readonly key: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(key)
  }
}

/** Wrong usage: a command, option, date or id that does not exist. */
export class UsageError extends CommandFailure {
  override readonly exitCode = 2
}

/** An option: with a value when it names one (`DATE`), a switch otherwise. */
export interface Option {
  value?: string
  required?: boolean
}

/** Words below `app.cli` in the language of the line. */
export type Say = (key: string, params?: Record<string, unknown>) => string

/** What a line asks of its command. */
export interface Asked {
  lang: Language
  say: Say
  out: Output
  /** Where it tells how far long work is, beside what was asked for. */
  err: Output
  /** The argument after the command's name, where it takes one. */
  argument: string
  /** All arguments, where the command takes several. */
  all: string[]
  /** Value of an option; empty when absent. */
  text(name: string): string
  on(name: string): boolean
}

/** A command: what it takes, and what runs it. Gives the exit code; null keeps the process alive (a running server). */
export interface Command {
  name: string
  /** Word that says what it does, below `app.cli`. */
  about: string
  argument?: string
  /** Takes any number of arguments and looks at them itself. */
  many?: boolean
  options: Record<string, Option>
  run(asked: Asked): Promise<number | null>
}

export type Line =
  { kind: 'help'; command: Command | null } | { kind: 'version' } | { kind: 'run'; command: Command; asked: Asked }

/** The language asked for anywhere on the line, so that even a wrong line is answered in it. */
export function languageIn(args: string[]): Language {
  return args.includes('--lang=en') || args.some((a, i) => a === '--lang' && args[i + 1] === 'en') ? 'en' : 'vi'
}

/**
 * Takes a command line apart by what the command declares.
 *
 * @throws UsageError naming the first thing that is wrong.
 */
export function readLine(args: string[], commands: Command[], { say, out, err }: Pick<Asked, 'say' | 'out' | 'err'>): Line {
  const line = withoutLanguage(args)
  const [first = 'help', ...after] = line
  if (first === '--version') return { kind: 'version' }
  if (first === 'help' || first === '--help' || first === '-h')
    return { kind: 'help', command: after.length > 0 ? findCommand(after, commands) : null }
  if (first.startsWith('-')) throw new UsageError('unknownOption', { problem: first })
  const command = findCommand(line, commands)
  const { values, positionals } = readOptions(line.slice(command.name.split(' ').length), command)
  if (values.has('help')) return { kind: 'help', command }
  const surplus = positionals[command.argument ? 1 : 0]
  if (surplus !== undefined && !command.many) throw new UsageError('tooMuch', { value: surplus })
  if (command.argument && !command.many && !positionals[0]) throw new UsageError('missing', { name: command.argument })
  for (const [name, option] of Object.entries(command.options)) {
    if (option.required && !values.has(name)) throw new UsageError('missing', { name: `--${name} ${option.value}` })
  }
  if (values.has('csv') && values.has('json')) throw new UsageError('eitherOr', { a: '--csv', b: '--json' })
  const [argument = ''] = positionals
  return {
    kind: 'run',
    command,
    asked: {
      lang: languageIn(args),
      say,
      out,
      err,
      argument,
      all: positionals,
      text: (name) => values.get(name) ?? '',
      on: (name) => values.has(name),
    },
  }
}

function withoutLanguage(args: string[]): string[] {
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (arg !== '--lang' && !arg.startsWith('--lang=')) {
      rest.push(arg)
      continue
    }
    const value = arg === '--lang' ? (args[++i] ?? '') : arg.slice('--lang='.length)
    if (value !== 'vi' && value !== 'en') throw new UsageError('unknownLanguage', { value })
  }
  return rest
}

/** The options and arguments after a command's name. Loose parsing and own looks, so that what is wrong is told in the user's language. */
function readOptions(args: string[], command: Command): { values: Map<string, string>; positionals: string[] } {
  const declared: Record<string, Option> = { ...command.options, help: {} }
  const options = Object.fromEntries(
    Object.entries(declared).map(([name, { value }]) => [name, { type: value ? ('string' as const) : ('boolean' as const) }]),
  )
  const { tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    options: { ...options, help: { type: 'boolean', short: 'h' } },
  })
  const values = new Map<string, string>()
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const option = declared[token.name]
    if (!option || !(token.rawName.startsWith('--') || token.rawName === '-h'))
      throw new UsageError('unknownOption', { problem: token.rawName })
    if (!option.value && token.value !== undefined) throw new UsageError('noValue', { name: token.rawName })
    // `--report --csv` lacks the report; a value that begins with a dash is written `--search=-x`.
    const lacking = !token.value || (!token.inlineValue && token.value.startsWith('-'))
    if (option.value && lacking) throw new UsageError('missing', { name: `${token.rawName} ${option.value}` })
    values.set(token.name, token.value ?? '')
  }
  return { values, positionals }
}

/** The command whose name the words begin with. @throws UsageError */
function findCommand(words: string[], commands: Command[]): Command {
  const found = commands.find((c) => c.name === words.slice(0, c.name.split(' ').length).join(' '))
  if (found) return found
  // Of a command in two words (`audit verify`) the first alone is not enough.
  const [first = '', second] = words
  const group = commands.filter((c) => c.name.startsWith(`${first} `))
  if (group.length > 0 && (second === undefined || second.startsWith('-')))
    throw new UsageError('missing', { name: group.map((c) => c.name.slice(first.length + 1)).join('|') })
  throw new UsageError('unknownCommand', { name: group.length > 0 ? `${first} ${second}` : first })
}
