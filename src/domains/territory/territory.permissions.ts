import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('territory', {
  readDossier: { vi: 'Xem hồ sơ địa giới', en: 'See boundary dossiers' },
  changeDossier: { vi: 'Lập hồ sơ địa giới, ghi việc ký', en: 'Make boundary dossiers, record signatures' },
})
