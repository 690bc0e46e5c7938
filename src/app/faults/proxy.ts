import { connect, createServer, type Socket } from 'node:net'

/** A line to a server that can be cut, refused or frozen. */
export interface Line {
  port: number
  /** Cuts every connection there is; new ones are let through. */
  cut(): void
  /** Cuts everything and lets nothing through any more. */
  refuse(): void
  /** Nothing moves any more, and nobody is told. */
  freeze(): void
  /** As at the beginning. */
  heal(): void
  /** Connections at this moment. */
  count(): number
  close(): Promise<void>
}

/** Opens a line of one's own to a server. */
export async function lineTo(host: string, port: number): Promise<Line> {
  const open = new Set<Socket>()
  let state: 'open' | 'refusing' | 'frozen' = 'open'
  const server = createServer((near) => {
    if (state === 'refusing') return void near.destroy()
    open.add(near)
    near.on('error', () => near.destroy()).on('close', () => open.delete(near))
    if (state === 'frozen') return void near.pause()
    const far = connect({ host, port })
    const pass = (from: Socket, to: Socket) =>
      from.on('data', (bytes) => {
        if (state !== 'frozen') to.write(bytes)
      })
    pass(near, far)
    pass(far, near)
    far.on('error', () => near.destroy()).on('close', () => near.destroy())
    near.on('close', () => far.destroy())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut,
    refuse: () => {
      state = 'refusing'
      cut()
    },
    freeze: () => void (state = 'frozen'),
    heal: () => {
      // What was frozen has lost bytes: nobody may go on with it.
      if (state === 'frozen') cut()
      state = 'open'
    },
    count: () => open.size,
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()))
      cut()
      await closed
    },
  }
}
