import { BorderStyle } from 'docx'

/** What all official paper shares in Word, of the state and of the Party: its face, and the units in which Word measures. */
export const font = 'Times New Roman'

/** Points as Word counts sizes of type: in halves. */
export const half = (points: number) => points * 2

/** Millimetres in twentieths of a point. */
export const twips = (millimetres: number) => Math.round((millimetres * 1440) / 25.4)

/** Edges of tables: none, or a hairline. */
export const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
export const thin = { style: BorderStyle.SINGLE, size: 4, color: '000000' }
