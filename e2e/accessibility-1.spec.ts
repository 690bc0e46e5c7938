import { expect, test } from 'vitest'
import { screens } from '#app/screens.ts'
import { walkScreens } from './accessibility.ts'
import { shown } from './screens.ts'

test('every screen of the platform is walked here, and none that is gone', () => {
  const routes = new Set(screens.map(({ path }) => path))
  expect([...routes].filter((path) => !shown.some(({ route }) => route === path))).toEqual([])
  expect(shown.filter(({ route }) => route !== 'sign-in' && !routes.has(route))).toEqual([])
})

walkScreens(1, 2)
