import { createRoot } from 'react-dom/client'
import { AppearanceProvider } from '#ui/appearance.tsx'
import { startWords } from '#ui/i18n.ts'
import '#ui/global.css'
import { blocks, pickers, screens } from '../screens.ts'
import { wordResources } from '../words.ts'
import { Application } from './application.tsx'

startWords(wordResources)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <AppearanceProvider>
    <Application screens={screens} blocks={blocks} pickers={pickers} />
  </AppearanceProvider>,
)
