import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('files', {
  uploadFile: { vi: 'Tải tệp lên', en: 'Upload files' },
  openFile: { vi: 'Mở tệp của hồ sơ mình được xem', en: 'Open files of records within reach' },
  readFiles: { vi: 'Xem danh mục tệp và tình trạng lưu giữ', en: 'See the inventory of files and its state' },
  openAnyFile: {
    vi: 'Mở mọi tệp không thuộc loại nhạy cảm (có ghi nhật ký)',
    en: 'Open any file that is not sensitive (logged)',
  },
  manageFiles: { vi: 'Xóa, khôi phục, giữ và kiểm tra tệp', en: 'Delete, restore, hold and verify files' },
})
