import type { Block, DocumentModel, Run } from './document.contract.ts'

/** Letters with two marks, capital and small, upright and bold: where a font or a line height fails first. */
export const stackedLetters = 'ẤẦẨẪẬ ẮẰẲẴẶ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ ấầẩẫậ ắằẳẵặ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự đĐ ỹỲỵỴ'

/** Text that means something to XML, HTML, Typst or a script, and must be printed as it is. */
export const hostileText =
  '#import "x" #read("/etc/passwd") $a$ *bold* _it_ `raw` <b>&amp;</b> </script><!-- ]]> ' +
  '\\u{41} \\\' "q" @ref //c /*d*/ = h ~ -- ---'

const text = (value: string): Run => ({ kind: 'text', text: value })
const note = (number: number): Run => ({ kind: 'footnote', number })
const figure = (figureId: string, value: string, source: 'computed' | 'typed' = 'computed'): Run => ({
  kind: 'figure',
  figureId,
  text: value,
  source,
  status: 'ok',
})

let counter = 0
const id = () => `b${++counter}`
const heading = (level: 0 | 1 | 2 | 3 | 4 | 5, number: string, ...runs: Run[]): Block => ({
  kind: 'heading',
  id: id(),
  level,
  number,
  runs,
})
const paragraph = (...runs: Run[]): Block => ({ kind: 'paragraph', id: id(), runs })
const bullet = (sign: '-' | '+', ...runs: Run[]): Block => ({ kind: 'paragraph', id: id(), bullet: sign, runs })

const filler =
  'Ban Chủ nhiệm Câu lạc bộ đã duy trì lịch sinh hoạt hằng tuần, phân công người phụ trách từng nhóm tuổi, theo dõi việc tập ' +
  'luyện của từng kỳ thủ và kịp thời điều chỉnh giáo án cho phù hợp với trình độ; tổ chức các buổi phân tích ván đấu, mời ' +
  'kỳ thủ có đẳng cấp đến trao đổi kinh nghiệm, qua đó nâng cao chất lượng chuyên môn và tinh thần đoàn kết giữa các hội viên.'

/** A report of an invented chess club with every kind of block, heading level and run, and six footnotes. */
export function aDocument(overrides: Partial<DocumentModel> = {}): DocumentModel {
  counter = 0
  return {
    layout: 'party-2018',
    language: 'vi',
    header: {
      superior: 'Liên hiệp các Câu lạc bộ Thể thao trí tuệ thành phố',
      issuer: 'Câu lạc bộ Cờ vua Hoa Sen',
      number: '07-BC/CLB',
      place: 'Hoa Sen',
      date: '2031-02-05',
    },
    type: 'BÁO CÁO',
    summary: 'Kết quả hoạt động của Câu lạc bộ năm 2030; phương hướng, nhiệm vụ năm 2031',
    addressees: ['Ban Chấp hành Liên hiệp các Câu lạc bộ Thể thao trí tuệ'],
    blocks: [
      paragraph(text('Thực hiện chương trình công tác năm 2030, Câu lạc bộ Cờ vua Hoa Sen báo cáo kết quả như sau:')),
      heading(0, 'Phần thứ nhất', text('Kết quả hoạt động năm 2030'), note(1)),
      heading(1, 'I-', text('Khái quát đặc điểm, tình hình Câu lạc bộ')),
      paragraph(
        text('Câu lạc bộ hiện có '),
        figure('M-01', '05'),
        text(' nhóm với '),
        figure('M-02', '1.208'),
        text(' hội viên, trong đó '),
        figure('M-03', '57,6%'),
        text(' dưới 18 tuổi'),
        note(2),
        text('. '),
        text(filler),
      ),
      paragraph(text(filler)),
      heading(1, 'II-', text('Kết quả thực hiện nhiệm vụ')),
      heading(2, '1-', text('Công tác tổ chức')),
      paragraph(
        text('Các nhóm '),
        { kind: 'text', text: 'Mã, Tượng', italic: true },
        text(' và '),
        { kind: 'text', text: 'Hậu', bold: true },
        text(` đều có người phụ trách. ${filler}`),
      ),
      heading(2, '2-', text('Công tác chuyên môn')),
      heading(3, '2.1-', text('Tập luyện và phong cấp kỳ thủ'), note(3)),
      heading(4, 'a-', text('Lớp cơ bản')),
      heading(5, '', text('Về giáo án lớp cơ bản')),
      paragraph(text(filler)),
      bullet('-', text('Khai cuộc: '), figure('M-04', '12'), text(' buổi; '), text(filler)),
      bullet('-', text('Tàn cuộc: '), figure('M-05', '09', 'typed'), text(' buổi.')),
      bullet('+', text('Tàn cuộc Xe: 04 buổi;')),
      bullet('+', text('Tàn cuộc Tốt: 05 buổi.')),
      heading(4, 'b-', text('Lớp nâng cao')),
      heading(5, '-', text('Về phân tích ván đấu')),
      paragraph(text(filler), note(4)),
      paragraph(text(`Chữ có hai dấu: ${stackedLetters}.`)),
      paragraph({ kind: 'text', text: `Chữ đậm có hai dấu: ${stackedLetters}.`, bold: true }),
      heading(3, '2.2-', text('Giải đấu trong năm')),
      paragraph(text(filler), text(' '), text(filler)),
      {
        kind: 'paragraph',
        id: id(),
        author: 'Người viết',
        runs: [text('Nhận xét của người viết: giải mùa thu được tổ chức chu đáo.')],
      },
      heading(3, '2.3.', text('Ký tự đặc biệt')),
      paragraph(text(hostileText)),
      heading(2, '3-', text('Công tác tài chính')),
      paragraph(text('Tổng thu '), figure('M-06', '20.000.000đ'), text(' (hai mươi triệu đồng)'), note(5), text(`. ${filler}`)),
      heading(1, 'III-', text('Đánh giá kết quả thực hiện')),
      heading(2, '1-', text('Ưu điểm')),
      paragraph(text(filler)),
      heading(2, '2-', text('Hạn chế, khuyết điểm')),
      paragraph(text(filler)),
      heading(0, 'Phần thứ hai', text('Phương hướng, nhiệm vụ năm 2031')),
      heading(1, 'I-', text('NHIỆM VỤ CHUYÊN MÔN')),
      paragraph(
        text('1- Mở thêm '),
        figure('M-07', '02'),
        text(' nhóm mới ở các phường, ưu tiên nơi đã có phòng tập'),
        note(6),
        text('.'),
      ),
      paragraph(text(`2- ${filler}`)),
      heading(1, 'II-', text('NHIỆM VỤ PHONG TRÀO')),
      paragraph(text(filler)),
      paragraph(
        text(
          'Trên đây là báo cáo kết quả hoạt động năm 2030; phương hướng, nhiệm vụ năm 2031. ' +
            'Câu lạc bộ Cờ vua Hoa Sen trân trọng báo cáo.',
        ),
      ),
    ],
    footnotes: [
      { number: 1, runs: [text('Số liệu tính đến ngày 31/12/2030.')] },
      {
        number: 2,
        runs: [
          text('Gồm nhóm Mã '),
          figure('M-08', '310'),
          text(', nhóm Tượng '),
          figure('M-09', '290'),
          text(`; các nhóm còn lại. ${filler}`),
        ],
      },
      { number: 3, runs: [text('Theo quy chế phong cấp & xếp hạng <nội bộ> của Câu lạc bộ.')] },
      { number: 4, runs: [text(`Ván đấu mẫu "Hoa Sen - Hoa Mai" 1/2 - 1/2. ${stackedLetters}`)] },
      { number: 5, runs: [text('Trong đó, hội phí '), figure('M-10', '15.000.000đ'), text('; tài trợ 5.000.000đ.')] },
      { number: 6, runs: [text('Phường Đông 01 nhóm, phường Tây 01 nhóm.')] },
    ],
    recipients: ['Như trên', 'Ban Chủ nhiệm', 'Các nhóm trưởng', 'Các phòng tập, trung tâm thuộc Câu lạc bộ', 'Lưu: VT, VPCLB'],
    signature: { authority: ['T/M Ban Chủ nhiệm'], post: 'Chủ nhiệm', name: 'Lê Hoàng Mã Giao' },
    ...overrides,
  }
}

/** The same report with its body repeated: about 20 printed pages for 6 times. */
export function aLongDocument(times: number): DocumentModel {
  const doc = aDocument()
  const blocks: Block[] = []
  const footnotes: DocumentModel['footnotes'] = []
  for (let round = 0; round < times; round++) {
    const shift = round * doc.footnotes.length
    const renumber = (run: Run): Run => (run.kind === 'footnote' ? { ...run, number: run.number + shift } : run)
    blocks.push(...doc.blocks.map((block) => ({ ...block, id: `${block.id}-${round}`, runs: block.runs.map(renumber) })))
    footnotes.push(...doc.footnotes.map((item) => ({ number: item.number + shift, runs: item.runs })))
  }
  return { ...doc, blocks, footnotes }
}
