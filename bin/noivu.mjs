#!/usr/bin/env node
import path from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { ensureBuilt, root } from '../scripts/ensure-built.mjs'

ensureBuilt()
const cli = path.join(root, 'dist', 'cli.js')
process.argv.splice(1, 1, cli)
process.setSourceMapsEnabled(true)
await import(pathToFileURL(cli).href)
