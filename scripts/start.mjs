import path from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { ensureBuilt, root } from './ensure-built.mjs'

/** `npm start [-- arguments of the server]`: builds when needed, then is the server (one process, so signals reach it). */
ensureBuilt()
const server = path.join(root, 'dist', 'server.js')
process.argv.splice(1, 1, server)
process.setSourceMapsEnabled(true)
await import(pathToFileURL(server).href)
