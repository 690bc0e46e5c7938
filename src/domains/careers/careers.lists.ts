import { defineCodeList } from '#kernel/codelist/codelist.rules.ts'

const reach = (key: string) => ({ key, title: `careers.levelActs.${key}`, choices: ['unit', 'all'], words: 'careers.reaches.' })

/** Management levels, and how far one must reach to draft, check and sign at each: the body's own people, or the whole province. */
export const levelList = defineCodeList({
  id: 'careers.levels',
  title: 'careers.levelList',
  about: 'careers.levelListAbout',
  file: 'domains/careers/data/levels.csv',
  editable: true,
  columns: [reach('draft'), reach('check'), reach('sign')],
})
