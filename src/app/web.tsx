import { z } from 'zod'

// The pages forbid code made from text (Content-Security-Policy), which zod would otherwise probe for when the first schema is made.
z.config({ jitless: true })

void import('./ui/main.tsx')
