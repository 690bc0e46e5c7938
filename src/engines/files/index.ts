/** The engine of files: what they are, who may open them, what they look like, whether they are still whole. Knows no domain. */
export { contentDisposition, readRange, tagMatches } from './file.rules.ts'
export {
  attachFile,
  checkUnfinished,
  detachFile,
  filesOf,
  logOpening,
  openFile,
  type OpenedFile,
  receiveFile,
  storeFile,
} from './file.service.ts'
export { checkContent, checkFixity, faultFound, type FileFault, neededContents, tidyFiles } from './fixity.ts'
export { Previews } from './preview.ts'
export { refuse as refuseFile } from './files.refusals.ts'
export { defineFileOwner, defineFilePurpose, megabyte, purposeOf } from './purpose.ts'
