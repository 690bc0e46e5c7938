import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Packages every page needs, in files of their own: they change seldom, so browsers keep them from one release to the next. */
const everyPage = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store)[\\/]/ },
  { name: 'data', test: /node_modules[\\/](@tanstack|@orpc|zod|i18next|react-i18next)[\\/]/ },
]

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    sourcemap: false,
    // The rest, Ant Design included, is cut by use: a screen loaded on demand brings only what the first page did not have.
    rolldownOptions: { output: { codeSplitting: { groups: everyPage } } },
  },
  server: {
    port: 5173,
    proxy: { '/api': `http://127.0.0.1:${process.env.PORT ?? '3000'}` },
  },
})
