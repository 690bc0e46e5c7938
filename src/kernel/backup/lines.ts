/** Bytes of lines handed on together. */
const portion = 1024 * 1024
const mostLines = 5000

/** The lines of a text, in portions. */
export async function* linesOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder()
  let rest = ''
  let lines: string[] = []
  let bytes = 0
  for await (const chunk of content) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) {
      lines.push(line)
      bytes += line.length
      if (bytes >= portion || lines.length >= mostLines) {
        yield lines
        lines = []
        bytes = 0
      }
    }
  }
  if (rest !== '') lines.push(rest)
  if (lines.length > 0) yield lines
}
