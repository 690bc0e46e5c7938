import { expect, test } from 'vitest'
import { printFigure } from './figure-format.rules.ts'

test.each([
  ['26012', 'count', 'exact', undefined, '26.012'],
  ['5', 'count', 'exact', undefined, '05'],
  ['0', 'count', 'exact', undefined, '0'],
  ['10', 'count', 'exact', undefined, '10'],
  ['57.6', 'percent', 'exact', undefined, '57,6'],
  ['72.70', 'score', 'exact', undefined, '72,70'],
  ['45.366', 'score', 'exact', undefined, '45,366'],
  ['3', 'rank', 'exact', undefined, '3'],
  ['2', 'rank-change', 'exact', undefined, '02'],
  ['100000', 'count', 'over', undefined, 'trên 100.000'],
  ['40', 'count', 'under', undefined, 'gần 40'],
  ['7', 'ordinal', 'exact', 'roman', 'VII'],
  ['9001', 'identifier', 'exact', 'year', '9001'],
  ['5', 'count', 'exact', 'plain', '5'],
  ['20000000', 'money', 'exact', 'words', 'hai mươi triệu'],
  [null, 'count', 'exact', undefined, '…'],
] as const)('%s (%s, %s, %s) prints %s', (value, kind, qualifier, format, printed) => {
  expect(printFigure(value, kind, qualifier, format)).toBe(printed)
})
