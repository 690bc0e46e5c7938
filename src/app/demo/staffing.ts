/** How units are staffed: kind by kind, how many people, who leads, who works there. */

/** A title, how often it occurs among the staff, and the share of women who hold it. `{place}` becomes xã, phường, huyện ... */
export type Role = [title: string, weight: number, women: number]

export interface Staffing {
  size: number
  /** One person each, the head first. */
  leaders: Role[]
  /** One for so many of the staff. */
  chief?: { role: Role; per: number }
  staff: Role[]
  /** No staff beside the leaders: the number does not grow with the scale. */
  leadersOnly?: true
}

const officer: Role = ['Chuyên viên', 60, 0.5]
const officers: Role[] = [officer, ['Cán sự', 7, 0.6]]
const clerks: Role[] = [
  ['Kế toán viên', 3, 0.9],
  ['Văn thư', 3, 0.95],
]
const board = (head: string, deputy: string, deputies: number, women: number): Role[] => [
  [head, 1, women],
  ...Array.from({ length: deputies }, (): Role => [deputy, 1, women]),
]
const service = (size: number, women: number, ...titles: string[]): Staffing => ({
  size,
  leaders: board('Giám đốc', 'Phó Giám đốc', 2, 0.35),
  staff: [...titles.map((title, at): Role => [title, at === 0 ? 30 : 10, women]), ...clerks],
})
const school = (size: number, title: string, women: number, deputies: number): Staffing => ({
  size,
  leaders: board('Hiệu trưởng', 'Phó Hiệu trưởng', deputies, Math.min(0.97, women)),
  chief: { role: ['Tổ trưởng chuyên môn', 1, women], per: 11 },
  staff: [[title, 55, women], ['Nhân viên y tế trường học', 2, 0.9], ['Nhân viên thư viện, thiết bị', 2, 0.9], ...clerks],
})
const hospital: Staffing = {
  size: 150,
  leaders: board('Giám đốc', 'Phó Giám đốc', 3, 0.3),
  chief: { role: ['Trưởng khoa', 1, 0.4], per: 24 },
  staff: [['Bác sĩ', 24, 0.45], ['Điều dưỡng', 44, 0.85], ['Kỹ thuật y', 10, 0.5], ['Dược sĩ', 7, 0.8], ...clerks],
}
const college: Staffing = {
  size: 120,
  leaders: board('Hiệu trưởng', 'Phó Hiệu trưởng', 2, 0.3),
  chief: { role: ['Trưởng khoa', 1, 0.45], per: 18 },
  staff: [['Giảng viên', 50, 0.55], ['Chuyên viên', 12, 0.6], ...clerks],
}
/** Cadres first (at most eleven), the rest are commune civil servants: 20 to 21 people (Decree 34/2019). */
const commune: Staffing = {
  size: 20.5,
  leaders: [
    ['Chủ tịch UBND {place}', 1, 0.15],
    ['Bí thư Đảng ủy {place}', 1, 0.12],
    ['Phó Chủ tịch UBND {place}', 1, 0.25],
    ['Phó Bí thư Thường trực Đảng ủy {place}', 1, 0.25],
    ['Phó Chủ tịch HĐND {place}', 1, 0.25],
    ['Chủ tịch Ủy ban MTTQ {place}', 1, 0.25],
    ['Chủ tịch Hội Nông dân {place}', 1, 0.2],
    ['Chủ tịch Hội Liên hiệp Phụ nữ {place}', 1, 1],
    ['Bí thư Đoàn Thanh niên {place}', 1, 0.4],
    ['Chủ tịch Hội Cựu chiến binh {place}', 1, 0.05],
    ['Phó Chủ tịch UBND {place}', 1, 0.2],
  ],
  staff: [
    ['Công chức Văn phòng - Thống kê', 24, 0.6],
    ['Công chức Địa chính - Xây dựng', 20, 0.2],
    ['Công chức Tài chính - Kế toán', 16, 0.75],
    ['Công chức Tư pháp - Hộ tịch', 16, 0.5],
    ['Công chức Văn hóa - Xã hội', 20, 0.55],
    ['Chỉ huy trưởng Ban Chỉ huy quân sự', 11, 0.02],
  ],
}
const district: Staffing = {
  size: 3,
  leadersOnly: true,
  leaders: board('Chủ tịch UBND {place}', 'Phó Chủ tịch UBND {place}', 2, 0.15),
  staff: [officer],
}

export const STAFFING: Record<string, Staffing> = {
  department: { size: 4, leadersOnly: true, leaders: board('Giám đốc Sở', 'Phó Giám đốc Sở', 3, 0.2), staff: [officer] },
  leadership: { size: 4, leadersOnly: true, leaders: board('Giám đốc Sở', 'Phó Giám đốc Sở', 3, 0.2), staff: [officer] },
  division: { size: 9, leaders: board('Trưởng phòng', 'Phó Trưởng phòng', 1, 0.35), staff: officers },
  office: {
    size: 10,
    leaders: board('Chánh Văn phòng', 'Phó Chánh Văn phòng', 1, 0.35),
    staff: [...officers, ['Văn thư', 12, 0.95], ['Kế toán viên', 12, 0.9]],
  },
  inspectorate: {
    size: 6,
    leaders: board('Chánh Thanh tra', 'Phó Chánh Thanh tra', 1, 0.3),
    staff: [['Thanh tra viên', 50, 0.4], officer],
  },
  board: { size: 9, leaders: board('Trưởng ban', 'Phó Trưởng ban', 2, 0.3), staff: officers },
  'sub-department': { size: 15, leaders: board('Chi cục trưởng', 'Phó Chi cục trưởng', 2, 0.3), staff: officers },
  city: district,
  town: district,
  'rural-district': district,
  'rural-commune': commune,
  ward: commune,
  township: commune,
  preschool: school(28, 'Giáo viên mầm non', 0.995, 2),
  'primary-school': school(29, 'Giáo viên tiểu học', 0.85, 1),
  'lower-secondary-school': school(27, 'Giáo viên trung học cơ sở', 0.72, 1),
  'upper-secondary-school': school(72, 'Giáo viên trung học phổ thông', 0.68, 3),
  'continuing-education-centre': { ...school(26, 'Giáo viên', 0.6, 0), leaders: board('Giám đốc', 'Phó Giám đốc', 1, 0.3) },
  hospital,
  'health-centre': { ...hospital, size: 175, staff: [...hospital.staff, ['Hộ sinh', 8, 1], ['Y sĩ', 22, 0.65]] },
  laboratory: service(38, 0.6, 'Kiểm nghiệm viên', 'Dược sĩ'),
  college,
  'vocational-school': { ...college, size: 60, staff: [['Giáo viên', 50, 0.35], ['Chuyên viên', 12, 0.5], ...clerks] },
  broadcaster: service(115, 0.45, 'Phóng viên', 'Biên tập viên', 'Kỹ thuật viên'),
  'project-board': service(105, 0.2, 'Chuyên viên quản lý dự án', 'Kỹ sư'),
  archives: service(18, 0.7, 'Lưu trữ viên', 'Lưu trữ viên trung cấp'),
  'legal-aid-centre': service(26, 0.55, 'Trợ giúp viên pháp lý', 'Chuyên viên'),
  'land-office': service(255, 0.45, 'Viên chức địa chính', 'Chuyên viên'),
  museum: service(34, 0.6, 'Di sản viên', 'Chuyên viên'),
  library: service(28, 0.8, 'Thư viện viên'),
  theatre: { ...service(58, 0.5, 'Diễn viên', 'Nhạc công'), chief: { role: ['Trưởng đoàn', 1, 0.4], per: 28 } },
  'agriculture-centre': service(66, 0.45, 'Kỹ sư khuyến nông', 'Khuyến nông viên'),
  'social-centre': service(84, 0.65, 'Nhân viên chăm sóc', 'Nhân viên công tác xã hội', 'Y sĩ'),
  'culture-centre': service(34, 0.45, 'Phóng viên', 'Hướng dẫn viên văn hóa', 'Kỹ thuật viên'),
  centre: service(36, 0.5, 'Chuyên viên', 'Kỹ sư'),
}

/** Bodies far from the usual size of their kind. */
export const OWN_SIZE: Record<string, number> = {
  'BV-01': 640,
  'BV-02': 410,
  'BV-03': 260,
  'BV-04': 180,
  TTKSBT: 175,
  CDCD: 150,
}
/** A division of a district is smaller than one of a department. */
export const DISTRICT_DIVISION = 5.3
/** Titles of the two heads who are not called Giám đốc Sở. */
export const OWN_LEADERS: Record<string, Role[]> = {
  TTT: board('Chánh Thanh tra tỉnh', 'Phó Chánh Thanh tra tỉnh', 3, 0.2),
  VPUBND: board('Chánh Văn phòng UBND tỉnh', 'Phó Chánh Văn phòng UBND tỉnh', 3, 0.2),
}
export const SCHOOLS = new Set([
  'preschool',
  'primary-school',
  'lower-secondary-school',
  'upper-secondary-school',
  'continuing-education-centre',
])
export const PLACE: Record<string, string> = {
  city: 'thành phố',
  town: 'thị xã',
  'rural-district': 'huyện',
  'rural-commune': 'xã',
  ward: 'phường',
  township: 'thị trấn',
}
