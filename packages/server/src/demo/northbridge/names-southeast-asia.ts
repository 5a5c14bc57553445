import type { NameGroup } from './name-group';
import { words } from './words';

const vietnamese: NameGroup = {
  countries: ['Vietnam', 'Australia', 'France'],
  share: [0.4, 2.2],
  female:
    words(`Thị_Lan Thu_Hà Minh_Anh Ngọc_Ánh Thanh_Hương Phương_Linh Thùy_Dung Mai_Hương Bích_Ngọc Kim_Liên Hồng_Nhung Quỳnh_Anh Thảo_Vy Tuyết_Mai
    Hạnh Hoa Linh Trang Yến Nga`),
  male: words(`Văn_Hùng Minh_Tuấn Quốc_Bảo Đức_Anh Hữu_Phước Thanh_Sơn Gia_Huy Quang_Vinh Anh_Tú Hoàng_Long Đình_Nam Xuân_Trường Dũng Khoa Phong Nam Tùng
    Hiếu Đạt Sơn`),
  family: words(
    `Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Lâm Trịnh Mai Cao Lương Tô Tạ Châu Quách Thái Kiều Tôn_Thất`,
  ),
  married: 0,
};

const indonesian: NameGroup = {
  countries: ['Indonesia', 'Netherlands'],
  share: [0.5, 2],
  female: words(
    `Siti Dewi Sri Ratna Putri Ayu Wulandari Fitriani Indah Lestari Kartika Rina Yuliana Nurul Kusumawati Maharani Suryani Megawati Handayani`,
  ),
  male: words(
    `Budi Agus Bambang Suharto Slamet Wahyu Hendra Dedi Eko Joko Rizky Supriyadi Sutrisno Sukarno Purnomo Wibowo Susanto Hartono Bayu`,
  ),
  family:
    words(`Wijaya Santoso Setiawan Kusuma Hidayat Saputra Nugroho Susilo Gunawan Pratama Utomo Hakim Rahman Siregar Nasution Simanjuntak
    Situmorang Lubis Hutapea Sinaga Manurung Tanoto Halim Salim Suryadi Wibisono Purnama Ramadhan Firmansyah Prasetyo`),
  rare: {
    share: 0.25,
    starts: words(
      `Adi Arya Brata Cahya Dharma Eka Hadi Harja Jaya Kerta Krisna Kusuma Mangku Marta Nata Prawira Reksa Sastra Sosro Suma Surya Tirta Wangsa Wira`,
    ),
    ends: words(
      `di dinata kusuma atmaja wijaya negara ningrat prana putra santika sasmita saputra sentosa subrata utama widjaja yasa`,
    ),
  },
  mononym: 0.35,
  married: 0.01,
};

const malay: NameGroup = {
  countries: ['Malaysia', 'Brunei', 'Singapore'],
  share: [1.5, 2],
  female: words(`Nur_Aisyah Siti_Nurhaliza Nurul_Izzah Farah Aminah Zaleha Noraini Hidayah Syafiqah Balqis`),
  male: words(`Muhammad_Haziq Ahmad Mohd_Faizal Amirul Azlan Hafiz Zulkifli Iskandar Syafiq Ridzuan`),
  family:
    words(`bin_Abdullah bin_Ahmad bin_Ismail bin_Hassan bin_Ibrahim bin_Othman bin_Omar bin_Yusof bin_Mohamad bin_Ali bin_Rahman bin_Zakaria
    bin_Hamzah bin_Salleh bin_Idris bin_Mahmud bin_Kassim bin_Sulaiman bin_Daud bin_Harun bin_Aziz bin_Osman bin_Bakar bin_Jamal`),
  feminine: (family) => family.replace(/^bin /, 'binti '),
  married: 0,
};

const filipinoAndThai: NameGroup = {
  countries: ['Philippines', 'Thailand', 'United States'],
  share: [0.8, 2],
  female: words(
    `Maria_Cristina Angelica Jasmine Kristine Rosario Marites Joy Siriporn Kanya Ploy Malee Supaporn Nattaya`,
  ),
  male: words(
    `Jose Mark_Anthony Ramon Jericho Rodel Benigno Somchai Anan Kittisak Prasert Thanakorn Wichai Nattapong`,
  ),
  family:
    words(`Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Torres Tolentino Castillo Villanueva Ramos Aquino dela_Cruz Dimaculangan Panganiban
    Macaraeg Magsaysay Katigbak Salonga Srisai Wongsakul Boonmee Saetang Chaiyaporn Rattanakosin`),
  rare: {
    share: 0.35,
    starts: words(
      `Amorn Anan Boon Chai Charoen Jaroen Kanchana Kitti Mongkol Narong Nimit Phan Pong Prasert Rattana Sak Siri Som Suk Suwan Thana Thep Udom Wattana Wong`,
    ),
    ends: words(
      `chai chart kul korn phon pong porn rat sak sakul siri sri sombat suk suwan thong wat wong yos`,
    ),
  },
};

export const southeastAsia = [vietnamese, indonesian, malay, filipinoAndThai];
