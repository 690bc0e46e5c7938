import { defineWords } from './words.ts'

export const kernelWords = defineWords({
  vi: {
    search: 'Tìm',
    asOf: 'Tính đến {{date}}',
    produced: 'Người kết xuất: {{by}}, lúc {{at}}',
    ordinal: 'TT',
    notSignedIn: 'Bạn chưa đăng nhập hoặc phiên làm việc đã hết. Hãy đăng nhập lại; nội dung đang nhập vẫn được giữ.',
    forbidden: 'Bạn chưa được giao quyền làm việc này. Hãy đề nghị người quản trị.',
    notFound: 'Không tìm thấy nội dung bạn cần.',
    pastDate: 'Đang xem theo ngày {{asOf}}: chỉ xem, không sửa. Hãy trở về hôm nay để tiếp tục.',
    requestReused: 'Mã yêu cầu này đã dùng cho một việc khác. Chưa có gì thay đổi; hãy thử lại.',
    toldOnce: 'Việc này đã làm xong và kết quả chỉ hiện một lần. Nếu chưa kịp ghi lại, hãy đặt mật khẩu mới.',
    invalidInput: 'Một số ô chưa đúng. Hãy sửa các ô được đánh dấu; nội dung đã nhập vẫn được giữ.',
    changedMeanwhile: 'Người khác vừa thay đổi nội dung này. Hãy tải lại để xem bản mới; nội dung bạn nhập vẫn được giữ.',
    unavailable: 'Hệ thống tạm thời chưa phục vụ được. Hãy thử lại sau ít phút.',
    tookTooLong:
      'Việc này chạy quá {{seconds}} giây nên đã được dừng, chưa có gì thay đổi. Hãy thu hẹp điều kiện tìm hoặc lọc rồi thử lại.',
    bodyTooLarge: 'Nội dung gửi lên lớn hơn mức hệ thống nhận. Chưa có gì thay đổi; hãy chia nhỏ rồi gửi lại.',
    badRequest: 'Yêu cầu không đúng dạng nên hệ thống không nhận. Chưa có gì thay đổi; hãy tải lại trang rồi thử lại.',
    wordTooLong:
      'Danh sách có hơn {{limit}} dòng, quá dài cho một bảng Word. Hãy lọc bớt, hoặc xuất ra Excel: tệp Excel chứa được toàn bộ.',
    constraint: 'Nội dung trùng hoặc chồng lấn với dữ liệu đã có. Chưa có gì thay đổi.',
    unexpected:
      'Có sự cố ngoài dự kiến, chưa có gì thay đổi. Hãy thử lại; nếu vẫn lỗi, báo người quản trị số sự cố {{incident}}.',
    job: {
      unexpected:
        'Có sự cố ngoài dự kiến (số {{incident}}). Công việc sẽ tự thử lại; nếu đã thôi thử, hãy bấm “Chạy lại” hoặc báo người quản trị.',
      processDied: 'Máy chủ dừng đột ngột khi đang chạy công việc này. Phần đã xong vẫn được giữ.',
      inputOld: 'Công việc được lập bởi một phiên bản khác của chương trình và không còn chạy được. Hãy lập lại từ đầu.',
      accountGone: 'Tài khoản của người lập công việc đã bị khóa, nên công việc không được chạy.',
      replaced: 'Đã có lần chạy sau thay thế.',
    },
    mail: {
      product: 'Nội Vụ',
      subject: '{{count}} thông báo mới',
      open: 'Mở trên hệ thống',
      more: 'Còn {{count}} thông báo khác, xem trên hệ thống.',
      why: 'Thư tự động của nền tảng Nội Vụ, xin không trả lời. Đổi cách nhận thư tại mục Thông báo của tài khoản.',
    },
    start: {
      folderNotWritable:
        'Không ghi được vào thư mục dữ liệu {{folder}}. Hãy kiểm tra quyền ghi hoặc đặt NOIVU_DATA sang thư mục khác.',
      folderInUse:
        'Thư mục dữ liệu {{folder}} đang do một tiến trình khác sử dụng (số {{pid}}). Hãy dừng tiến trình đó hoặc chọn thư mục khác.',
      databaseUnreachable: 'Không kết nối được cơ sở dữ liệu ở DATABASE_URL: {{reason}}',
      filesUnreachable: 'Không kết nối được kho tệp S3 ở {{endpoint}}: {{reason}}',
      postgresTooOld: 'Máy chủ PostgreSQL quá cũ: cần bản 15 trở lên.',
      databaseFailed: 'Không mở được cơ sở dữ liệu: {{reason}}',
      databaseNewer:
        'Cơ sở dữ liệu thuộc phiên bản mới hơn chương trình (có {{migration}}). Hãy cài phiên bản mới của chương trình.',
      migrationChanged: 'Tệp nâng cấp {{migration}} đã bị sửa sau khi áp dụng. Hãy cài lại đúng phiên bản chương trình.',
      portInUse: 'Cổng {{port}} đang có chương trình khác dùng. Hãy đặt PORT sang số khác, ví dụ PORT=3001.',
      settingsInvalid: 'Thiết đặt chưa đúng: {{problems}}',
    },
  },
  en: {
    search: 'Search',
    asOf: 'As of {{date}}',
    produced: 'Produced by {{by}} at {{at}}',
    ordinal: 'No.',
    notSignedIn: 'You are not signed in, or the session has ended. Sign in again; what you typed is kept.',
    forbidden: 'You have not been given the right to do this. Ask an administrator.',
    notFound: 'Not found.',
    pastDate: 'You are looking at {{asOf}}: reading only. Return to today to go on.',
    requestReused: 'This request id was used for something else. Nothing has changed; try again.',
    toldOnce: 'This is done, and its answer was shown once. If it was not written down, set a new password.',
    invalidInput: 'Some fields are not right. Correct the marked fields; what you typed is kept.',
    changedMeanwhile: 'Somebody else has just changed this. Reload to see the new version; what you typed is kept.',
    unavailable: 'The service is unavailable for the moment. Try again in a few minutes.',
    tookTooLong:
      'This ran longer than {{seconds}} seconds and was stopped; nothing has changed. Narrow the search or filters and try again.',
    bodyTooLarge: 'What was sent is larger than the platform takes. Nothing has changed; send it in smaller parts.',
    badRequest: 'The request was not in a form the platform takes. Nothing has changed; reload the page and try again.',
    wordTooLong:
      'The list has more than {{limit}} rows, too long for a Word table. Filter it, or export to Excel, which holds all of it.',
    constraint: 'This repeats or overlaps what is already recorded. Nothing has changed.',
    unexpected:
      'Something unforeseen happened; nothing has changed. Try again; if it persists, tell an administrator incident {{incident}}.',
    job: {
      unexpected:
        'Something unforeseen happened (incident {{incident}}). The job is tried again by itself; once it gave up, choose “Retry” or tell an administrator.',
      processDied: 'The server stopped suddenly while this job was running. What was finished is kept.',
      inputOld: 'The job was made by another version of this program and can no longer run. Start it anew.',
      accountGone: 'The account of who started this job was disabled, so it is not run.',
      replaced: 'A later run took its place.',
    },
    mail: {
      product: 'Noi Vu',
      subject: '{{count}} new notices',
      open: 'Open in the platform',
      more: '{{count}} more notices are in the platform.',
      why: 'Sent by the Nội Vụ platform; please do not answer. Choose what you get by e-mail under Notices in your account.',
    },
    start: {
      folderNotWritable: 'Cannot write to the data folder {{folder}}. Check its permissions or point NOIVU_DATA elsewhere.',
      folderInUse: 'The data folder {{folder}} is in use by another process ({{pid}}). Stop it or choose another folder.',
      databaseUnreachable: 'Cannot reach the database at DATABASE_URL: {{reason}}',
      filesUnreachable: 'Cannot reach the S3 file store at {{endpoint}}: {{reason}}',
      postgresTooOld: 'The PostgreSQL server is too old: version 15 or newer is needed.',
      databaseFailed: 'Cannot open the database: {{reason}}',
      databaseNewer: 'The database belongs to a newer version of this program (it has {{migration}}). Install the newer version.',
      migrationChanged: 'Migration {{migration}} was edited after it was applied. Install the proper version again.',
      portInUse: 'Port {{port}} is taken by another program. Set PORT to another number, such as PORT=3001.',
      settingsInvalid: 'Settings are not right: {{problems}}',
    },
  },
})
