import { z } from 'zod'
import { StoredFile } from '#engines/files/file.contract.ts'
import { Done, Id, operation } from '#kernel/contract.ts'
import { can } from './organization.permissions.ts'

export const documentContract = {
  unitDocuments: operation(can.readUnit)
    .route({
      method: 'GET',
      path: '/organization/units/{id}/documents',
      summary: 'Files kept with a unit: decisions, statutes, maps',
      tags: ['organization'],
    })
    .input(z.object({ id: Id }))
    .output(z.array(StoredFile)),
  addUnitDocument: operation(can.changeUnit)
    .route({
      method: 'POST',
      path: '/organization/units/{id}/documents',
      summary: 'Keep an uploaded file with a unit',
      tags: ['organization'],
    })
    .input(z.object({ id: Id, fileId: Id }))
    .output(Done),
  removeUnitDocument: operation(can.changeUnit)
    .route({
      method: 'POST',
      path: '/organization/units/{id}/documents/remove',
      summary: 'Keep a file with a unit no more; the file itself stays for some days',
      tags: ['organization'],
    })
    .input(z.object({ id: Id, fileId: Id, reason: z.string().trim().min(1).max(500) }))
    .output(Done),
}
