import { defineCodeList } from '#kernel/codelist/codelist.rules.ts'
import { fieldClasses, listNames } from './section.rules.ts'

/** Lists the file chooses from; those of the department's practice it may edit. */
export const codeLists = listNames.map((name) =>
  defineCodeList({
    id: `personnel.${name}`,
    title: `personnel.lists.${name}`,
    about: 'personnel.listAbout',
    file: `domains/personnel/data/${name}.csv`,
    editable: name !== 'ethnic-groups',
    columns: [],
  }),
)

/** How closely each field is kept, and by which law. A rule of the program: the database enforces the same. */
export const classList = defineCodeList({
  id: 'personnel.field-classes',
  title: 'personnel.lists.field-classes',
  about: 'personnel.classesAbout',
  file: 'domains/personnel/data/field-classes.csv',
  editable: false,
  columns: [{ key: 'class', title: 'personnel.class', choices: [...fieldClasses], words: 'personnel.classes.' }],
})

/** Ranks of civil servants and titles of public employees. */
export const rankList = defineCodeList({ ...(codeLists[listNames.indexOf('ranks')] as (typeof codeLists)[number]) })

export const personnelLists = [classList, ...codeLists]
