import { z } from 'zod'
import { markStyles } from '#ui/nonce.ts'

// The pages forbid code made from text (Content-Security-Policy), which zod would otherwise probe for when the first schema is made.
z.config({ jitless: true })

markStyles()
void import('./ui/main.tsx')
