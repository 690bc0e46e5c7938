import { walkScreens } from './accessibility.ts'

walkScreens(2, 2)
